import Crypto
import Identity
import Messages
import Runtime
import Storage
import TestSupport
import Testing

extension Desk {
    func refresh(_ token: String, address: String? = nil, id: String? = nil) throws
        -> ServiceUnderTest.Answer<
            RefreshSession.Reply
        >
    {
        try service.ask(
            RefreshSession.self, RefreshSession.Request(refreshToken: try #require(Text(token))), address: address,
            id: id)
    }

    func sessions(_ token: String) throws -> [ListSessions.Item] {
        try service.ask(ListSessions.self, .init(), by: try statement(token)).get().items
    }

    func endSession(_ session: ID<Session>, by token: String) throws -> ServiceUnderTest.Answer<Nothing> {
        try service.ask(EndSession.self, EndSession.Request(sessionID: session), by: try statement(token))
    }

    func pass(days: Int64) { pass(seconds: days * 86_400) }

    /// The reasons of the sessions' ends so far.
    func endings() throws -> [SessionEnded.Reason] {
        try service.reader().rows("SELECT body FROM runtime_events ORDER BY sequence") {
            try $0.value(0, as: [UInt8].self)
        }.filter {
            try WireCoding().decode(EventAttributes.self, from: $0).type == SessionEnded.type
        }.compactMap { try WireCoding().decode(EventRecord<SessionEnded>.self, from: $0).data.reason }
    }

    func noteUse(of session: ID<Session>, at time: Timestamp, address: String? = nil) throws {
        let use = NoteUses.Use(session: session, at: time, address: address, agent: "curl/8")
        let uses = try #require(NoteUses.Uses([use]))
        _ = try service.ask(NoteUses.self, NoteUses.Request(uses: uses)).get()
    }

    /// Changes the database behind the service's back.
    func write<each Value: StorageValue>(_ sql: StaticString, _ values: repeat each Value) throws {
        let writer = try Connection.openWriter(at: service.directory.appending(path: "service.db").path)
        try writer.run(sql, repeat each values)
    }
}
