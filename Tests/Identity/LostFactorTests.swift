import Identity
import Messages
import Runtime
import TestSupport
import Testing

@Suite("Recovery codes")
struct RecoveryCodeTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    private func left(_ token: String) throws -> Int? {
        try desk.service.ask(GetMe.self, Nothing(), by: try desk.statement(token)).get().recoveryCodesLeft
    }

    @Test("are renewed alone: those before are worth nothing, and the app stays what it is")
    func renewed() throws {
        let (app, old, token) = try desk.equippedAda()
        let new = try desk.renewRecoveryCodes(token).get().recoveryCodes
        #expect(new.count == 10 && Set(new).isDisjoint(with: old))
        #expect(try desk.signIn(recoveryCode: old[0]).code == "invalid_credentials")
        #expect(try desk.signIn(recoveryCode: new[0]).status == 201)
        #expect(try desk.signIn(totp: app.shows(at: desk.service.now)).status == 201)
        #expect(try desk.service.events(RecoveryCodesRenewed.type).map(\.severity) == [.warning])
        #expect(try !desk.bodies().contains { body in new.contains { body.contains($0) } })
        try desk.expectSound()
    }

    @Test("are renewed in a session that was opened with a code, or in which one was given")
    func secondFactor() throws {
        _ = try desk.register().get()
        let plain = try desk.signIn().get().token
        #expect(try desk.renewRecoveryCodes(plain).code == "not_enrolled")
        let (app, _) = try desk.equip(try desk.signIn().get().token)
        #expect(try desk.renewRecoveryCodes(plain).code == "second_factor_required")
        _ = try desk.prove(plain, code: app.shows(at: desk.service.now)).get()
        #expect(try desk.renewRecoveryCodes(plain).status == 200)
    }

    @Test("are counted for their owner where there is an app, and for nobody else")
    func counted() throws {
        _ = try desk.register().get()
        let token = try desk.signIn().get().token
        #expect(try left(token) == nil)
        let (_, codes) = try desk.equip(token)
        #expect(try left(token) == 10)
        _ = try desk.signIn(recoveryCode: codes[0]).get()
        #expect(try left(token) == 9)
        let user = try desk.statement(token).user
        let seen = try desk.service.ask(GetUser.self, UserRequest(userID: user), by: Desk.postmaster).get()
        #expect(seen.hasTOTP == true && seen.recoveryCodesLeft == nil)
    }
}

@Suite("A lost authenticator app")
struct LostAppTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    private func reset(
        _ user: ID<User>, by statement: Statement = Desk.postmaster
    ) throws -> ServiceUnderTest.Answer<UserProfile> {
        let request = ResetTOTP.Request(userID: user, reason: Note(trusted: "showed a passport in person"))
        return try desk.service.ask(ResetTOTP.self, request, by: statement)
    }

    @Test("is removed by an admin, with its codes: all sessions end, and the password is enough then")
    func resets() throws {
        let (_, codes, token) = try desk.equippedAda()
        let ada = try desk.statement(token)
        let key = try desk.createKey([.walletRead], by: ada).get().key
        #expect(try reset(ada.user).get().hasTOTP == false)
        #expect(try desk.vouch(token).status == 401)
        #expect(try desk.endings() == [.secondFactorReset])
        #expect(try desk.signIn(recoveryCode: codes[0]).get().user.hasTOTP == false, "nobody asks for a code")
        #expect(try desk.count("SELECT COUNT(*) FROM recovery_codes") == 0)
        #expect(try desk.count("SELECT COUNT(*) FROM api_keys WHERE second_factor = 1") == 0)
        #expect(try desk.vouch(key).status == 200)
        #expect(try desk.service.events(TOTPReset.type).map(\.actor) == [Desk.postmaster.actor])
        let reason = try desk.opened(try desk.last(TOTPReset.self).reason, of: ada.user)
        #expect(reason.contains("passport"))
        #expect(try !desk.bodies().contains { $0.contains("passport") })
        #expect(try desk.mails().items.map(\.kind).contains(.totpReset))
        #expect(try reset(ada.user).code == "not_enrolled")
        try desk.expectSound()
    }

    @Test("is removed by admins only, and not by one from oneself")
    func whoResets() throws {
        let (_, _, token) = try desk.equippedAda()
        let ada = try desk.statement(token)
        for roles in [[.player], [.player, .operator_, .organizer, .auditor]] as [[Role]] {
            #expect(try reset(ada.user, by: TestUsers.statement(7, roles: roles)).code == "forbidden")
        }
        var admin = ada
        admin.roles = [.player, .admin]
        let own = try reset(ada.user, by: admin)
        #expect(own.status == 403 && own.code == "own_account")
        #expect(try reset(ID(high: 1, low: 1)).status == 404)
        try desk.write("UPDATE users SET deleted_at = 5, state = 'disabled'")
        #expect(try reset(ada.user).code == "account_deleted")
    }

    @Test("leaves nobody without a way in: who has no password chooses one by mail first")
    func passwordless() throws {
        let reply = try desk.register(password: nil).get()
        let app = try App(try #require(reply.totp))
        _ = try desk.confirmSignUp(reply.id, app.shows(at: desk.service.now)).get()
        _ = try desk.confirmEmail(try #require(try desk.tokens(.emailVerification).first)).get()
        let refused = try reset(reply.id)
        #expect(refused.status == 409 && refused.code == "no_password")
        #expect(refused.problem?.detail.contains("/v1/password-resets") == true)
        _ = try desk.requestReset().get()
        _ = try desk.confirmReset(try #require(try desk.tokens(.passwordReset).first), "another horse").get()
        #expect(try desk.signIn("ada@example.com", "another horse").code == "totp_required")
        #expect(try reset(reply.id).status == 200)
        #expect(try desk.signIn("ada@example.com", "another horse").get().user.hasTOTP == false)
        try desk.expectSound()
    }
}
