import Crypto
import Testing

struct Ed25519Tests {
    /// A test vector of RFC 8032, section 7.1.
    struct Vector: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let seed, publicKey, message, signature: String
    }

    static let vectors = [
        Vector(
            testDescription: "the empty message",
            seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            message: "",
            signature: "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
                + "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
        Vector(
            testDescription: "one byte",
            seed: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            message: "72",
            signature: "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
        Vector(
            testDescription: "two bytes",
            seed: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            message: "af82",
            signature: "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
    ]

    @Test("gives the keys and signatures of RFC 8032", arguments: vectors)
    func published(vector: Vector) throws {
        let key = try Ed25519SigningKey(seed: try #require(Hex.decode(vector.seed)))
        let message = try #require(Hex.decode(vector.message))
        let signature = key.sign(message)
        #expect(Hex.encode(key.publicKey.bytes) == vector.publicKey)
        #expect(Hex.encode(signature) == vector.signature)
        #expect(key.publicKey.verifies(signature, of: message))
    }

    @Test("refuses a signature that is changed, cut, for another message or by another key")
    func forgeries() throws {
        let key = try Ed25519SigningKey(seed: Array(repeating: 7, count: 32))
        let other = try Ed25519SigningKey(seed: Array(repeating: 8, count: 32))
        let message = Array("pay 10".utf8)
        let signature = key.sign(message)
        for index in signature.indices {
            var changed = signature
            changed[index] ^= 1
            #expect(!key.publicKey.verifies(changed, of: message))
        }
        #expect(!key.publicKey.verifies(signature, of: Array("pay 11".utf8)))
        #expect(!key.publicKey.verifies(Array(signature.dropLast()), of: message))
        #expect(!key.publicKey.verifies([], of: message))
        #expect(!other.publicKey.verifies(signature, of: message))
    }

    @Test("refuses seeds and public keys of another length, and public keys that fit any signature")
    func unusableKeys() {
        #expect(throws: CryptoError.wrongLength(expected: 32, got: 31)) {
            try Ed25519SigningKey(seed: Array(repeating: 7, count: 31))
        }
        #expect(throws: CryptoError.wrongLength(expected: 32, got: 33)) {
            try Ed25519PublicKey(bytes: Array(repeating: 7, count: 33))
        }
        let identity = [1] + [UInt8](repeating: 0, count: 31)
        #expect(throws: CryptoError.invalidPublicKey) { try Ed25519PublicKey(bytes: identity) }
        #expect(throws: CryptoError.invalidPublicKey) { try Ed25519PublicKey(bytes: Array(repeating: 0, count: 32)) }
    }

    @Test("describes a signing key by its public half alone")
    func description() throws {
        let seed = [UInt8](repeating: 7, count: 32)
        let key = try Ed25519SigningKey(seed: seed)
        #expect("\(key)".contains(Hex.encode(key.publicKey.bytes)))
        #expect(!"\([key])".contains(Hex.encode(seed)) && !"\([key])".contains("7, 7"))
    }
}
