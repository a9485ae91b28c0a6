import Crypto
import Identity
import Messages
import Runtime
import Storage
import TestSupport
import Testing

@Suite("The outbox of mails")
struct OutboxTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    @Test("shows a mailer the unsent ones, the oldest first and page by page")
    func pages() throws {
        for name in ["a", "b", "c"] {
            _ = try desk.register("\(name)@example.com").get()
            desk.service.now = desk.service.now.adding(seconds: 1)
        }
        let two = try #require(try? WireCoding().decode(PageLimit.self, from: Array("2".utf8)))
        let first = try desk.mails(limit: two)
        #expect(first.items.map(\.recipient) == ["a@example.com", "b@example.com"])
        let second = try desk.mails(limit: two, cursor: first.next)
        #expect(second.items.map(\.recipient) == ["c@example.com"] && second.next == nil)
        let mail = try #require(first.items.first)
        #expect(mail.kind == .emailVerification && mail.subject?.isEmpty == false && mail.sentAt == nil)
        #expect(mail.expiresAt == mail.createdAt.adding(seconds: 86_400))
        let wrong = ListNotifications.Request(cursor: Cursor("x"))
        let refused = try desk.service.ask(ListNotifications.self, wrong, by: Desk.postmaster)
        #expect(refused.problem?.errors.map(\.pointer) == ["/cursor"])
    }

    @Test("forgets what a mail said once it was sent, and takes it twice that it was")
    func sent() throws {
        _ = try desk.register().get()
        let mail = try #require(try desk.mails().items.first)
        let sent = try desk.markSent(mail.id).get()
        #expect(sent.sentAt == desk.service.now && sent.text == nil && sent.subject == nil)
        desk.service.now = desk.service.now.adding(seconds: 5)
        #expect(try desk.markSent(mail.id).get().sentAt == sent.sentAt)
        #expect(try desk.mails().items.isEmpty)
        #expect(try desk.mails(sent: true).items.map(\.id) == [mail.id])
        #expect(try desk.count("SELECT COUNT(*) FROM notifications WHERE content IS NOT NULL") == 0)
        #expect(try desk.service.events(NotificationSent.type).map(\.actor) == [Desk.postmaster.actor])
        #expect(try desk.markSent(ID(high: 1, low: 1)).status == 404)
    }

    @Test("ends with its token: not sent one millisecond later, and forgotten with the next mails")
    func expiry() throws {
        _ = try desk.register().get()
        let mail = try #require(try desk.mails().items.first)
        desk.service.now = mail.expiresAt.adding(milliseconds: -1)
        #expect(try desk.mails().items.map(\.id) == [mail.id])
        desk.service.now = mail.expiresAt
        #expect(try desk.mails().items.isEmpty)
        #expect(try desk.markSent(mail.id).status == 404)
        _ = try desk.register("bob@example.com").get()
        #expect(try desk.count("SELECT COUNT(*) FROM notifications") == 1)
        #expect(try desk.count("SELECT COUNT(*) FROM mail_tokens") == 1)
    }

    @Test("keeps words and tokens sealed, and addresses and tokens out of events")
    func secrets() throws {
        _ = try desk.register().get()
        let token = try #require(try desk.tokens(.emailVerification).first).text
        let reader = try desk.service.reader()
        let contents = try reader.rows("SELECT content FROM notifications") { try $0.value(0, as: [UInt8].self) }
        let bodies = try reader.rows("SELECT body FROM runtime_events") { try $0.value(0, as: [UInt8].self) }
        for bytes in contents + bodies {
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(!text.contains(token) && !text.contains("ada@example.com"))
        }
        let hash: [UInt8]? = try reader.first("SELECT hash FROM mail_tokens") { try $0.value(0) }
        #expect(hash == SHA256.hash(try #require(Base64URL.decode(token))))
    }

    @Test("is open to admins, also by an API key with the scope, and to nobody else")
    func access() throws {
        _ = try desk.register().get()
        func status(_ statement: Statement?) throws -> Int? {
            try desk.service.ask(ListNotifications.self, .init(), by: statement).status
        }
        #expect(try status(TestUsers.statement(9, roles: [.admin])) == 200)
        #expect(try status(TestUsers.statement(9, roles: [.player, .organizer, .operator_, .auditor])) == 403)
        #expect(try status(nil) == 401)
        let mail = try #require(try desk.mails().items.first)
        for (scope, expected) in [("identity:read", 403), ("notifications", 200)] {
            var key = Desk.postmaster
            key.scopes = [scope]
            #expect(try status(key) == expected)
            let request = MarkNotificationSent.Request(notificationID: mail.id)
            #expect(try desk.service.ask(MarkNotificationSent.self, request, by: key).status == expected)
        }
    }
}

@Suite("Verifying an email address")
struct EmailVerificationTests {
    let desk: Desk
    let user: UserProfile

    init() throws {
        desk = try Desk()
        user = try desk.register().get().profile
    }

    private func me() throws -> UserProfile {
        try desk.service.ask(GetMe.self, Nothing(), by: try desk.statement(try desk.signIn().get().token)).get()
    }

    private func ask() throws -> ServiceUnderTest.Answer<Nothing> {
        let statement = try desk.statement(try desk.signIn().get().token)
        return try desk.service.ask(RequestEmailVerification.self, Nothing(), by: statement)
    }

    @Test("makes its user active, once, with the mailed token")
    func confirms() throws {
        #expect(try me().state == .pendingVerification)
        let token = try #require(try desk.tokens(.emailVerification).first)
        #expect(try desk.confirmEmail(token).status == 200)
        let after = try me()
        #expect(after.state == .active && after.isEmailVerified == true)
        let reused = try desk.confirmEmail(token)
        #expect(reused.status == 422 && reused.code == "invalid_token")
        #expect(try desk.service.events(EmailVerified.type).map(\.subject) == ["user/\(user.id)"])
        #expect(try ask().code == "already_verified")
        try desk.expectSound()
    }

    @Test("takes a token until a millisecond before it expires", arguments: [(-1, 200), (0, 422)])
    func expiry(milliseconds: Int64, status: Int) throws {
        let token = try #require(try desk.tokens(.emailVerification).first)
        desk.service.now = desk.service.now.adding(seconds: 86_400).adding(milliseconds: milliseconds)
        #expect(try desk.confirmEmail(token).status == status)
    }

    @Test("refuses what is no token, and one of another purpose")
    func wrong() throws {
        let random = Base64URL.encode(Array(repeating: 3, count: 32))
        for text in ["x", random, random + "A", "ä", String(repeating: "A", count: 200)] {
            #expect(try desk.confirmEmail(try #require(Text(text))).code == "invalid_token")
        }
        #expect(try desk.requestReset().status == 202)
        let reset = try #require(try desk.tokens(.passwordReset).first)
        #expect(try desk.confirmEmail(reset).code == "invalid_token")
        let verification = try #require(try desk.tokens(.emailVerification).first)
        #expect(try desk.confirmReset(verification).code == "invalid_token")
        #expect(try me().state == .pendingVerification)
    }

    @Test("proves nothing of an address that came later")
    func otherAddress() throws {
        let token = try #require(try desk.tokens(.emailVerification).first)
        try desk.writer().run("UPDATE users SET email = 'eve@example.com', email_key = 'eve@example.com'")
        #expect(try desk.confirmEmail(token).code == "invalid_token")
    }

    @Test("is mailed again when asked, five times a day")
    func again() throws {
        for _ in 1...5 { #expect(try ask().status == 202) }
        let sixth = try ask()
        #expect(sixth.status == 429 && sixth.code == "too_many_mails")
        let tokens = try desk.tokens(.emailVerification)
        #expect(Set(tokens).count == 6)
        desk.service.now = desk.service.now.adding(seconds: 86_400)
        #expect(try ask().status == 202)
        let last = try #require(try desk.tokens(.emailVerification).last)
        #expect(try desk.confirmEmail(last).status == 200)
        #expect(try desk.service.ask(RequestEmailVerification.self, Nothing()).status == 401)
    }

    @Test("ends the tokens of the other mails too")
    func others() throws {
        _ = try ask()
        let tokens = try desk.tokens(.emailVerification)
        #expect(try desk.confirmEmail(tokens[1]).status == 200)
        #expect(try desk.confirmEmail(tokens[0]).code == "invalid_token")
    }

    @Test("leaves who is frozen frozen")
    func frozen() throws {
        let token = try #require(try desk.tokens(.emailVerification).first)
        try desk.writer().run("UPDATE users SET state = 'frozen'")
        #expect(try desk.confirmEmail(token).status == 200)
        #expect(try desk.count("SELECT COUNT(*) FROM users WHERE state = 'frozen' AND email_verified_at > 0") == 1)
    }

    @Test("is not asked of the first admin")
    func admin() throws {
        let desk = try Desk(
            admin: BootstrapAdmin(
                email: try #require(Email("root@example.com")), password: try #require(Text("a secret for one"))))
        let root = try desk.signIn("root@example.com", "a secret for one").get().user
        #expect(root.state == .active && root.isEmailVerified == true)
    }

    @Test("bars nothing by default, and what configuration says until it is done")
    func bars() throws {
        #expect(try desk.statement(try desk.signIn().get().token).bars == nil)
        for (stake, withdraw, expected) in [
            (false, true, [Statement.Bar.stake]), (true, false, [.withdraw]), (false, false, [.stake, .withdraw]),
        ] {
            let strict = try Desk {
                $0.unverifiedMayStake = stake
                $0.unverifiedMayWithdraw = withdraw
            }
            _ = try strict.register().get()
            let token = try strict.signIn().get().token
            #expect(try strict.statement(token).bars == expected)
            _ = try strict.confirmEmail(try #require(try strict.tokens(.emailVerification).first)).get()
            #expect(try strict.statement(token).bars == nil)
        }
    }
}
