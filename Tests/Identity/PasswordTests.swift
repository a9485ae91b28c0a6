import Crypto
import Identity
import Messages
import Runtime
import Storage
import TestSupport
import Testing

@Suite("A password")
struct PasswordTests {
    let desk: Desk
    let token: String

    init() throws {
        desk = try Desk()
        _ = try desk.register("ada.lovelace@example.com", username: "Countess").get()
        token = try desk.signIn("countess").get().token
    }

    @Test("is changed against the current one, and ends all other sessions")
    func changes() throws {
        let other = try desk.signIn("countess").get().token
        #expect(try desk.changePassword(token, from: "correct horse", to: "a battery staple").status == 200)
        #expect(try desk.vouch(token).status == 200)
        #expect(try desk.vouch(other).status == 401)
        #expect(try desk.signIn("countess").code == "invalid_credentials")
        #expect(try desk.signIn("countess", "a battery staple").status == 201)
        #expect(try desk.service.events(PasswordChanged.type).map(\.subject).map { $0.prefix(5) } == ["user/"])
        #expect(try !desk.bodies().contains { $0.contains("battery") || $0.contains("argon2") })
        try desk.expectSound()
    }

    @Test("that is being compared when another is set opens nothing and undoes nothing")
    func race() throws {
        var header = Header(.command)
        (header[.operation], header[.reference], header[.id]) = (OpenSession.name, "x", "x")
        header[.actor] = "anonymous"
        let body = Array(#"{"login":"countess","password":"correct horse"}"#.utf8)
        let delivery = Delivery(peer: "gateway", route: [1], header: header, body: body)
        let orders = try desk.service.node.step([.delivery(delivery)], at: desk.service.now).compactMap { message in
            if case .work(let order) = message { order } else { nil }
        }
        let order = try #require(orders.first)
        #expect(try desk.changePassword(token, from: "correct horse", to: "a battery staple").status == 200)
        try desk.service.step([.workDone(order, result: order.run())])
        #expect(try desk.service.answer(OpenSession.self, "x").status == 503)
        #expect(try desk.signIn("countess").code == "invalid_credentials")
        #expect(try desk.signIn("countess", "a battery staple").status == 201)
    }

    @Test("is not changed without the current one, nor with a wrong one, which is counted apart from signing in")
    func needsCurrent() throws {
        let missing = try desk.changePassword(token, from: nil, to: "a battery staple")
        #expect(missing.problem?.errors.map(\.pointer) == ["/current_password"])
        for _ in 1...5 {
            let wrong = try desk.changePassword(token, from: "wrong horse", to: "a battery staple")
            #expect(wrong.status == 422 && wrong.code == "wrong_password")
        }
        let blocked = try desk.changePassword(token, from: "correct horse", to: "a battery staple")
        #expect(blocked.status == 429 && blocked.code == "too_many_attempts")
        #expect(try desk.signIn("countess").status == 201)
        #expect(try desk.service.events(ProofFailed.type).count == 5)
        #expect(try desk.service.events(PasswordChanged.type).isEmpty)
    }

    @Test(
        "must not be common, nor one's own name or address",
        arguments: ["password", "Password1", "ada.lovelace@example.com", "ADA.Lovelace", "countess", "zzzzzzzz"])
    func policy(password: String) throws {
        let answer = try desk.changePassword(token, from: "correct horse", to: password)
        #expect(answer.status == 422 && answer.code == "password_too_common")
        #expect(answer.problem?.errors.map(\.pointer) == ["/password"])
    }

    @Test(
        "must not be one's own name or address from the start",
        arguments: ["grace.hopper", "Grace.Hopper@Navy.example", "grace_hop"])
    func policyAtSignUp(password: String) throws {
        let answer = try desk.register("grace.hopper@navy.example", username: "Grace_Hop", password: password)
        #expect(answer.code == "password_too_common")
    }

    @Test(
        "of a mebibyte is refused by its length and never hashed",
        arguments: ["identity.open-session", "identity.register-user"])
    func oversized(operation: String) throws {
        var header = Header(.command)
        (header[.operation], header[.reference], header[.id], header[.actor]) = (operation, "x", "x", "anonymous")
        let password = String(repeating: "a", count: 1 << 20)
        let body =
            #"{"login":"countess","email":"big@example.com","birth_date":"1990-01-01","password":"\#(password)"}"#
        let delivery = Delivery(peer: "gateway", route: [1], header: header, body: Array(body.utf8))
        let out = try desk.service.node.step([.delivery(delivery)], at: desk.service.now)
        var answers: [String?] = []
        for message in out {
            switch message {
            case .work: Issue.record("a password of a mebibyte goes to be hashed")
            case .reply(_, let header, _): answers.append(header[.status])
            default: break
            }
        }
        #expect(answers == ["422"])
    }
}
