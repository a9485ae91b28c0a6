import Crypto
import Identity
import Messages
import Runtime
import Storage
import TestSupport
import Testing

@Suite("Signing up")
struct SignUpTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    @Test("makes a player and says so without saying who")
    func registers() throws {
        let answer = try desk.register("Ada@Example.com", username: "Ada_1815")
        #expect(answer.status == 201)
        let user = try answer.get()
        #expect(user.email == "Ada@Example.com" && user.username == "Ada_1815")
        #expect(user.roles == [.player] && user.state == .pendingVerification && user.isEmailVerified == false)
        #expect(try desk.service.events(UserRegistered.type).map(\.subject) == ["user/\(user.id)"])
        let bodies = try desk.service.reader().rows("SELECT body FROM runtime_events") {
            String(decoding: try $0.value(0, as: [UInt8].self), as: UTF8.self).lowercased()
        }
        for secret in ["ada@example", "ada_1815", "1990-01-31", "correct horse", "argon2id"] {
            #expect(!bodies.contains { $0.contains(secret) })
        }
        try desk.expectSound()
    }

    @Test("seals what is personal so that only the person's key opens it")
    func seals() throws {
        let user = try desk.register().get()
        let body: [UInt8] = try #require(
            try desk.service.reader().first(
                "SELECT body FROM runtime_events WHERE CAST(body AS TEXT) LIKE '%identity.user-registered%'",
                read: { try $0.value(0) }))
        let event = try WireCoding().decode(EventRecord<UserRegistered>.self, from: body).data
        let key: [UInt8] = try #require(
            try desk.service.reader().first("SELECT key FROM person_keys WHERE user = ?", user.id) { try $0.value(0) })
        let sealed = try #require(Base64URL.decode(event.personal.text))
        let nonce = Array(sealed.prefix(SecretBox.nonceByteCount))
        let box = Array(sealed.dropFirst(nonce.count))
        let plain = try SecretBox.open(box, nonce: nonce, key: key, context: user.id.bytes)
        #expect(String(decoding: plain, as: UTF8.self).contains("\"email\":\"ada@example.com\""))
        #expect(throws: CryptoError.notAuthentic) {
            try SecretBox.open(box, nonce: nonce, key: key, context: ID<User>(high: 1, low: 1).bytes)
        }
    }

    @Test("takes each email and each username once, whatever the case")
    func unique() throws {
        _ = try desk.register(username: "Ada").get()
        let email = try desk.register("ADA@example.COM")
        #expect(email.status == 409 && email.code == "email_taken")
        #expect(email.problem?.errors.map(\.pointer) == ["/email"])
        let username = try desk.register("other@example.com", username: "aDA")
        #expect(username.status == 409 && username.code == "username_taken")
        try desk.expectSound()
    }

    @Test("gives an email to one of two who want it at once")
    func race() throws {
        func delivery(_ reference: String, _ name: String) -> Inbound {
            var header = Header(.command)
            header[.operation] = RegisterUser.name
            header[.reference] = reference
            header[.id] = reference
            header[.actor] = "anonymous"
            let body = """
                {"email":"ada@example.com","password":"correct horse","birth_date":"1990-01-01","display_name":"\(name)"}
                """
            return .delivery(Delivery(peer: "gateway", route: [1], header: header, body: Array(body.utf8)))
        }
        try desk.service.step([delivery("one", "A"), delivery("two", "B")])
        let answers = [
            try desk.service.answer(RegisterUser.self, "one").status,
            try desk.service.answer(RegisterUser.self, "two").status,
        ]
        #expect(answers == [201, 409])
        try desk.expectSound()
    }

    @Test("answers the same request again with the same user, and makes no second one")
    func idempotent() throws {
        let first = try desk.register(id: "key").get()
        let second = try desk.register(id: "key").get()
        #expect(first.id == second.id)
        #expect(try desk.service.events(UserRegistered.type).count == 1)
    }

    @Test(
        "is for those who are eighteen today",
        arguments: [
            ("2009-01-15", "201"), ("2009-01-16", "under_age"), ("2027-01-16", "invalid_request"),
            ("1890-01-01", "invalid_request"),
        ])
    func age(born: String, expected: String) throws {
        #expect(Day(desk.service.now).text == "2027-01-15")
        let answer = try desk.register(born: born)
        #expect(answer.code ?? answer.status.map(String.init) == expected)
    }

    @Test(
        "refuses the passwords that are tried first",
        arguments: ["password", "PassWord1", "12345678", "zzzzzzzzzz", "qwertyuiop"])
    func commonPasswords(password: String) throws {
        #expect(try desk.register(password: password).code == "password_too_common")
    }

    @Test(
        "refuses usernames that could be taken for the platform",
        arguments: [
            "admin", "SUPPORT", "Croupier", "adm1n", "Adm_In", "cr0upier", "5upp0rt", "_root_", "m0derat0r", "he1p",
            "adrnin", "vvallet",
        ])
    func reserved(username: String) throws {
        #expect(try desk.register(username: username).code == "username_reserved")
    }

    @Test(
        "refuses what is no email address, username or password, by the field",
        arguments: [
            (#""email":"ada""#, "/email"), (#""email":"a@b@c.de""#, "/email"), (#""email":"ada@example""#, "/email"),
            (#""email":"ada@-x.com""#, "/email"), (#""email":"a..b@x.com""#, "/email"),
            (#""email":"\u0430da@x.com""#, "/email"), (#""email":"a b@x.com""#, "/email"),
            (#""email":"a@x.com","username":"ab""#, "/username"),
            (#""email":"a@x.com","username":"ada\u0430""#, "/username"),
            (#""email":"a@x.com","username":"a-da""#, "/username"),
            (#""email":"a@x.com","username":"ada\u202e""#, "/username"),
            (#""email":"a@x.com","username":"ada\u200b1""#, "/username"),
            (#""email":"a\u202e@x.com""#, "/email"), (#""email":"a@x\u3002com""#, "/email"),
            (#""email":"a@x.com","username":"ada\n""#, "/username"),
            (#""email":"a@x.com","password":"with a \u0000 in it""#, "/password"),
            (#""email":"a@x.com","password":"short""#, "/password"),
            (#""email":"a@x.com","country":"ie""#, "/country"),
            (#""email":"a@x.com","display_name":"a\u0007b""#, "/display_name"),
        ])
    func malformed(fields: String, pointer: String) throws {
        var header = Header(.command)
        header[.operation] = RegisterUser.name
        header[.reference] = "x"
        header[.id] = "x"
        header[.actor] = "anonymous"
        let password = fields.contains("password") ? "" : #""password":"correct horse","#
        let body = "{\(password)\(fields),\"birth_date\":\"1990-01-01\"}"
        try desk.service.step([.delivery(Delivery(peer: "gateway", route: [1], header: header, body: Array(body.utf8)))]
        )
        let problem = try desk.service.answer(RegisterUser.self, "x").problem
        #expect(problem?.status == 422 && problem?.errors.map(\.pointer) == [pointer])
    }

    @Test("takes passwords of 8 to 128 characters", arguments: [(7, false), (8, true), (128, true), (129, false)])
    func passwordLength(count: Int, isRight: Bool) throws {
        let password = String("ab".cycled(count))
        #expect((Text<NewPasswordRule>(password) != nil) == isRight)
    }
}

extension String {
    fileprivate func cycled(_ count: Int) -> String {
        String((0..<count).map { self[index(startIndex, offsetBy: $0 % self.count)] })
    }
}
