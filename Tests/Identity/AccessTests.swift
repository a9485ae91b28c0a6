import Crypto
import Identity
import Messages
import Runtime
import Storage
import TestSupport
import Testing

@Suite("Who may do what")
struct AccessTests {
    @Test("a session's secret is exchanged for a statement that other services can check")
    func vouches() throws {
        let desk = try Desk()
        let user = try desk.register().get()
        let session = try desk.signIn().get()
        let statement = try desk.statement(session.token)
        #expect(statement.user == user.id && statement.session == session.sessionID && statement.roles == [.player])
        #expect(statement.expiresAt == desk.service.now.adding(seconds: 300))
        let me = try desk.service.ask(GetMe.self, Nothing(), by: statement).get()
        #expect(me.email == "ada@example.com" && me.birthDate?.text == "1990-01-31" && me.country == "IE")
    }

    @Test("a statement never outlives its session, and an expired session has none")
    func expiry() throws {
        let desk = try Desk()
        _ = try desk.register().get()
        let session = try desk.signIn().get()
        desk.service.now = session.expiresAt.adding(seconds: -10)
        #expect(try desk.vouch(session.token).get().expiresAt == session.expiresAt)
        desk.service.now = session.expiresAt
        #expect(try desk.vouch(session.token).status == 401)
    }

    @Test("nobody but the gateway is vouched to")
    func onlyGateway() throws {
        let desk = try Desk()
        _ = try desk.register().get()
        let token = try desk.signIn().get().token
        for peer in ["wallet", "identity", "somebody"] { #expect(try desk.vouch(token, from: peer).status == 403) }
    }

    @Test("an unknown, mangled or ended session is not vouched for, nor is a user who is not active")
    func refuses() throws {
        let desk = try Desk()
        _ = try desk.register().get()
        let token = try desk.signIn().get().token
        for wrong in ["", "x", token + "A", String(token.dropLast()), Base64URL.encode(Array(repeating: 1, count: 32))]
        {
            #expect(try desk.vouch(wrong).status == 401)
        }
        let other = try desk.signIn().get().token
        _ = try desk.service.ask(EndCurrentSession.self, Nothing(), by: try desk.statement(other)).get()
        #expect(try desk.vouch(other).status == 401)
        #expect(try desk.vouch(token).status == 200)
        #expect(try desk.service.events(SessionEnded.type).count == 1)
        let writer = try Connection.openWriter(at: desk.service.directory.appending(path: "service.db").path)
        try writer.run("UPDATE users SET state = 'suspended'")
        #expect(try desk.vouch(token).status == 401)
        #expect(try desk.signIn().code == "account_not_active")
    }

    @Test("signing out twice ends the session once")
    func twice() throws {
        let desk = try Desk()
        _ = try desk.register().get()
        let statement = try desk.statement(try desk.signIn().get().token)
        for _ in 1...2 { #expect(try desk.service.ask(EndCurrentSession.self, Nothing(), by: statement).status == 200) }
        #expect(try desk.service.events(SessionEnded.type).count == 1)
        #expect(try desk.service.ask(EndCurrentSession.self, Nothing()).code == "unauthenticated")
    }

    @Test("an admin gives roles, and nobody else does")
    func roles() throws {
        let desk = try Desk()
        let user = try desk.register().get()
        let request = GrantRole.Request(userID: user.id, role: .organizer)
        let player = try desk.statement(try desk.signIn().get().token)
        #expect(try desk.service.ask(GrantRole.self, request, by: player).code == "forbidden")
        let admin = TestUsers.statement(9, roles: [.player, .admin])
        let granted = try desk.service.ask(GrantRole.self, request, by: admin).get()
        #expect(granted.roles == [.player, .organizer])
        _ = try desk.service.ask(GrantRole.self, request, by: admin).get()
        let events = try desk.service.events(RoleGranted.type)
        #expect(events.map(\.actor) == ["user:\(admin.user)"])
        #expect(try desk.statement(try desk.signIn().get().token).roles == [.player, .organizer])
        let device = GrantRole.Request(userID: user.id, role: .device)
        #expect(try desk.service.ask(GrantRole.self, device, by: admin).code == "role_not_for_people")
        let nobody = GrantRole.Request(userID: ID(high: 1, low: 1), role: .admin)
        #expect(try desk.service.ask(GrantRole.self, nobody, by: admin).code == "not_found")
    }

    @Test("configuration makes the first admin once, and no second one after a restart")
    func bootstrap() throws {
        let admin = BootstrapAdmin(
            email: try #require(Email("root@example.com")), password: try #require(Text("a secret for one")))
        let desk = try Desk(admin: admin)
        let session = try desk.signIn("root@example.com", "a secret for one").get()
        #expect(session.user.roles == [.player, .admin] && session.user.birthDate == nil)
        try desk.service.restart()
        #expect(try desk.service.events(AdminBootstrapped.type).count == 1)
        let statement = try desk.statement(session.token)
        #expect(statement.roles == [.player] && statement.withheld == [.admin])
        try desk.expectSound()
    }

    @Test("a first admin who was shut out is not let in again by a restart")
    func shutOut() throws {
        let admin = BootstrapAdmin(
            email: try #require(Email("root@example.com")), password: try #require(Text("a secret for one")))
        let desk = try Desk(admin: admin)
        let writer = try Connection.openWriter(at: desk.service.directory.appending(path: "service.db").path)
        try writer.run("UPDATE users SET state = 'disabled'")
        try desk.service.restart()
        #expect(try desk.service.events(AdminBootstrapped.type).count == 1)
        #expect(try desk.signIn("root@example.com", "a secret for one").code == "account_not_active")
    }

    @Test("whoever signed up with the first admin's address, unproved, does not become the admin by it")
    func takenOver() throws {
        let squatters = try Desk()
        _ = try squatters.register("root@example.com", password: "the squatter's own").get()
        let mine = try squatters.statement(try squatters.signIn("root@example.com", "the squatter's own").get().token)
        let key = try squatters.createKey([.walletRead], by: mine).get().key
        var settings = IdentitySettings(signingKeySeed: Desk.seed, secret: Desk.secret, passwordCost: .minimal)
        settings.bootstrapAdmin = BootstrapAdmin(
            email: try #require(Email("root@example.com")), password: try #require(Text("a secret for one")))
        try squatters.service.restart(as: try IdentityService.definition(settings))
        #expect(try squatters.vouch(key).status == 401)
        #expect(try squatters.signIn("root@example.com", "the squatter's own").status == 401)
        let session = try squatters.signIn("root@example.com", "a secret for one").get()
        #expect(session.user.roles == [.player, .admin] && session.user.isEmailVerified == true)
        try squatters.expectSound()
    }

    @Test("the invariants notice what must not be")
    func invariants() throws {
        let desk = try Desk()
        _ = try desk.register().get()
        try desk.expectSound()
        let writer = try Connection.openWriter(at: desk.service.directory.appending(path: "service.db").path)
        try writer.run("DELETE FROM user_roles")
        try writer.run("DELETE FROM person_keys")
        let user: ID<User> = try #require(try writer.first("SELECT id FROM users") { try $0.value(0) })
        for number in 1...6 {
            try writer.run(
                "INSERT INTO sessions (id, user, secret_hash, opened_at, expires_at) VALUES (?, ?, ?, 1, 2)",
                ID<Session>(high: 1, low: UInt64(number)), user, Array(repeating: UInt8(number), count: 32))
        }
        #expect(try IdentityInvariants.violations(in: writer).count == 3)
    }
}
