import Identity
import Messages
import Runtime
import TestSupport
import Testing

@Suite("What is over")
struct RetentionTests {
    let desk: Desk
    let keeper: Statement

    init() throws {
        desk = try Desk()
        var keeper = try desk.signedIn("keeper@example.com", roles: [.operator_])
        keeper = Statement(
            user: keeper.user, session: keeper.session, roles: keeper.roles, issuedAt: keeper.issuedAt,
            expiresAt: keeper.issuedAt.adding(seconds: 900 * Desk.day))
        self.keeper = keeper
    }

    private func counts() throws -> [Int] {
        [
            try desk.count("SELECT COUNT(*) FROM sessions"), try desk.count("SELECT COUNT(*) FROM api_keys"),
            try desk.count("SELECT COUNT(*) FROM devices"), try desk.count("SELECT COUNT(*) FROM last_uses"),
        ]
    }

    @Test("is kept for four hundred days and then forgotten, last use and all", arguments: [false, true])
    func kept(isOver: Bool) throws {
        let session = try desk.signIn("keeper@example.com").get()
        _ = try desk.endSession(session.sessionID, by: session.token)
        let key = try desk.createKey([.walletRead], by: keeper).get().id
        _ = try desk.revoke(key, by: keeper).get()
        let device = try desk.service.ask(EnrollDevice.self, .init(name: Text(trusted: "Till")), by: keeper).get().id
        _ = try desk.service.ask(RevokeDevice.self, .init(deviceID: device), by: keeper).get()
        _ = try desk.createKey([.walletRead], by: keeper).get()
        _ = try desk.register("ada@example.com").get()
        // The keeper's own session has run out by then, and nobody has ended it.
        desk.pass(seconds: 400 * Desk.day - 1)
        _ = try desk.signIn().get()
        #expect(try counts() == [3, 2, 1, 6])
        if isOver {
            desk.pass(days: 8)
            _ = try desk.signIn().get()
            #expect(try counts() == [2, 1, 0, 3])
            #expect(
                try desk.endSession(session.sessionID, by: try desk.signIn("keeper@example.com").get().token).code
                    == "not_found")
        }
        try desk.expectSound()
    }

    @Test("goes some at a time, and what goes on stays however old")
    func someAtATime() throws {
        let key = try desk.createKey([.walletRead], by: keeper).get()
        for _ in 1...12 { _ = try desk.signIn("keeper@example.com").get() }
        _ = try desk.register("ada@example.com").get()
        desk.pass(days: 500)
        #expect(try desk.count("SELECT COUNT(*) FROM sessions") == 13)
        _ = try desk.signIn().get()
        #expect(try desk.count("SELECT COUNT(*) FROM sessions") == 10)
        for _ in 1...5 { _ = try desk.signIn().get() }
        #expect(try desk.count("SELECT COUNT(*) FROM sessions") == 6)
        #expect(try desk.vouch(key.key).status == 200)
        try desk.expectSound()
    }
}
