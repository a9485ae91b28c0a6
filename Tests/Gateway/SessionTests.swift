import Messages
import TestSupport
import Testing

@testable import Gateway

@Suite("Sessions")
struct SessionTests {
    private static let path = "/v1/tables/019aa2f5-3c00-7000-8000-000000000001"
    private let user = TestUsers.statement(1)

    private func remove(_ gateway: GatewayUnderTest, token: String = "t") throws -> UInt64 {
        try gateway.send("DELETE", Self.path, headers: ["authorization": "Bearer \(token)"])
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
        _ = try remove(gateway)
        #expect(gateway.take(VouchForSession.name).isEmpty)
        try gateway.wait(milliseconds: 200)
        _ = try remove(gateway)
        #expect(gateway.take(VouchForSession.name).count == 1)
    }

    @Test("forgets a session as soon as its end is committed")
    func eviction() throws {
        let gateway = try gateway()
        _ = try remove(gateway)
        try gateway.vouch(for: user)
        gateway.sent.removeAll()
        try gateway.endSession(TestUsers.statement(2))
        _ = try remove(gateway)
        #expect(gateway.take(VouchForSession.name).isEmpty, "another's session is no matter")

        try gateway.endSession(user)
        let id = try remove(gateway)
        let questions = gateway.take(VouchForSession.name)
        #expect(questions.count == 1)
        try gateway.answer(try #require(questions.first), status: 401, "{}")
        #expect(gateway.answer(to: id).status == 401)
    }

    @Test("asks anew about a token with which something was changed at identity, before its events tell")
    func change() throws {
        let gateway = try gateway()
        try gateway.announce(
            Catalogue(
                service: .identity, build: "1", operations: [try OperationDescription(LeaveHouse.self)], events: []))
        let id = try gateway.send("DELETE", "/v1/house", headers: ["authorization": "Bearer t"])
        try gateway.vouch(for: user)
        try gateway.answer(try #require(gateway.take(LeaveHouse.name).first))
        #expect(gateway.answer(to: id).status == 200)
        _ = try remove(gateway)
        #expect(gateway.take(VouchForSession.name).count == 1)
    }

    @Test("does not believe an answer that was under way when the session ended")
    func lateAnswer() throws {
        let gateway = try gateway()
        let id = try remove(gateway)
        try gateway.endSession(user)
        try gateway.vouch(for: user)
        #expect(gateway.answer(to: id).status == 401)
        #expect(gateway.take(RemoveTable.name).isEmpty)
    }

    @Test("believes no remembered session while identity's events are silent")
    func silence() throws {
        let gateway = try gateway()
        _ = try remove(gateway)
        try gateway.vouch(for: user)
        gateway.sent.removeAll()
        gateway.isStreaming = false
        try gateway.wait(milliseconds: 1900)
        gateway.sent.removeAll()
        _ = try remove(gateway)
        #expect(gateway.take(VouchForSession.name).isEmpty)
        try gateway.wait(milliseconds: 200)
        _ = try remove(gateway)
        #expect(gateway.take(VouchForSession.name).count == 1)
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

    @Test("keeps a bounded number of sessions, those used last")
    func bounded() {
        var cache = SessionCache(limit: 10)
        let time = Timestamp(milliseconds: 0)
        let entry = { (number: UInt64) in
            SessionCache.Entry(
                statements: [.betting: ""], session: ID(high: 0, low: number), until: time.adding(milliseconds: 1))
        }
        for number in 0..<UInt8(100) {
            cache.put([number], entry(UInt64(number)))
            _ = cache.find([0], at: time)
        }
        #expect((0..<UInt8(100)).filter { cache.find([$0], at: time) != nil }.count <= 10)
        #expect(cache.find([0], at: time) != nil)
        #expect(cache.find([0], at: time.adding(milliseconds: 1)) == nil)
    }
}
