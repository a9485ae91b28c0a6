import Crypto
import Identity
import Messages
import Runtime
import TestSupport
import Testing

@Suite("An account without a password")
struct PasswordlessTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    /// Signs up and confirms, and lets the first code's time pass.
    private func settle() throws -> (user: ID<User>, app: App, recoveryCodes: [String]) {
        let reply = try desk.register(username: "Ada", password: nil).get()
        let app = try App(try #require(reply.totp))
        let codes = try desk.confirmSignUp(reply.id, app.shows(at: desk.service.now)).get().recoveryCodes
        desk.pass(seconds: 60)
        return (reply.id, app, codes)
    }

    @Test("is signed up with the secret in the answer, and signs in by code once that is confirmed")
    func signsUp() throws {
        #expect(try desk.register("other@example.com").get().totp == nil)
        let reply = try desk.register(password: nil).get()
        let app = try App(try #require(reply.totp))
        #expect(
            try desk.signIn("ada@example.com", nil, totp: app.shows(at: desk.service.now)).code == "invalid_credentials"
        )
        let wrong = try desk.confirmSignUp(reply.id, app.shows(at: desk.service.now, step: 2))
        #expect(wrong.status == 422 && wrong.code == "wrong_code")
        #expect(
            try desk.confirmSignUp(reply.id, app.shows(at: desk.service.now, step: 1)).get().recoveryCodes.count == 10)
        desk.pass(seconds: 60)
        let session = try desk.signIn("ada@example.com", nil, totp: app.shows(at: desk.service.now)).get()
        #expect(session.user.hasTOTP == true && session.user.id == reply.id)
        #expect(try desk.service.events(TOTPConfirmed.type).map(\.actor) == ["anonymous"])
        try desk.expectSound()
    }

    @Test("is signed up with the same secret when the same request comes again")
    func repeats() throws {
        let first = try desk.register(password: nil, id: "key").get()
        #expect(try desk.register(password: nil, id: "key").get().totp?.secret == first.totp?.secret)
        #expect(try desk.service.events(TOTPEnrolled.type).count == 1)
    }

    @Test("is entered by no password, and by no login alone")
    func needsCode() throws {
        let (_, app, codes) = try settle()
        #expect(try desk.signIn("ada", nil).code == "invalid_credentials")
        let code = app.shows(at: desk.service.now)
        #expect(try desk.signIn("ada", "correct horse", totp: code).code == "invalid_credentials")
        #expect(try desk.signIn("ada", nil, totp: code).status == 201)
        #expect(try desk.signIn("ada", nil, recoveryCode: codes[3]).status == 201)
    }

    @Test("is the only kind that is entered by a code alone")
    func onlyWithout() throws {
        let (app, codes, _) = try desk.equippedAda()
        #expect(try desk.signIn("ada", nil, totp: app.shows(at: desk.service.now)).code == "invalid_credentials")
        #expect(try desk.signIn("ada", nil, recoveryCode: codes[0]).code == "invalid_credentials")
        #expect(try desk.signIn("ada", nil).code == "invalid_credentials")
    }

    @Test("is confirmed in five attempts or not for an hour, which keeps nobody from signing in")
    func guessing() throws {
        let (user, app, _) = try settle()
        let late = try desk.register("late@example.com", password: nil).get()
        let lateApp = try App(try #require(late.totp))
        for id in [user, late.id, ID<User>(high: 7, low: 7)] {
            for _ in 1...5 { #expect(try desk.confirmSignUp(id, "000000").code == "wrong_code") }
            #expect(try desk.confirmSignUp(id, "000000").code == "too_many_attempts")
        }
        #expect(try desk.confirmSignUp(late.id, lateApp.shows(at: desk.service.now)).status == 429)
        #expect(try desk.signIn("ada", nil, totp: app.shows(at: desk.service.now)).status == 201)
        desk.pass(seconds: 3600)
        #expect(try desk.confirmSignUp(late.id, lateApp.shows(at: desk.service.now)).status == 200)
    }

    @Test("keeps its app unless it gets a password, which it may without telling one")
    func password() throws {
        let (_, app, _) = try settle()
        let token = try desk.signIn("ada", nil, totp: app.shows(at: desk.service.now)).get().token
        #expect(try desk.removeTOTP(token).code == "no_password")
        #expect(try desk.changePassword(token, from: nil, to: "a battery staple").status == 200)
        desk.pass(seconds: 60)
        #expect(try desk.signIn("ada", nil, totp: app.shows(at: desk.service.now)).code == "invalid_credentials")
        #expect(try desk.signIn("ada", "a battery staple").code == "totp_required")
        #expect(try desk.removeTOTP(token).status == 200)
        #expect(try desk.signIn("ada", "a battery staple").status == 201)
        try desk.expectSound()
    }

    @Test("cannot be confirmed for somebody who has a password, not even with the code")
    func notForOthers() throws {
        let user = try desk.register().get()
        let app = try App(try desk.enrol(try desk.signIn().get().token).get())
        #expect(try desk.confirmSignUp(user.id, app.shows(at: desk.service.now)).code == "wrong_code")
        #expect(try desk.service.events(TOTPConfirmed.type).isEmpty)
    }
}
