import Messages
import TestSupport
import Testing

@testable import Gateway

@Suite("Uses of sessions")
struct UseTests {
    private static let path = "/v1/tables/019aa2f5-3c00-7000-8000-000000000001"

    private func use(_ gateway: GatewayUnderTest, _ number: UInt64, from address: String = "192.0.2.7") throws {
        _ = try gateway.send(
            "DELETE", Self.path, headers: ["authorization": "Bearer t\(number)", "user-agent": "ear/1"], from: address)
        try gateway.vouch(for: TestUsers.statement(number))
    }

    private func uses(_ message: GatewayUnderTest.Sent?) throws -> [NoteUses.Use] {
        try WireCoding().decode(NoteUses.Request.self, from: try #require(message).body).uses.items
    }

    @Test("are told to identity every ten seconds, the latest of each session, in the gateway's own name")
    func telling() throws {
        let gateway = try gateway()
        let began = gateway.now
        try use(gateway, 1)
        try gateway.wait(milliseconds: 5000)
        try use(gateway, 2)
        try gateway.tell(about: Subject("user", TestUsers.statement(1).user))
        try use(gateway, 1, from: "192.0.2.8")
        #expect(gateway.take(NoteUses.name).isEmpty)
        try gateway.wait(milliseconds: 5000)
        let message = try #require(gateway.take(NoteUses.name).first)
        #expect(message.service == .identity)
        #expect(message.header.kind == .command)
        #expect(message.header[.statement] == nil && message.header[.actor] == nil)
        let uses = try uses(message)
        #expect(uses.map(\.session) == [TestUsers.statement(1).session, TestUsers.statement(2).session])
        #expect(uses.map(\.at) == [began.adding(milliseconds: 5005), began.adding(milliseconds: 5000)])
        #expect(uses.map(\.address) == ["192.0.2.8", "192.0.2.7"])
        #expect(uses.map(\.agent) == ["ear/1", "ear/1"])

        try gateway.answer(message)
        try use(gateway, 3)
        try gateway.wait(milliseconds: 10_000)
        let next = try #require(gateway.take(NoteUses.name).first)
        #expect(next.header[.id] != message.header[.id])
        #expect(try self.uses(next).count == 1)
    }

    @Test("are not told where there are none")
    func none() throws {
        let gateway = try gateway()
        try gateway.send("GET", "/v1/tables")
        try gateway.wait(milliseconds: 25_000)
        #expect(gateway.take(NoteUses.name).isEmpty)
    }

    @Test("are told once more where no answer comes, or none that counts, and then dropped")
    func repeating() throws {
        let gateway = try gateway()
        try use(gateway, 1)
        try gateway.wait(milliseconds: 10_500)
        try gateway.answer(try #require(gateway.take(NoteUses.name).first), status: 503)
        try gateway.wait(milliseconds: 1000)
        let copies = gateway.take(NoteUses.name)
        #expect(copies.count == 1)
        try use(gateway, 2)
        try gateway.wait(milliseconds: 2000)
        let next = gateway.take(NoteUses.name)
        #expect(try uses(next.first).map(\.session) == [TestUsers.statement(2).session])
        #expect(next.first?.header[.id] != copies.first?.header[.id])
    }

    @Test("that are too many for one message follow in the next at once; past the limit they are not noted")
    func many() throws {
        var settings = EdgeSettings()
        settings.sessionLimit = 450
        let gateway = try gateway(settings)
        for number in 1...460 { try use(gateway, UInt64(number)) }
        try gateway.wait(milliseconds: 10_000)
        var counts: [Int] = []
        while let message = gateway.take(NoteUses.name).first {
            counts.append(try uses(message).count)
            try gateway.answer(message)
            if counts.count == 2 { try gateway.wait(milliseconds: 10_000) }
        }
        #expect(counts == [200, 200, 50])
    }
}
