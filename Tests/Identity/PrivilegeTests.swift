import Crypto
import Identity
import Messages
import Runtime
import TestSupport
import Testing

@Suite("Roles that need a second factor")
struct PrivilegeTests {
    private func bootstrapped() throws -> (desk: Desk, session: OpenSession.Reply) {
        let admin = BootstrapAdmin(
            email: try #require(Email("root@example.com")), password: try #require(Text("a secret for one")))
        let desk = try Desk(admin: admin)
        return (desk, try desk.signIn("root@example.com", "a secret for one").get())
    }

    @Test("wait in the first admin's session until a code is given in it")
    func bootstrap() throws {
        let (desk, session) = try bootstrapped()
        #expect(session.user.roles == [.player, .admin] && session.user.hasTOTP == false)
        let before = try desk.statement(session.token)
        #expect(before.roles == [.player] && before.withheld == [.admin])
        let user = try desk.register().get()
        let grant = GrantRole.Request(userID: user.id, role: .auditor)
        let refused = try desk.service.ask(GrantRole.self, grant, by: before)
        #expect(refused.status == 403 && refused.code == "second_factor_required")
        #expect(refused.problem?.detail.contains("/v1/me/totp") == true)
        _ = try desk.equip(session.token)
        let after = try desk.statement(session.token)
        #expect(after.roles == [.player, .admin] && after.withheld == nil)
        #expect(try desk.service.ask(GrantRole.self, grant, by: after).get().roles == [.player, .auditor])
        try desk.expectSound()
    }

    @Test("wait for auditors just so, and in sessions that were opened without a code")
    func auditor() throws {
        let desk = try Desk()
        let user = try desk.register().get()
        let old = try desk.signIn().get().token
        let (app, _) = try desk.equip(try desk.signIn().get().token)
        let admin = TestUsers.statement(9, roles: [.admin])
        for role in [Role.auditor, .organizer] {
            _ = try desk.service.ask(GrantRole.self, .init(userID: user.id, role: role), by: admin).get()
        }
        let withheld = try desk.statement(old)
        #expect(withheld.roles == [.player, .organizer] && withheld.withheld == [.auditor])
        let token = try desk.signIn(totp: app.shows(at: desk.service.now)).get().token
        #expect(try desk.statement(token).roles == [.player, .organizer, .auditor])
        #expect(try desk.statement(token).withheld == nil)
    }

    @Test("are used with a recovery code as well")
    func recovery() throws {
        let (desk, session) = try bootstrapped()
        let (_, codes) = try desk.equip(session.token)
        let token = try desk.signIn("root@example.com", "a secret for one", recoveryCode: codes[0]).get().token
        #expect(try desk.statement(token).roles == [.player, .admin])
    }

    @Test("keep the app from being removed")
    func keeps() throws {
        let (desk, session) = try bootstrapped()
        _ = try desk.equip(session.token)
        #expect(try desk.removeTOTP(session.token).code == "role_needs_totp")
    }
}
