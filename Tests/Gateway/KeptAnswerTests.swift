import Messages
import TestSupport
import Testing

@testable import Gateway

@Suite("Answers to commands of identity")
struct KeptAnswerTests {
    private let user = TestUsers.statement(1)
    private let gateway: GatewayUnderTest

    init() throws {
        gateway = try houseGateway()
    }

    /// Asks identity for something, and gives the request and what went to identity.
    private func leave(key: String = "k") throws -> (id: UInt64, message: GatewayUnderTest.Sent) {
        let id = try gateway.send(
            "DELETE", "/v1/house", headers: ["authorization": "Bearer t", "idempotency-key": key])
        try gateway.vouch(for: user)
        return (id, try #require(gateway.take(LeaveHouse.name).first))
    }

    @Test("go out when what they say was done is in force here, and not before")
    func ownWrites() throws {
        let (id, message) = try leave()
        let head = try gateway.commitEvents(about: [Subject("user", user.user)])
        try gateway.answer(message, #"{"a":1}"#, location: "/v1/houses/1", head: head)
        #expect(gateway.answer(to: id).status == nil)
        try gateway.deliverEvents()
        #expect(gateway.answer(to: id).status == 200)
        #expect(gateway.answer(to: id).text == #"{"a":1}"#)
        #expect(gateway.answer(to: id).header("Location") == "/v1/houses/1")
        _ = try gateway.send("DELETE", "/v1/house", headers: ["authorization": "Bearer t"])
        #expect(gateway.take(VouchForSession.name).count == 1)
    }

    @Test("go out at once when their events are known, as those of a command that is sent again")
    func knownEvents() throws {
        let (id, message) = try leave()
        let head = try gateway.commitEvents(about: [Subject("user", user.user)])
        try gateway.deliverEvents()
        try gateway.answer(message, status: 409, head: head)
        #expect(gateway.answer(to: id).status == 409)
        let (again, repeated) = try leave()
        try gateway.answer(repeated, status: 409, head: head)
        #expect(gateway.answer(to: again).status == 409)
    }

    @Test("go out each with its own events")
    func order() throws {
        let (first, firstMessage) = try leave(key: "1")
        let (second, secondMessage) = try leave(key: "2")
        let head = try gateway.commitEvents(about: [Subject("user", user.user)])
        try gateway.answer(secondMessage, head: head + 1)
        try gateway.answer(firstMessage, head: head)
        try gateway.deliverEvents()
        #expect(gateway.answer(to: first).status == 200)
        #expect(gateway.answer(to: second).status == nil)
        try gateway.tell(about: Subject("user", user.user))
        #expect(gateway.answer(to: second).status == 200)
    }

    @Test("go out in any case when nothing that is older than they would be believed any more", arguments: [9, nil])
    func silentEvents(head: Int64?) throws {
        let (id, message) = try leave()
        gateway.isStreaming = false
        // A copy that is sent again has an alarm of its own, which must not end the wait.
        try gateway.wait(milliseconds: 950, by: 10)
        try gateway.answer(message, head: head)
        try gateway.wait(milliseconds: 100, by: 10)
        #expect(gateway.answer(to: id).status == nil)
        try gateway.wait(milliseconds: 1)
        #expect(gateway.answer(to: id).status == 200)
        gateway.sent.removeAll()
        _ = try gateway.send("DELETE", "/v1/house", headers: ["authorization": "Bearer t"])
        #expect(gateway.take(VouchForSession.name).count == 1)
    }

    @Test("are missed by nobody when the client has gone")
    func abandoned() throws {
        let (id, message) = try leave()
        try gateway.answer(message, head: 7)
        try gateway.step([.webAbandoned(id)])
        try gateway.wait(milliseconds: 200)
        #expect(gateway.answer(to: id).status == nil)
    }

    @Test("are the only ones kept back")
    func others() throws {
        _ = try leave()
        let headers = ["authorization": "Bearer t"]
        let query = try gateway.send("GET", "/v1/house", headers: headers)
        try gateway.answer(try #require(gateway.take(SeeHouse.name).first), head: 9)
        #expect(gateway.answer(to: query).status == 200)
        let elsewhere = try gateway.send(
            "DELETE", "/v1/tables/019aa2f5-3c00-7000-8000-000000000001", headers: headers)
        try gateway.answer(try #require(gateway.take(RemoveTable.name).first), head: 9)
        #expect(gateway.answer(to: elsewhere).status == 200)
    }
}
