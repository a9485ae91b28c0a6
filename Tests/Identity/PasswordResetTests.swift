import Identity
import Messages
import Runtime
import Storage
import TestSupport
import Testing

@Suite("Replacing a forgotten password")
struct PasswordResetTests {
    let desk: Desk

    init() throws {
        desk = try Desk()
        _ = try desk.register().get()
    }

    private func token(_ email: String = "ada@example.com") throws -> Text<MailTokenRule> {
        // Mails of one millisecond have no order.
        desk.service.now = desk.service.now.adding(milliseconds: 1)
        #expect(try desk.requestReset(email).status == 202)
        return try #require(try desk.tokens(.passwordReset).last)
    }

    @Test("sets the new one, ends all sessions and tells the user")
    func resets() throws {
        let session = try desk.signIn().get().token
        #expect(try desk.confirmReset(try token()).status == 200)
        #expect(try desk.vouch(session).status == 401)
        #expect(try desk.signIn().code == "invalid_credentials")
        #expect(try desk.signIn("ada@example.com", "another horse").status == 201)
        #expect(try desk.mails().items.contains { $0.kind == .passwordChanged })
        #expect(try desk.service.events(PasswordReset.type).map(\.severity) == [.warning])
        try desk.expectSound()
    }

    @Test("closes every other way in: API keys and linked chats too")
    func closesAll() throws {
        let mine = try desk.statement(try desk.signIn().get().token)
        let key = try desk.createKey([.walletRead], by: mine).get().key
        let chat = ChatReference(system: Text(trusted: "telegram"), chatID: Text(trusted: "42"))
        _ = try desk.service.ask(LinkChat.self, chat, by: mine).get()
        #expect(try desk.vouch(key).status == 200)
        #expect(try desk.confirmReset(try token()).status == 200)
        #expect(try desk.vouch(key).status == 401)
        #expect(try desk.count("SELECT COUNT(*) FROM chats") == 0)
        try desk.expectSound()
    }

    @Test("gives an address to whoever reads its mail, not to whoever signed up with it first")
    func claims() throws {
        let squatter = try desk.register("eve@example.com", password: nil).get()
        let app = try App(try #require(squatter.totp))
        _ = try desk.confirmSignUp(squatter.id, app.shows(at: desk.service.now)).get()
        #expect(try desk.confirmReset(try token("eve@example.com")).status == 200)
        let owner = try desk.signIn("eve@example.com", "another horse").get()
        #expect(owner.user.hasTOTP == false && owner.user.isEmailVerified == true && owner.user.state == .active)
        #expect(try desk.signIn("eve@example.com", nil, totp: app.shows(at: desk.service.now)).status == 401)
        try desk.expectSound()
    }

    @Test("takes a token once, and no other of the same user after it")
    func once() throws {
        let (first, second) = (try token(), try token())
        #expect(try desk.confirmReset(second).status == 200)
        for token in [first, second] { #expect(try desk.confirmReset(token, "a third horse").code == "invalid_token") }
        #expect(try desk.signIn("ada@example.com", "another horse").status == 201)
    }

    @Test("takes one of two that come at once")
    func race() throws {
        let token = try token()
        func delivery(_ reference: String) -> Inbound {
            var header = Header(.command)
            header[.operation] = ConfirmPasswordReset.name
            header[.reference] = reference
            header[.id] = reference
            header[.actor] = "anonymous"
            let body = "{\"token\":\"\(token.text)\",\"password\":\"horse number \(reference)\"}"
            return .delivery(Delivery(peer: "gateway", route: [1], header: header, body: Array(body.utf8)))
        }
        try desk.service.step([delivery("one"), delivery("two")])
        let answers = try ["one", "two"].map { try desk.service.answer(ConfirmPasswordReset.self, $0).status }
        #expect(answers == [200, 422])
        #expect(try desk.signIn("ada@example.com", "horse number one").status == 201)
    }

    @Test("takes a token until a millisecond before it expires", arguments: [(-1, 200), (0, 422)])
    func expiry(milliseconds: Int64, status: Int) throws {
        let token = try token()
        desk.service.now = desk.service.now.adding(seconds: 3600).adding(milliseconds: milliseconds)
        #expect(try desk.confirmReset(token).status == status)
    }

    @Test("asks of the new password what signing up asks, and leaves the token for another try")
    func policy() throws {
        let token = try token()
        let refused = try desk.confirmReset(token, "password123")
        #expect(refused.code == "password_too_common" && refused.problem?.errors.map(\.pointer) == ["/password"])
        #expect(try desk.confirmReset(token).status == 200)
    }

    @Test("costs nobody a hash who has no token")
    func noWork() throws {
        var header = Header(.command)
        header[.operation] = ConfirmPasswordReset.name
        header[.reference] = "x"
        header[.id] = "x"
        header[.actor] = "anonymous"
        let body = Array("{\"token\":\"x\",\"password\":\"another horse\"}".utf8)
        let delivery = Delivery(peer: "gateway", route: [1], header: header, body: body)
        let out = try desk.service.node.step([.delivery(delivery)], at: desk.service.now)
        #expect(!out.contains { if case .work = $0 { true } else { false } })
    }

    @Test("mails an account three times an hour and says nothing beyond")
    func limit() throws {
        for _ in 1...5 { #expect(try desk.requestReset("ADA@example.com").status == 202) }
        #expect(try desk.tokens(.passwordReset).count == 3)
        desk.service.now = desk.service.now.adding(seconds: 3600)
        #expect(try desk.requestReset().status == 202)
        #expect(try desk.tokens(.passwordReset).count == 1)
        #expect(try desk.service.events(PasswordResetRequested.type).count == 6)
    }

    @Test("answers for a stranger's address as for a user's, and writes as many rows before it does")
    func alike() throws {
        func rows(for email: String) throws -> [Int] {
            var header = Header(.command)
            header[.operation] = RequestPasswordReset.name
            header[.reference] = email
            header[.id] = email
            header[.actor] = "anonymous"
            let body = Array("{\"email\":\"\(email)\"}".utf8)
            let before = try counts()
            let delivery = Delivery(peer: "gateway", route: [1], header: header, body: body)
            let out = try desk.service.node.step([.delivery(delivery)], at: desk.service.now)
            let replies = out.compactMap {
                if case .reply(_, let header, _) = $0 { header.number(.status) } else { nil }
            }
            #expect(replies == [202])
            let written = zip(try counts(), before).map { $0 - $1 }
            try desk.service.step()
            return written
        }
        func counts() throws -> [Int] {
            [
                try desk.count("SELECT COUNT(*) FROM runtime_events"),
                try desk.count("SELECT COUNT(*) FROM runtime_timers"),
                try desk.count("SELECT COUNT(*) FROM notifications"),
                try desk.count("SELECT COUNT(*) FROM mail_tokens"),
            ]
        }
        #expect(try rows(for: "nobody@example.com") == [1, 1, 0, 0])
        #expect(try rows(for: "ada@example.com") == [1, 1, 0, 0])
        #expect(try desk.tokens(.passwordReset).count == 1)
        let subjects = try desk.service.events(PasswordResetRequested.type).map(\.subject)
        #expect(subjects.first == "user/unknown" && subjects.last != "user/unknown")
    }

    @Test("is not for a disabled account")
    func disabled() throws {
        try desk.writer().run("UPDATE users SET state = 'disabled'")
        #expect(try desk.requestReset().status == 202)
        #expect(try desk.tokens(.passwordReset).isEmpty)
    }
}
