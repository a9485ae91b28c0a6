import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Identity

@Suite("Another email address")
struct EmailChangeTests {
    let desk: Desk
    let user: ID<User>
    let token: String
    let ada: Statement

    init() throws {
        desk = try Desk()
        (user, token, ada) = try desk.person()
    }

    private func request(
        _ email: String = "lovelace@example.com", password: String? = "correct horse", by statement: Statement? = nil
    ) throws -> ServiceUnderTest.Answer<Nothing> {
        // Mails of one moment are in no order.
        desk.service.now = desk.service.now.adding(milliseconds: 1)
        let request = RequestEmailChange.Request(
            email: try #require(Email(email)), password: try password.map { try #require(Text($0)) })
        return try desk.service.ask(RequestEmailChange.self, request, by: statement ?? ada)
    }

    private func confirm(
        _ token: Text<MailTokenRule>, by statement: Statement? = nil
    ) throws -> ServiceUnderTest.Answer<UserProfile> {
        try desk.service.ask(ConfirmEmailChange.self, .init(token: token), by: statement ?? ada)
    }

    /// The one in the newest mail.
    private func mailed() throws -> Text<MailTokenRule> { try #require(try desk.tokens(.emailChange).last) }

    private func found(_ email: String) throws -> [ID<User>] {
        var request = ListUsers.Request()
        request.email = Email(email)
        return try desk.service.ask(ListUsers.self, request, by: Desk.admin).get().items.map(\.id)
    }

    @Test("is one's own once the token mailed to it has come back, verified, and the old one is told")
    func changes() throws {
        #expect(try request().status == 202)
        let mail = try #require(try desk.mails().items.last)
        #expect(mail.recipient == "lovelace@example.com" && mail.kind == .emailChange)
        #expect(try desk.service.ask(GetMe.self, Nothing(), by: ada).get().email == "ada@example.com")
        #expect(try desk.signIn("lovelace@example.com").code == "invalid_credentials")
        let token = try mailed()
        let profile = try confirm(token).get()
        #expect(profile.email == "lovelace@example.com" && profile.isEmailVerified == true && profile.state == .active)
        let news = try #require(try desk.mails().items.last { $0.kind == .emailChanged })
        #expect(news.recipient == "ada@example.com" && news.text?.contains("lovelace") == false)
        #expect(try confirm(token).code == "invalid_token")
        #expect(try desk.signIn("Lovelace@example.com").status == 201)
        #expect(try desk.signIn("ada@example.com").code == "invalid_credentials")
        #expect(try found("LOVELACE@example.com") == [user] && found("ada@example.com").isEmpty)
        #expect(try desk.register("ada@example.com").status == 201)
        try desk.expectSound()
    }

    @Test("stands in events only sealed")
    func sealed() throws {
        _ = try request().get()
        #expect(
            try desk.opened(desk.last(EmailChangeRequested.self).address, of: user) == "\"lovelace@example.com\"")
        _ = try confirm(mailed()).get()
        let event = try desk.last(EmailChanged.self)
        #expect(try desk.opened(event.before, of: user) == "\"ada@example.com\"")
        #expect(try desk.opened(event.after, of: user) == "\"lovelace@example.com\"")
        #expect(try !desk.bodies().contains { $0.contains("lovelace") || $0.contains("ada@") })
    }

    @Test("takes the password of now, five times wrong at the most")
    func password() throws {
        #expect(try request(password: nil).problem?.errors.map(\.pointer) == ["/password"])
        for _ in 1...5 { #expect(try request(password: "wrong horse").code == "wrong_password") }
        #expect(try request().code == "too_many_attempts")
        #expect(try desk.service.events(ProofFailed.type).count == 5)
        #expect(try desk.tokens(.emailChange).isEmpty)
        // Who fails at this is not kept from signing in.
        #expect(try desk.signIn().status == 201)
    }

    @Test("takes a fresh proof where there is no password")
    func passwordless() throws {
        let reply = try desk.register("eve@example.com", password: nil).get()
        let app = try App(try #require(reply.totp))
        _ = try desk.confirmSignUp(reply.id, app.shows(at: desk.service.now)).get()
        desk.pass(seconds: 60)
        let session = try desk.signIn("eve@example.com", nil, totp: app.shows(at: desk.service.now)).get().token
        let eve = try desk.statement(session)
        try desk.write("UPDATE sessions SET proof_ends_at = proof_ends_at - 900000 WHERE user = ?", reply.id)
        desk.pass(seconds: 1)
        #expect(try request("new@example.com", password: nil, by: eve).code == "proof_required")
        try desk.write("UPDATE sessions SET proof_ends_at = proof_ends_at + 900000 WHERE user = ?", reply.id)
        #expect(try request("new@example.com", password: nil, by: eve).status == 202)
        #expect(try confirm(mailed(), by: eve).get().email == "new@example.com")
    }

    @Test("is nobody else's, in whatever case, when it is asked for and when it is taken")
    func taken() throws {
        _ = try desk.register("Bob@example.com").get()
        let early = try request("bob@EXAMPLE.com")
        #expect(early.status == 409 && early.code == "email_taken")
        _ = try request("cleo@example.com").get()
        let token = try mailed()
        _ = try desk.register("CLEO@example.com").get()
        let late = try confirm(token)
        #expect(late.status == 409 && late.code == "email_taken")
        #expect(try desk.service.ask(GetMe.self, Nothing(), by: ada).get().email == "ada@example.com")
        try desk.expectSound()
    }

    @Test("may be one's own in another case, and not the same")
    func sameAddress() throws {
        #expect(try request("ada@example.com").problem?.errors.map(\.pointer) == ["/email"])
        _ = try request("Ada@example.com").get()
        #expect(try confirm(mailed()).get().email == "Ada@example.com")
        try desk.expectSound()
    }

    @Test("is asked for anew in place of before, within a day, and five times a day")
    func tokens() throws {
        _ = try request("first@example.com").get()
        let first = try mailed()
        _ = try request("second@example.com").get()
        let second = try mailed()
        #expect(try confirm(first).code == "invalid_token")
        desk.pass(seconds: Desk.day)
        let later = try desk.statement(try desk.signIn().get().token)
        #expect(try confirm(second, by: later).code == "invalid_token")
        for number in 1...5 { _ = try request("n\(number)@example.com", by: later).get() }
        #expect(try request("n6@example.com", by: later).code == "too_many_mails")
        #expect(try confirm(mailed(), by: later).get().email == "n5@example.com")
    }

    @Test("is given to nobody but who asked: a mistyped one's reader gets nothing by it")
    func others() throws {
        _ = try request().get()
        let token = try mailed()
        let eve = try desk.person("eve@example.com").statement
        #expect(try confirm(token, by: eve).code == "invalid_token")
        #expect(try desk.service.ask(ConfirmEmailChange.self, .init(token: token)).code == "unauthenticated")
        #expect(try desk.confirmEmail(token).code == "invalid_token")
        #expect(try desk.confirmReset(token).code == "invalid_token")
        #expect(try confirm(token).status == 200)
    }

    @Test("ends what else was mailed to the old one")
    func pending() throws {
        let verification = try #require(try desk.tokens(.emailVerification).first)
        _ = try desk.requestReset()
        let reset = try #require(try desk.tokens(.passwordReset).first)
        _ = try request().get()
        _ = try confirm(mailed()).get()
        // Also where the old one is the address again.
        _ = try request("ada@example.com").get()
        _ = try confirm(mailed()).get()
        #expect(try desk.confirmEmail(verification).code == "invalid_token")
        #expect(try desk.confirmReset(reset).code == "invalid_token")
    }

    @Test("is off once there is another password, or something is held against the account")
    func calledOff() throws {
        _ = try request().get()
        let first = try mailed()
        _ = try desk.changePassword(token, from: "correct horse", to: "another horse").get()
        #expect(try confirm(first).code == "invalid_token")
        _ = try request(password: "another horse").get()
        _ = try desk.change(FreezeUser.self, user).get()
        #expect(try confirm(mailed()).code == "invalid_token")
        _ = try desk.change(UnfreezeUser.self, user).get()
        #expect(try confirm(mailed()).status == 200)
    }

    @Test("keeps the tokens of before there could be another address")
    func migrated() throws {
        let path = desk.service.directory.appending(path: "old.db").path
        let database = try Connection.openWriter(at: path)
        let mark = try #require(identityMigrations.firstIndex { $0.name == "identity-email-change" })
        try database.migrate(Array(identityMigrations.prefix(mark)))
        let (key, hash) = ([UInt8](repeating: 1, count: 16), [UInt8](repeating: 2, count: 32))
        try database.run(
            "INSERT INTO users (id, email, email_key, state, created_at) VALUES (?, 'a@x.com', 'a@x.com', 'active', 5)",
            key)
        try database.run(
            """
            INSERT INTO mail_tokens (hash, purpose, user, email_key, is_asked_for, expires_at)
            VALUES (?, 'password_reset', ?, 'a@x.com', 1, 7)
            """, hash, key)
        try database.migrate(identityMigrations)
        let count = try database.first("SELECT COUNT(*) FROM mail_tokens WHERE new_email IS NULL AND expires_at = 7") {
            try $0.value(0, as: Int.self)
        }
        #expect(count == 1)
    }
}
