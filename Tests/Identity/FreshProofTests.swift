import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Identity

extension Desk {
    static let quarter: Int64 = 15 * 60

    func prove(
        _ statement: Statement, password: String? = nil, code: String? = nil, recoveryCode: String? = nil
    ) throws -> ServiceUnderTest.Answer<ProveSession.Reply> {
        let request = ProveSession.Request(
            password: try password.map { try #require(Text($0)) }, code: try code.map { try #require(Text($0)) },
            recoveryCode: try recoveryCode.map { try #require(Text($0)) })
        return try service.ask(ProveSession.self, request, by: statement)
    }

    func prove(
        _ token: String, password: String? = nil, code: String? = nil, recoveryCode: String? = nil
    ) throws -> ServiceUnderTest.Answer<ProveSession.Reply> {
        try prove(try statement(token), password: password, code: code, recoveryCode: recoveryCode)
    }

    func renewRecoveryCodes(_ token: String) throws -> ServiceUnderTest.Answer<RecoveryCodes> {
        try service.ask(RenewRecoveryCodes.self, Nothing(), by: try statement(token))
    }

    func link(
        _ id: String, _ system: String = "telegram", by statement: Statement
    ) throws -> ServiceUnderTest.Answer<LinkedChat> {
        let chat = ChatReference(system: Text(trusted: system), chatID: Text(trusted: id))
        return try service.ask(LinkChat.self, chat, by: statement)
    }
}

@Suite("A fresh proof of who one is")
struct FreshProofTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    /// What of all that needs one a session is refused for the want of it.
    private func refusedWithoutProof(_ token: String) throws -> [String?] {
        let statement = try desk.statement(token)
        return [
            try desk.enrol(token).code, try desk.confirm(token, "000000").code, try desk.removeTOTP(token).code,
            try desk.renewRecoveryCodes(token).code, try desk.createKey([.walletRead], by: statement).code,
            try desk.link("42", by: statement).code,
        ]
    }

    @Test("is asked for by everything that changes the ways in, once signing in is too long ago")
    func required() throws {
        _ = try desk.register().get()
        let token = try desk.signIn().get().token
        desk.pass(seconds: Desk.quarter)
        let still = try refusedWithoutProof(token)
        #expect(!still.contains("proof_required"))
        desk.service.now = desk.service.now.adding(milliseconds: 1)
        #expect(try refusedWithoutProof(token) == Array(repeating: "proof_required", count: 6))
        let refused = try desk.createKey([.walletRead], by: try desk.statement(token))
        #expect(refused.status == 403 && refused.problem?.detail.contains("/v1/sessions/current/proof") == true)
        #expect(try desk.count("SELECT COUNT(*) FROM api_keys") == 1)
        // A session that was opened now has one.
        #expect(try desk.createKey([.walletRead], by: try desk.statement(try desk.signIn().get().token)).status == 201)
    }

    @Test("is asked for by leaving the platform, and the catalogue says so of each operation that asks for one")
    func told() throws {
        let (statement, _) = try desk.oldAda()
        #expect(try desk.send(DeleteMe.self, "{}", by: statement).code == "proof_required")
        let operations: [any Messages.Operation.Type] = [
            EnrolTOTP.self, ConfirmTOTP.self, RemoveTOTP.self, RenewRecoveryCodes.self, ChangePassword.self,
            CreateAPIKey.self, LinkChat.self, DeleteMe.self, RequestEmailChange.self,
        ]
        for operation in operations {
            #expect(operation.sharedFailures.contains { $0 == ProofFailure.self }, "\(operation)")
        }
    }

    @Test("is not made by refreshing the session")
    func refreshed() throws {
        _ = try desk.register().get()
        let session = try desk.signIn().get()
        desk.pass(seconds: Desk.quarter + 1)
        let renewed = try desk.refresh(session.refreshToken).get()
        #expect(try desk.enrol(renewed.token).code == "proof_required")
    }

    @Test("is given anew with the password where no app is enrolled, for as many minutes as identity is set")
    func byPassword() throws {
        let desk = try Desk { $0.proofMinutes = 2 }
        _ = try desk.register().get()
        let token = try desk.signIn().get().token
        desk.pass(seconds: 121)
        #expect(try desk.enrol(token).code == "proof_required")
        let end = try desk.prove(token, password: "correct horse").get().proofEndsAt
        #expect(end == desk.service.now.adding(seconds: 120))
        #expect(try desk.service.events(SessionProved.type).count == 1)
        desk.service.now = end
        #expect(try desk.enrol(token).status == 201)
        desk.service.now = end.adding(milliseconds: 1)
        #expect(try desk.enrol(token).code == "proof_required")
        try desk.expectSound()
    }

    @Test("is given with a code where an app is enrolled, and makes of the session one that was opened with it")
    func byCode() throws {
        let (_, token) = try desk.oldAda()
        let (app, codes) = try desk.equip(try desk.signIn().get().token)
        #expect(try desk.prove(token).problem?.errors.map(\.pointer) == ["/code"])
        let alone = try desk.prove(token, password: "correct horse")
        #expect(alone.code == "invalid_request" && alone.problem?.errors.map(\.pointer) == ["/code"])
        #expect(try desk.prove(token, code: app.shows(at: desk.service.now, step: 4)).code == "wrong_code")
        #expect(
            try desk.prove(token, password: "wrong", code: app.shows(at: desk.service.now)).code == "wrong_password")
        #expect(try desk.removeTOTP(token).code == "proof_required")
        let code = app.shows(at: desk.service.now)
        #expect(try desk.prove(token, password: "correct horse", code: code).status == 200)
        #expect(try desk.prove(token, code: code).code == "wrong_code", "a code works once")
        #expect(try desk.last(SessionProved.self).hasSecondFactor)
        desk.pass(seconds: Desk.quarter + 1)
        #expect(try desk.renewRecoveryCodes(token).code == "proof_required")
        #expect(try desk.prove(token, recoveryCode: codes[0]).status == 200)
        #expect(try desk.removeTOTP(token).status == 200)
        try desk.expectSound()
    }

    @Test("is given by what the account is entered with, and by nothing else")
    func fields() throws {
        let (_, token) = try desk.oldAda()
        #expect(try desk.prove(token).problem?.errors.map(\.pointer) == ["/password"])
        let code = try desk.prove(token, password: "correct horse", code: "123456")
        #expect(code.code == "invalid_request" && code.problem?.errors.map(\.pointer) == ["/code"])
        let both = try desk.prove(token, code: "123456", recoveryCode: "AAAA-AAAA-AAAA-AAAA")
        #expect(both.problem?.errors.map(\.pointer) == ["/recovery_code"])
        #expect(try desk.service.events(ProofFailed.type).isEmpty)
    }

    @Test("cannot be guessed: five wrong ones shut the right one out too, and not signing in")
    func guessing() throws {
        let (_, token) = try desk.oldAda()
        for _ in 1...5 {
            let wrong = try desk.prove(token, password: "wrong horse")
            #expect(wrong.status == 422 && wrong.code == "wrong_password")
        }
        let blocked = try desk.prove(token, password: "correct horse")
        #expect(blocked.status == 429 && blocked.code == "too_many_attempts")
        #expect(try desk.enrol(token).code == "proof_required")
        #expect(try desk.signIn().status == 201)
        #expect(try desk.service.events(ProofFailed.type).count == 5)
    }

    @Test("is no use to a session that was ended while the password was compared")
    func ended() throws {
        let (statement, token) = try desk.oldAda()
        var header = Header(.command)
        (header[.operation], header[.reference], header[.id]) = (ProveSession.name, "x", "x")
        header[.statement] = try TestUsers.sign(statement, for: .identity)
        let delivery = Delivery(
            peer: "gateway", route: [1], header: header, body: Array(#"{"password":"correct horse"}"#.utf8))
        let orders = try desk.service.node.step([.delivery(delivery)], at: desk.service.now).compactMap { message in
            if case .work(let order) = message { order } else { nil }
        }
        let order = try #require(orders.first)
        _ = try desk.service.ask(EndAllSessions.self, Nothing(), by: try desk.statement(token)).get()
        try desk.service.step([.workDone(order, result: order.run())])
        #expect(try desk.service.answer(ProveSession.self, "x").status == 401)
        #expect(try desk.service.events(SessionProved.type).isEmpty)
    }

    @Test("is never had by API keys and bots' sessions, which cannot give one either")
    func never() throws {
        let ada = try desk.signedIn("ada@example.com")
        let operator_ = try desk.signedIn("bots@example.com", roles: [.operator_])
        let key = try desk.createKey(APIScope.allCases, by: operator_).get()
        _ = try desk.link("42", by: ada).get()
        let chat = ChatReference(system: Text(trusted: "telegram"), chatID: Text(trusted: "42"))
        let session = try desk.service.ask(OpenChatSession.self, chat, by: try desk.statement(key.key)).get()
        for token in [key.key, session.token] {
            #expect(try desk.prove(token, password: "correct horse").code == "forbidden")
            // Not even if it were let through to the rule.
            var statement = try desk.statement(token)
            statement.scopes = nil
            #expect(try desk.createKey([.walletRead], by: statement).code == "proof_required")
            #expect(try desk.prove(statement, password: "correct horse").status == 401)
        }
        try desk.expectSound()
    }

    @Test("is asked for by the first password of an account that has none")
    func firstPassword() throws {
        let reply = try desk.register(password: nil).get()
        let app = try App(try #require(reply.totp))
        _ = try desk.confirmSignUp(reply.id, app.shows(at: desk.service.now)).get()
        desk.pass(seconds: 60)
        let token = try desk.signIn("ada@example.com", nil, totp: app.shows(at: desk.service.now)).get().token
        desk.pass(seconds: Desk.quarter + 1)
        #expect(try desk.changePassword(token, from: nil, to: "a battery staple").code == "proof_required")
        #expect(try desk.prove(token, code: app.shows(at: desk.service.now)).status == 200)
        #expect(try desk.changePassword(token, from: nil, to: "a battery staple").status == 200)
        desk.pass(seconds: Desk.quarter + 1)
        // From then on it takes the password as well.
        #expect(try desk.changePassword(token, from: "a battery staple", to: "another staple").code == "proof_required")
        #expect(try desk.prove(token, code: app.shows(at: desk.service.now)).status == 200)
        #expect(try desk.changePassword(token, from: "a stale battery", to: "another staple").code == "wrong_password")
        #expect(try desk.changePassword(token, from: "a battery staple", to: "another staple").status == 200)
    }

    @Test("is given by whoever replaces an app with a code of the old one")
    func replacing() throws {
        let (app, _, token) = try desk.equippedAda()
        desk.pass(seconds: Desk.quarter + 1)
        #expect(try desk.confirm(token, "000000").code == "proof_required")
        let new = try App(try desk.enrol(token, code: app.shows(at: desk.service.now)).get())
        desk.pass(seconds: 60)
        #expect(try desk.confirm(token, new.shows(at: desk.service.now)).status == 200)
    }

    @Test("is reckoned from their opening for sessions from before there was such a thing")
    func migrated() throws {
        let path = desk.service.directory.appending(path: "old.db").path
        let database = try Connection.openWriter(at: path)
        let earlier = identityMigrations.prefix { $0.name != "identity-proof" }
        try database.migrate(Array(earlier))
        let user = [UInt8](repeating: 1, count: 16)
        try database.run(
            """
            INSERT INTO users (id, email, email_key, state, created_at) VALUES (?, 'a@x.com', 'a@x.com', 'active', 5)
            """, user)
        for (chat, number) in [(nil, 2), ("signal", 3)] as [(String?, UInt8)] {
            let id = [UInt8](repeating: number, count: 16)
            try database.run(
                """
                INSERT INTO sessions (id, user, secret_hash, opened_at, expires_at, chat_system)
                VALUES (?, ?, ?, 7, 900, ?)
                """, id, user, [UInt8](repeating: number, count: 32), chat)
        }
        try database.run("INSERT INTO chats (user, system, chat_id, linked_at) VALUES (?, 'signal', '42', 9)", user)
        try database.migrate(identityMigrations)
        let ends: [Int64?] = try database.rows("SELECT proof_ends_at FROM sessions ORDER BY id") { try $0.value(0) }
        #expect(ends == [900_007, nil])
        let chat = try database.first("SELECT chat_id, linked_at, confirmed_at FROM chats") { row in
            (try row.value(0, as: String.self), try row.value(1, as: Int64.self), try row.value(2, as: Int64?.self))
        }
        #expect(chat?.0 == "42" && chat?.1 == 9 && chat?.2 == nil)
    }
}

extension Desk {
    /// Ada in a session whose proof has run out.
    func oldAda() throws -> (statement: Statement, token: String) {
        _ = try register().get()
        let token = try signIn().get().token
        pass(seconds: Desk.quarter + 1)
        return (try statement(token), token)
    }
}
