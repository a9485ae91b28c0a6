import Crypto
import Identity
import Messages
import Runtime
import Storage
import TestSupport
import Testing

@Suite("Signing in")
struct SignInTests {
    let desk: Desk

    init() throws {
        desk = try Desk()
        _ = try desk.register(username: "Ada").get()
    }

    @Test("works by email or username in any case", arguments: ["ada@example.com", "ADA@Example.com", "ada", "aDA"])
    func logins(login: String) throws {
        let answer = try desk.signIn(login)
        #expect(answer.status == 201)
        let session = try answer.get()
        #expect(session.expiresAt == desk.service.now.adding(seconds: 3600))
        #expect(Base64URL.decode(session.token)?.count == 32)
        #expect(try desk.service.events(SessionOpened.type).count == 1)
    }

    @Test("keeps the secret as a hash only, in the answer it stores too")
    func secrets() throws {
        let session = try desk.signIn(id: "key").get()
        let secret = try #require(Base64URL.decode(session.token))
        let reader = try desk.service.reader()
        let hash: [UInt8]? = try reader.first("SELECT secret_hash FROM sessions") { try $0.value(0) }
        #expect(hash == SHA256.hash(secret))
        let stored = try reader.rows("SELECT reply FROM runtime_inbox") {
            String(decoding: try $0.value(0, as: [UInt8]?.self) ?? [], as: UTF8.self)
        }
        #expect(!stored.contains { $0.contains(session.token) })
        #expect(try desk.signIn(id: "key").get().token == session.token)
    }

    @Test("answers a wrong password and an unknown login alike")
    func alike() throws {
        let wrong = try #require(try desk.signIn("ada", "wrong password").problem)
        let unknown = try #require(try desk.signIn("nobody@example.com", "wrong password").problem)
        #expect(wrong.status == 401 && wrong.code == "invalid_credentials")
        #expect((wrong.status, wrong.code, wrong.detail) == (unknown.status, unknown.code, unknown.detail))
        let failures = try desk.service.events(SignInFailed.type)
        #expect(failures.map(\.severity) == [.warning, .warning])
        #expect(failures.map(\.subject).map { $0.prefix(5) } == ["user/", "login"])
    }

    @Test("does the same work for an unknown login, a wrong password, and an account without one")
    func sameWork() throws {
        _ = try desk.register("grace@example.com", username: "Grace", password: nil).get()
        func work(for login: String, _ proof: String = #""password":"wrong password""#) throws -> [String] {
            var header = Header(.command)
            header[.operation] = OpenSession.name
            header[.reference] = login + proof
            header[.id] = login + proof
            header[.actor] = "anonymous"
            let body = "{\"login\":\"\(login)\",\(proof)}"
            let delivery = Delivery(peer: "gateway", route: [1], header: header, body: Array(body.utf8))
            return try desk.service.node.step([.delivery(delivery)], at: desk.service.now).compactMap {
                if case .work(let order) = $0 { order.label } else { nil }
            }
        }
        let known = try work(for: "ada")
        #expect(known == ["verify"])
        for login in ["nobody", "grace"] { #expect(try work(for: login) == known) }
        for login in ["ada", "nobody", "grace"] { #expect(try work(for: login, #""totp":"000000""#) == known) }
    }

    @Test("is blocked for an hour after five failures, right password or not", arguments: ["ada", "nobody"])
    func lockout(login: String) throws {
        for _ in 1...5 { #expect(try desk.signIn(login, "wrong password").status == 401) }
        let blocked = try desk.signIn(login)
        #expect(blocked.status == 429 && blocked.code == "too_many_attempts")
        desk.service.now = desk.service.now.adding(seconds: 3599)
        #expect(try desk.signIn(login).status == 429)
        desk.service.now = desk.service.now.adding(seconds: 1)
        #expect(try desk.signIn(login).status == (login == "ada" ? 201 : 401))
    }

    @Test("is blocked by the account, not by what it was called")
    func oneAccount() throws {
        for login in ["ada", "ada@example.com", "ADA", "Ada@example.com", "aDa"] {
            #expect(try desk.signIn(login, "wrong password").status == 401)
        }
        #expect(try desk.signIn("ada").status == 429)
        #expect(try desk.signIn("ada@example.com").status == 429)
    }

    @Test("counts only failures of the last fifteen minutes and since the last success")
    func window() throws {
        for _ in 1...4 { _ = try desk.signIn("ada", "wrong password") }
        desk.service.now = desk.service.now.adding(seconds: 15 * 60)
        for _ in 1...4 { #expect(try desk.signIn("ada", "wrong password").status == 401) }
        #expect(try desk.signIn("ada").status == 201)
        for _ in 1...4 { #expect(try desk.signIn("ada", "wrong password").status == 401) }
        #expect(try desk.signIn("ada").status == 201)
    }

    @Test("leaves five sessions open and ends the oldest")
    func atMostFive() throws {
        var tokens: [String] = []
        for _ in 1...6 {
            tokens.append(try desk.signIn().get().token)
            desk.service.now = desk.service.now.adding(seconds: 1)
        }
        #expect(try tokens.map { try desk.vouch($0).status } == [401, 200, 200, 200, 200, 200])
        #expect(try desk.service.events(SessionEnded.type).count == 1)
        let statement = try desk.statement(tokens[5])
        let list = try desk.service.ask(ListSessions.self, .init(), by: statement).get()
        #expect(list.items.map(\.isCurrent) == [true, false, false, false, false])
        try desk.expectSound()
    }

    @Test("renews a hash that was made at another cost")
    func renews() throws {
        let costly = PasswordCost(operations: 2, memoryBytes: PasswordCost.minimal.memoryBytes)
        let old = try PasswordHash.hash(
            password: Array("correct horse".utf8), salt: Array(repeating: 1, count: 16), cost: costly)
        let writer = try Connection.openWriter(at: desk.service.directory.appending(path: "service.db").path)
        try writer.run("UPDATE passwords SET hash = ?", old)
        #expect(try desk.signIn().status == 201)
        let new: String? = try writer.first("SELECT hash FROM passwords") { try $0.value(0) }
        #expect(new != old && new.map { PasswordHash.needsRehash($0, cost: .minimal) } == false)
        #expect(try desk.signIn().status == 201)
    }
}
