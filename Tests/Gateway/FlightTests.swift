import Messages
import TestSupport
import Testing

@testable import Gateway

@Suite("Requests under way")
struct FlightTests {
    private static let path = "/v1/tables/019aa2f5-3c00-7000-8000-000000000001"
    private static let fields = ["authorization": "Bearer t", "idempotency-key": "k1"]

    private func submit(_ gateway: GatewayUnderTest, key: String = "k1") throws -> UInt64 {
        let id = try gateway.send(
            "DELETE", Self.path, headers: ["authorization": "Bearer t", "idempotency-key": key])
        try gateway.vouch(for: TestUsers.statement(1))
        return id
    }

    @Test("passes an answer on as it came, with what a client needs beside it")
    func answers() throws {
        let gateway = try gateway()
        let id = try submit(gateway)
        let message = try #require(gateway.take(RemoveTable.name).first)
        #expect(message.header.kind == .command)
        #expect(message.header[.id] == "k1")
        #expect(message.header.number(.deadline) == gateway.now.adding(seconds: 10).milliseconds)
        try gateway.answer(message, status: 200, #"{"z":1,"a":2}"#, location: "/v1/tables/9")
        let answer = gateway.answer(to: id)
        #expect(answer.status == 200)
        #expect(answer.text == #"{"z":1,"a":2}"#)
        #expect(answer.header("Location") == "/v1/tables/9")
        #expect(answer.header("Operation-Id") == "betting.remove-table:k1")
        #expect(answer.header("Content-Type") == "application/json")
        #expect(answer.header("Cache-Control") == "no-store")
        #expect(answer.header("X-Content-Type-Options") == "nosniff")
    }

    @Test("passes a refusal on as a problem")
    func refusals() throws {
        let gateway = try gateway()
        let id = try submit(gateway)
        let problem = Problem(SeatFailure.gone, "it is gone", traceID: "abc")
        let body = String(decoding: try gateway.coding.encode(problem), as: UTF8.self)
        try gateway.answer(try #require(gateway.take(RemoveTable.name).first), status: 409, body)
        #expect(gateway.answer(to: id).status == 409)
        #expect(gateway.answer(to: id).problem == problem)
        #expect(gateway.answer(to: id).header("Content-Type") == "application/problem+json")
    }

    @Test("sends a command again under the same id until its time is over, and then does not know")
    func resending() throws {
        let gateway = try gateway()
        let id = try submit(gateway)
        try gateway.wait(milliseconds: 9900, by: 10)
        let copies = gateway.take(RemoveTable.name)
        #expect(copies.count == 10)
        #expect(Set(copies.map { $0.header.bytes }).count == 1)
        #expect(gateway.answer(to: id).status == nil)
        try gateway.wait(milliseconds: 200)
        let answer = gateway.answer(to: id)
        #expect(answer.status == 504)
        #expect(answer.code == "outcome_unknown")
        #expect(answer.header("Operation-Id") == "betting.remove-table:k1")
        #expect(answer.problem?.detail.contains("/v1/operations/betting.remove-table:k1") == true)
        try gateway.answer(try #require(copies.first))
        #expect(gateway.answer(to: id).status == 504)
    }

    @Test("answers 503 for a query that nobody answered")
    func silentQuery() throws {
        let gateway = try gateway()
        let id = try gateway.send("GET", "/v1/tables")
        try gateway.wait(milliseconds: 10_000)
        #expect(gateway.answer(to: id).status == 503)
        #expect(gateway.answer(to: id).header("Retry-After") == "1")
        // After 0, 1, 3 and 7 seconds: whoever is slow is not asked ever more.
        #expect(gateway.take(ListTables.name).count == 4)
    }

    @Test("tells a 503 on at once, but not when another copy may be at work")
    func overloadedService() throws {
        let gateway = try gateway()
        let first = try submit(gateway, key: "a")
        try gateway.answer(try #require(gateway.take(RemoveTable.name).first), status: 503)
        #expect(gateway.answer(to: first).status == 503)
        let second = try submit(gateway, key: "b")
        try gateway.wait(milliseconds: 1000, by: 10)
        let copies = gateway.take(RemoveTable.name)
        #expect(copies.count == 2)
        try gateway.answer(copies[1], status: 503)
        #expect(gateway.answer(to: second).status == nil)
        try gateway.answer(copies[0])
        #expect(gateway.answer(to: second).status == 200)
    }

    @Test("makes a key where the client sends none, and refuses one that is no key")
    func keys() throws {
        let gateway = try gateway()
        let token = ["authorization": "Bearer t"]
        for _ in 0..<2 { try gateway.send("DELETE", Self.path, headers: token) }
        try gateway.vouch(for: TestUsers.statement(1))
        let made = gateway.take(RemoveTable.name).compactMap { $0.header[.id] }
        #expect(Set(made).count == 2)
        for key in ["", "a b", "ä", String(repeating: "k", count: 201)] {
            let answer = try gateway.get("DELETE", Self.path, headers: token.merging(["idempotency-key": key]) { $1 })
            #expect(answer.status == 400, "\(key)")
        }
    }

    @Test("goes on with a command whose client has gone, and gives a query up")
    func abandoned() throws {
        let gateway = try gateway()
        let command = try submit(gateway)
        let query = try gateway.send("GET", "/v1/tables")
        try gateway.step([.webAbandoned(command), .webAbandoned(query)])
        gateway.sent.removeAll()
        try gateway.wait(milliseconds: 1000, by: 10)
        #expect(gateway.sent.map { $0.header[.operation] } == [RemoveTable.name])
        try gateway.answer(try #require(gateway.take(RemoveTable.name).first))
        try gateway.wait(milliseconds: 2000)
        #expect(gateway.sent.isEmpty)
        #expect(gateway.answer(to: command).status == nil)
    }

    @Test("has a bounded number under way, in all and for one service")
    func bounds() throws {
        var settings = EdgeSettings()
        (settings.inFlightLimit, settings.inFlightPerServiceLimit) = (3, 2)
        let gateway = try gateway(settings)
        try gateway.announce(try raffleCatalogue())
        let first = try gateway.send("GET", "/v1/tables")
        try gateway.send("GET", "/v1/tables")
        let third = try gateway.get("GET", "/v1/tables")
        #expect(third.status == 503)
        #expect(third.code == "overloaded")
        #expect(try gateway.get("GET", "/v1/hall").status == nil, "another service still has room")
        #expect(try gateway.get("GET", "/v1/hall").status == 503)
        try gateway.answer(try #require(gateway.take(ListTables.name).first))
        #expect(gateway.answer(to: first).status == 200)
        #expect(try gateway.get("GET", "/v1/tables").status == nil)
    }

    @Test("asks the service that an operation's id names for its outcome and its fencing")
    func outcomes() throws {
        let gateway = try gateway()
        let token = ["authorization": "Bearer t"]
        try gateway.send("GET", "/v1/operations/betting.remove-table:k%2F1", headers: token)
        try gateway.vouch(for: TestUsers.statement(1))
        let question = try #require(gateway.take(GetOutcome.name).first)
        #expect(question.service == .betting)
        #expect(question.header.kind == .query)
        #expect(question.text == #"{"id":"betting.remove-table:k/1"}"#)
        let id = try gateway.send("POST", "/v1/operations/wallet.x:k/fence", headers: token)
        let fence = try #require(gateway.take(FenceOperation.name).first)
        #expect(fence.service == .wallet)
        #expect(fence.header.kind == .command)
        try gateway.answer(fence)
        #expect(gateway.answer(to: id).header("Operation-Id") == nil)
        #expect(try gateway.get("GET", "/v1/operations/nonsense", headers: token).status == 422)
        #expect(try gateway.get("GET", "/v1/operations/moon.shot:k", headers: token).status == 404)
        #expect(try gateway.get("GET", "/v1/operations/betting.x:k").status == 401)
    }

    @Test("takes no answer from a service that was not asked, nor one to a run before")
    func foreignAnswers() throws {
        let gateway = try gateway()
        let id = try gateway.send("GET", "/v1/tables")
        let message = try #require(gateway.take(ListTables.name).first)
        try gateway.step([gateway.reply(to: message.header, from: .raffle, status: 200, [])])
        #expect(gateway.answer(to: id).status == nil)
        try gateway.restart()
        let next = try gateway.send("GET", "/v1/tables")
        try gateway.answer(message)
        #expect(gateway.answer(to: next).status == nil)
    }
}
