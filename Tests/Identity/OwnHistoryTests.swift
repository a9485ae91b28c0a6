import Identity
import Messages
import Runtime
import Storage
import TestSupport
import Testing

@Suite("One's own history")
struct OwnHistoryTests {
    let desk: Desk
    let user: ID<User>
    let ada: Statement

    init() throws {
        desk = try Desk()
        (user, _, ada) = try desk.person()
    }

    /// As if somebody had signed in so often before.
    private func signIn(times count: Int) throws {
        let writer = try desk.writer()
        try writer.begin()
        for number in 1...count {
            let time = Timestamp(milliseconds: desk.service.now.milliseconds - Int64(number))
            let id = ID<Session>(at: time, randomness: (UInt64(number), UInt64(number)))
            try writer.run(
                """
                INSERT INTO sessions (id, user, secret_hash, token_expires_at, opened_at, live_until, expires_at, ended_at)
                VALUES (?, ?, ?, ?5, ?4, ?5, ?5, ?4)
                """, id, user, id.bytes + id.bytes, time, time.adding(seconds: 60))
            try writer.run(
                "INSERT INTO sign_ins (user, at, outcome, session) VALUES (?, ?, 'signed_in', ?)", user, time, id)
        }
        try writer.commit()
    }

    /// All that an export begins and the pages after it go on with.
    private func whole<Q: Query, Item>(
        _ query: Q.Type, _ first: [Item], _ rest: String?
    ) throws -> [Item] where Q.Request == HistoryPage, Q.Reply == Page<Item> {
        var (items, next) = (first, rest.flatMap { $0.split(separator: "=").last.map(String.init) })
        while let cursor = next {
            let page = try desk.service.ask(query, .init(cursor: Cursor(cursor)), by: ada).get()
            (items, next) = (items + page.items, page.next)
        }
        return items
    }

    @Test("is exported as far as it fits, with where the rest is, and each of it is found once")
    func rest() throws {
        try signIn(times: 620)
        let export = try desk.service.ask(ExportMe.self, Nothing(), by: ada).get()
        let (sessions, signIns) = (try #require(export.sessions), try #require(export.signIns))
        #expect(sessions.count == PersonalExport.limit && signIns.count == PersonalExport.limit)
        let lists = try #require(export.lists)
        #expect(lists.filter { !$0.isComplete }.map(\.list) == ["sessions", "sign_ins"])
        #expect(lists.allSatisfy { $0.isComplete == ($0.rest == nil) })
        let rest = Dictionary(uniqueKeysWithValues: lists.map { ($0.list, $0.rest) })
        #expect(rest["sessions"]??.hasPrefix("/v1/me/sessions?cursor=") == true)
        #expect(rest["sign_ins"]??.hasPrefix("/v1/me/sign-ins?cursor=") == true)
        let allSessions = try whole(ListPastSessions.self, sessions, rest["sessions"] ?? nil)
        #expect(allSessions.count == 621 && Set(allSessions.map(\.id)).count == 621)
        #expect(allSessions.map(\.openedAt) == allSessions.map(\.openedAt).sorted(by: >))
        let allSignIns = try whole(ListOwnSignIns.self, signIns, rest["sign_ins"] ?? nil)
        #expect(allSignIns.count == 621 && Set(allSignIns.map(\.sessionID)).count == 621)
    }

    @Test("is whole where it fits exactly")
    func exact() throws {
        try signIn(times: PersonalExport.limit - 1)
        let export = try desk.service.ask(ExportMe.self, Nothing(), by: ada).get()
        #expect(export.sessions?.count == PersonalExport.limit && export.signIns?.count == PersonalExport.limit)
        #expect(export.lists?.allSatisfy(\.isComplete) == true)
    }

    @Test("is nobody else's, and no key's")
    func access() throws {
        try signIn(times: 3)
        let eve = try desk.person("eve@example.com").statement
        #expect(try desk.service.ask(ListPastSessions.self, .init(), by: eve).get().items.map(\.id) == [eve.session])
        #expect(try desk.service.ask(ListOwnSignIns.self, .init(), by: eve).get().items.count == 1)
        var key = ada
        key.scopes = ["identity:read"]
        #expect(try desk.service.ask(ListPastSessions.self, .init(), by: key).code == "forbidden")
        #expect(try desk.service.ask(ListOwnSignIns.self, .init(), by: key).code == "forbidden")
        #expect(try desk.service.ask(ListOwnSignIns.self, .init(cursor: Cursor("x")), by: ada).status == 422)
        #expect(try desk.service.ask(ListPastSessions.self, .init(cursor: Cursor("x")), by: ada).status == 422)
    }
}
