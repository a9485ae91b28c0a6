import Messages
import Runtime
import TestSupport
import Testing

@testable import Gateway

/// What holds before a request goes out holds for what was held back, and for each copy that follows.
@Suite("Who a caller is")
struct KnownCallerTests {
    private static let path = "/v1/tables/019aa2f5-3c00-7000-8000-000000000001"
    private let user = TestUsers.statement(1)
    private let gateway: GatewayUnderTest

    init() throws {
        gateway = try bettingGateway()
    }

    private func submit(_ method: String = "DELETE", _ path: String = Self.path) throws -> UInt64 {
        var headers = ["authorization": "Bearer t"]
        if method == "DELETE" { headers["idempotency-key"] = "k" }
        return try gateway.send(method, path, headers: headers)
    }

    private func refuse() throws {
        try gateway.answer(try #require(gateway.take(VouchForSession.name).first), status: 401, "{}")
    }

    @Test("is asked about again, whoever it is, once identity was put back from a copy")
    func putBack() throws {
        for _ in 1...3 { try gateway.tell(about: Subject("user", user.user)) }
        _ = try submit("GET", "/v1/tables")
        try gateway.vouch(for: user)
        _ = try submit("GET", "/v1/tables")
        #expect(gateway.take(VouchForSession.name).isEmpty)
        try gateway.putIdentityBack(to: 1)
        try gateway.deliverEvents()
        _ = try submit("GET", "/v1/tables")
        #expect(gateway.take(VouchForSession.name).count == 1)
        #expect(gateway.machine.nextWake > gateway.now, "and all goes on")
    }

    // MARK: - Copies

    @Test("is asked again before a copy of a command follows after news of them, and no copy does where they are out")
    func revokedCopy() throws {
        let id = try submit()
        try gateway.vouch(for: user)
        try gateway.tell(about: Subject("session", user.session))
        try gateway.wait(milliseconds: 1000, by: 10)
        try refuse()
        try gateway.wait(milliseconds: 8900, by: 10)
        #expect(gateway.take(RemoveTable.name).count == 1)
        #expect(gateway.answer(to: id).status == nil)
        try gateway.wait(milliseconds: 100, by: 10)
        #expect(gateway.answer(to: id).status == 504)
        #expect(gateway.answer(to: id).header("Operation-Id") == "betting.remove-table:k")
    }

    @Test("being out, still hears what became of the command that was sent before")
    func lateOutcome() throws {
        let id = try submit()
        try gateway.vouch(for: user)
        let message = try #require(gateway.take(RemoveTable.name).first)
        try gateway.tell(about: Subject("user", user.user))
        try gateway.wait(milliseconds: 1000, by: 10)
        try refuse()
        try gateway.answer(message)
        #expect(gateway.answer(to: id).status == 200)
    }

    @Test("being out, hears so of a query, of which nothing is left to know")
    func revokedQuery() throws {
        let id = try submit("GET", "/v1/tables")
        try gateway.vouch(for: user)
        try gateway.tell(about: Subject("user", user.user))
        try gateway.wait(milliseconds: 1000, by: 10)
        try refuse()
        #expect(gateway.answer(to: id).status == 401)
        #expect(gateway.take(ListTables.name).count == 1)
    }

    @Test("is asked again before a copy follows while identity's events are silent")
    func silentCopy() throws {
        let id = try submit()
        try gateway.vouch(for: user)
        let first = try #require(gateway.take(RemoveTable.name).first)
        gateway.isStreaming = false
        try gateway.wait(milliseconds: 1000, by: 10)
        #expect(gateway.take(RemoveTable.name).isEmpty)
        var changed = user
        changed.state = .frozen
        try gateway.vouch(for: changed)
        let copy = try #require(gateway.take(RemoveTable.name).first)
        #expect(copy.header[.id] == "k" && copy.header[.reference] == first.header[.reference])
        #expect(copy.header[.statement] == (try TestUsers.sign(changed, for: .betting)))
        // Turned away as who they are by now, while the one before may be at work.
        try gateway.answer(copy, status: 403, "{}")
        #expect(gateway.answer(to: id).status == nil)
        try gateway.answer(first)
        #expect(gateway.answer(to: id).status == 200)
    }

    @Test(
        "is told nothing for certain of a command that was sent, where identity stays away", arguments: [true, false])
    func identityAway(isCommand: Bool) throws {
        let id = try isCommand ? submit() : submit("GET", "/v1/tables")
        try gateway.vouch(for: user)
        gateway.isStreaming = false
        try gateway.wait(milliseconds: 9900, by: 10)
        #expect(gateway.take(isCommand ? RemoveTable.name : ListTables.name).count == 1)
        #expect(gateway.answer(to: id).status == nil)
        try gateway.wait(milliseconds: 100, by: 10)
        #expect(gateway.answer(to: id).status == (isCommand ? 504 : 503))
    }

    // MARK: - Held

    /// A request that waits for a silent service.
    private func hold() throws -> UInt64 {
        let first = try submit("GET", "/v1/tables")
        try gateway.vouch(for: user)
        try gateway.answer(try #require(gateway.take(ListTables.name).first))
        #expect(gateway.answer(to: first).status == 200)
        gateway.living.remove(.betting)
        try gateway.wait(milliseconds: 4000, by: 10)
        gateway.sent.removeAll()
        let id = try submit()
        #expect(gateway.sent.isEmpty)
        return id
    }

    @Test(
        "is asked again when the service speaks that their request was held for, if there were news",
        arguments: [true, false])
    func held(isOut: Bool) throws {
        let id = try hold()
        try gateway.tell(about: Subject("user", user.user))
        gateway.living.insert(.betting)
        try gateway.wait(milliseconds: 1000, by: 10)
        #expect(gateway.take(RemoveTable.name).isEmpty)
        if isOut {
            try refuse()
            #expect(gateway.answer(to: id).status == 401)
        } else {
            try gateway.vouch(for: user)
            #expect(gateway.take(RemoveTable.name).count == 1)
        }
    }

    @Test("is asked again, and waited for, where identity's events are silent by then")
    func heldInSilence() throws {
        let id = try hold()
        gateway.isStreaming = false
        gateway.living.insert(.betting)
        try gateway.wait(milliseconds: 3000, by: 10)
        #expect(gateway.answer(to: id).status == nil)
        #expect(gateway.take(RemoveTable.name).isEmpty)
        try gateway.vouch(for: user)
        #expect(gateway.take(RemoveTable.name).count == 1)
    }

    @Test("hears 503 in the end where identity stays away: nothing was sent")
    func heldForEver() throws {
        let id = try hold()
        gateway.isStreaming = false
        gateway.living.insert(.betting)
        try gateway.wait(milliseconds: 10_000, by: 10)
        #expect(gateway.answer(to: id).status == 503)
        #expect(gateway.take(RemoveTable.name).isEmpty)
    }

    @Test("is known by the news that came in one batch with the service's first word")
    func oneBatch() throws {
        let id = try hold()
        let word = gateway.reply(to: Header(.reply), from: .betting, status: 200, [])
        try gateway.tell(about: Subject("session", user.session), after: word)
        #expect(gateway.take(RemoveTable.name).isEmpty)
        try refuse()
        #expect(gateway.answer(to: id).status == 401)
    }
}
