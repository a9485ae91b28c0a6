import Messages
import TestSupport
import Testing

@testable import Gateway

@Suite("Sessions")
struct SessionTests {
    private static let path = "/v1/tables/019aa2f5-3c00-7000-8000-000000000001"
    private let user = TestUsers.statement(1)
    private let other = TestUsers.statement(2)

    private func remove(_ gateway: GatewayUnderTest, token: String = "t") throws -> UInt64 {
        try gateway.send("DELETE", Self.path, headers: ["authorization": "Bearer \(token)"])
    }

    /// Whether the gateway knows the holder of a token without asking.
    private func knows(_ token: String, _ gateway: GatewayUnderTest) throws -> Bool {
        let key = "key-\(gateway.sent.count)-\(gateway.now.milliseconds)-\(token)"
        try gateway.send(
            "DELETE", Self.path, headers: ["authorization": "Bearer \(token)", "idempotency-key": key])
        return gateway.sent.contains { $0.header[.id] == key }
    }

    @Test("asks identity once for all who wait with one token, and remembers the answer")
    func sharing() throws {
        let gateway = try gateway()
        for _ in 0..<3 { _ = try remove(gateway) }
        #expect(gateway.sent.map(\.text) == [#"{"token":"t"}"#])
        #expect(gateway.sent.first?.header[.actor] == nil)
        try gateway.vouch(for: user)
        let removals = gateway.take(RemoveTable.name)
        #expect(removals.count == 3)
        #expect(removals.first?.header[.statement] == (try TestUsers.sign(user, for: .betting)))
        #expect(removals.first?.header[.actor] == nil)

        _ = try remove(gateway)
        #expect(gateway.sent.map { $0.header[.operation] } == [RemoveTable.name])
    }

    @Test("asks again after half of a statement's life")
    func halfLife() throws {
        let gateway = try gateway()
        let short = TestUsers.statement(1, issuedAt: gateway.now, seconds: 8)
        _ = try remove(gateway)
        try gateway.vouch(for: short)
        try gateway.wait(milliseconds: 3900)
        gateway.sent.removeAll()
        #expect(try knows("t", gateway))
        try gateway.wait(milliseconds: 200)
        #expect(try !knows("t", gateway))
    }

    // MARK: - Pushed

    @Test("forgets whom an event of identity is about, whatever the event, as soon as it is committed")
    func pushed() throws {
        let gateway = try gateway()
        // Two sessions of one user, and one of another.
        var second = user
        second = Statement(
            user: user.user, session: ID(high: 7, low: 7), roles: [], issuedAt: user.issuedAt,
            expiresAt: user.expiresAt)
        for (token, statement) in [("a", user), ("b", second), ("c", other)] {
            _ = try remove(gateway, token: token)
            try gateway.vouch(for: statement)
        }
        func known() throws -> [Bool] { try ["a", "b", "c"].map { try knows($0, gateway) } }
        #expect(try known() == [true, true, true])

        try gateway.tell(about: Subject("session", second.session))
        #expect(try known() == [true, false, true])
        try gateway.vouch(for: second)

        try gateway.tell(about: Subject("user", user.user))
        #expect(try known() == [false, false, true])
        try gateway.tell(about: Subject("login", "0123"), Subject("service", "identity"))
        #expect(try knows("c", gateway))
    }

    @Test("forgets everybody when an event cannot be read")
    func unreadable() throws {
        let gateway = try gateway()
        _ = try remove(gateway)
        try gateway.vouch(for: user)
        gateway.commitNonsense()
        try gateway.deliverEvents()
        #expect(try !knows("t", gateway))
    }

    @Test("goes by what identity says after a change of the user's state", arguments: UserState.allCases)
    func states(state: UserState) throws {
        let gateway = try gateway()
        _ = try remove(gateway)
        try gateway.vouch(for: user)
        gateway.sent.removeAll()
        try gateway.tell(about: Subject("user", user.user))
        let id = try remove(gateway)
        if state == .active || state == .frozen {
            var changed = user
            changed.state = state
            try gateway.vouch(for: changed)
            let message = try #require(gateway.take(RemoveTable.name).first)
            #expect(message.header[.statement] == (try TestUsers.sign(changed, for: .betting)))
        } else {
            try gateway.answer(try #require(gateway.take(VouchForSession.name).first), status: 401, "{}")
            #expect(gateway.answer(to: id).status == 401)
            #expect(gateway.take(RemoveTable.name).isEmpty)
        }
    }

    @Test("asks again when news of somebody come while the answer is under way, which may be from before them")
    func lateAnswer() throws {
        let gateway = try gateway()
        let id = try remove(gateway)
        try gateway.tell(about: Subject("user", other.user))
        try gateway.tell(about: Subject("session", user.session))
        try gateway.vouch(for: user)
        #expect(gateway.take(RemoveTable.name).isEmpty)
        try gateway.answer(try #require(gateway.take(VouchForSession.name).first), status: 401, "{}")
        #expect(gateway.answer(to: id).status == 401)

        _ = try remove(gateway, token: "b")
        try gateway.tell(about: Subject("user", user.user))
        try gateway.vouch(for: other)
        #expect(gateway.take(VouchForSession.name).isEmpty, "others' news are no matter")
        #expect(gateway.take(RemoveTable.name).count == 1)
    }

    @Test("asks on behalf of a request no question from before what its sender may have been told of")
    func loosening() throws {
        let gateway = try gateway()
        let before = try remove(gateway)
        try gateway.tell(about: Subject("user", user.user))
        let after = try remove(gateway)
        let questions = gateway.take(VouchForSession.name)
        #expect(questions.count == 2)
        try gateway.answer(questions[0], status: 401, "{}")
        #expect(gateway.answer(to: before).status == 401)
        #expect(gateway.answer(to: after).status == nil)
        #expect(try !knows("t", gateway))
        #expect(gateway.take(VouchForSession.name).isEmpty, "the later question is shared")
        gateway.sent.append(questions[1])
        try gateway.vouch(for: user)
        #expect(gateway.take(RemoveTable.name).count == 2)
    }

    @Test("asks again when more news came meanwhile than it remembers, or some that it cannot read")
    func manyNews() throws {
        let gateway = try gateway()
        for isUnclear in [false, true] {
            _ = try remove(gateway)
            if isUnclear {
                gateway.commitNonsense()
            } else {
                try gateway.commitEvents(about: (0..<1100).map { Subject("user", "\($0)") })
            }
            // A page holds five hundred.
            for _ in 0..<3 { try gateway.deliverEvents() }
            try gateway.vouch(for: user)
            #expect(gateway.take(RemoveTable.name).isEmpty)
            #expect(gateway.sent.map { $0.header[.operation] } == [VouchForSession.name])
            try gateway.vouch(for: user)
            #expect(gateway.take(RemoveTable.name).count == 1)
            try gateway.tell(about: Subject("user", user.user))
        }
    }

    // MARK: - Silence

    @Test("believes no remembered session while identity's events are silent")
    func silence() throws {
        let gateway = try gateway()
        _ = try remove(gateway)
        try gateway.vouch(for: user)
        try gateway.wait(milliseconds: 400, by: 10)
        #expect(try knows("t", gateway), "what is said again and again stays fresh")
        gateway.isStreaming = false
        try gateway.wait(milliseconds: 60, by: 10)
        #expect(try knows("t", gateway))
        try gateway.wait(milliseconds: 60, by: 10)
        #expect(try !knows("t", gateway))
        gateway.isStreaming = true
        try gateway.vouch(for: user)
        try gateway.wait(milliseconds: 100, by: 10)
        #expect(try knows("t", gateway), "and is believed again when they are heard again")
    }

    @Test("refuses a revoked session at once while identity's events are silent")
    func silentRevocation() throws {
        let gateway = try gateway()
        _ = try remove(gateway)
        try gateway.vouch(for: user)
        gateway.isStreaming = false
        try gateway.wait(milliseconds: 120, by: 10)
        for status in [200, 401] {
            gateway.sent.removeAll()
            let id = try remove(gateway)
            #expect(gateway.take(RemoveTable.name).isEmpty, "not before identity has answered")
            if status == 200 {
                try gateway.vouch(for: user)
                #expect(gateway.take(RemoveTable.name).count == 1)
            } else {
                try gateway.answer(try #require(gateway.take(VouchForSession.name).first), status: 401, "{}")
                #expect(gateway.answer(to: id).status == 401)
            }
        }
    }

    @Test("answers 503 when identity does not answer, having sent nothing")
    func noIdentity() throws {
        let gateway = try gateway()
        let id = try remove(gateway)
        try gateway.wait(milliseconds: 10_000)
        #expect(gateway.answer(to: id).status == 503)
        #expect(gateway.answer(to: id).code == "service_unavailable")
        #expect(gateway.answer(to: id).header("Retry-After") == "1")
        #expect(gateway.take(VouchForSession.name).count == 10)
        #expect(gateway.take(RemoveTable.name).isEmpty)
    }

    @Test("answers 401 with a challenge to strangers and to malformed tokens")
    func strangers() throws {
        let gateway = try gateway()
        #expect(try gateway.get("DELETE", Self.path).status == 401)
        for value in ["", "Bearer", "Basic abc", "Bearer a b", "Bearer \u{e4}"] {
            let answer = try gateway.get("GET", "/v1/tables", headers: ["authorization": value])
            #expect(answer.status == 401, "\(value)")
            #expect(answer.code == "unauthenticated")
            #expect(answer.header("WWW-Authenticate") == "Bearer realm=\"croupier\"")
        }
        try gateway.send("GET", "/v1/tables")
        let message = try #require(gateway.take(ListTables.name).first)
        #expect(message.header[.actor] == "anonymous")
        #expect(message.header[.statement] == nil)
    }

    // MARK: - Bounds

    @Test("keeps a bounded number of sessions, those used last")
    func bounded() {
        var cache = SessionCache(limit: 10)
        let time = Timestamp(milliseconds: 0)
        for number in 0..<UInt8(100) {
            let entry = SessionCache.Entry(
                statements: [.betting: ""], subjects: ["user/1", "session/\(number)"],
                until: time.adding(milliseconds: 1))
            cache.put([number], entry)
            _ = cache.find([0], at: time)
        }
        #expect((0..<UInt8(100)).filter { cache.find([$0], at: time) != nil }.count <= 10)
        #expect(cache.find([0], at: time) != nil)
        #expect(cache.find([0], at: time.adding(milliseconds: 1)) == nil)
        cache.forget(about: "session/0")
        #expect(cache.find([0], at: time) == nil)
        #expect(cache.find([99], at: time) != nil)
        cache.forget(about: "user/1")
        #expect(cache.find([99], at: time) == nil)
    }
}
