import Crypto
import Testing

struct PasswordHashTests {
    let salt = [UInt8](repeating: 5, count: 16)
    let password = Array("correct horse".utf8)

    @Test(
        "accepts the hashes of the argon2 reference implementation",
        arguments: [
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        ])
    func published(text: String) {
        #expect(PasswordHash.verify(Array("password".utf8), against: text))
        #expect(!PasswordHash.verify(Array("Password".utf8), against: text))
    }

    @Test("accepts the password that was hashed and no other")
    func verification() throws {
        let text = try PasswordHash.hash(password: password, salt: salt, cost: .minimal)
        #expect(text.hasPrefix("$argon2id$v=19$m=8,t=1,p=1$BQUFBQUFBQUFBQUFBQUFBQ$"))
        #expect(PasswordHash.verify(password, against: text))
        #expect(!PasswordHash.verify(password + [0], against: text))
        #expect(!PasswordHash.verify(Array(password.dropLast()), against: text))
        #expect(!PasswordHash.verify([], against: text))
    }

    @Test("hashes an empty password and one with any bytes like others")
    func unusualPasswords() throws {
        for unusual in [[], [0], [0xFF, 0, 0xC3, 0x28], [UInt8](repeating: 0x61, count: 4096)] {
            let text = try PasswordHash.hash(password: unusual, salt: salt, cost: .minimal)
            #expect(PasswordHash.verify(unusual, against: text))
            #expect(!PasswordHash.verify(unusual + [1], against: text))
        }
    }

    @Test("gives the same text for the same salt and another for another")
    func determinism() throws {
        let text = try PasswordHash.hash(password: password, salt: salt, cost: .minimal)
        let again = try PasswordHash.hash(password: password, salt: salt, cost: .minimal)
        let salted = try PasswordHash.hash(password: password, salt: Array(repeating: 6, count: 16), cost: .minimal)
        #expect(text == again)
        #expect(text != salted)
    }

    @Test("asks for a new hash when the cost changed or the text is none")
    func rehash() throws {
        let text = try PasswordHash.hash(password: password, salt: salt, cost: .minimal)
        #expect(!PasswordHash.needsRehash(text, cost: .minimal))
        #expect(PasswordHash.needsRehash(text, cost: .interactive))
        #expect(PasswordHash.needsRehash(text, cost: PasswordCost(operations: 2, memoryBytes: 8192)))
        #expect(PasswordHash.needsRehash("", cost: .minimal))
    }

    @Test(
        "a text that is no hash fits no password",
        arguments: ["", "$argon2id$", "password", "$argon2id$v=19$m=8,t=1,p=1$BQUFBQUFBQUFBQUFBQUFBQ$", "$2b$10$abc"])
    func nonsense(text: String) {
        #expect(!PasswordHash.verify(Array("password".utf8), against: text))
        #expect(!PasswordHash.verify([], against: text))
    }

    @Test("refuses a salt of another length and a cost out of bounds")
    func bounds() {
        #expect(throws: CryptoError.wrongLength(expected: 16, got: 8)) {
            try PasswordHash.hash(password: password, salt: Array(repeating: 5, count: 8), cost: .minimal)
        }
        #expect(throws: CryptoError.passwordHashingFailed) {
            try PasswordHash.hash(
                password: password, salt: salt, cost: PasswordCost(operations: 0, memoryBytes: 8192))
        }
        #expect(throws: CryptoError.passwordHashingFailed) {
            try PasswordHash.hash(password: password, salt: salt, cost: PasswordCost(operations: 1, memoryBytes: 1024))
        }
    }
}
