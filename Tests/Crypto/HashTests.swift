import Crypto
import Testing

struct HashTests {
    @Test(
        "SHA-256 gives the published hashes",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                String(repeating: "a", count: 1_000_000),
                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
            ),
        ])
    func publishedSHA256(message: String, expected: String) {
        #expect(Hex.encode(SHA256.hash(Array(message.utf8))) == expected)
    }

    @Test("SHA-256 of parts is that of the parts joined, wherever the borders are")
    func parts() {
        let message = (0..<300).map { UInt8(truncatingIfNeeded: $0) }
        for border in [0, 1, 63, 64, 65, 299, 300] {
            let hash = SHA256.hash(parts: Array(message[..<border]), [], Array(message[border...]))
            #expect(hash == SHA256.hash(message))
        }
        #expect(SHA256.hash(parts: [0], [1]) != SHA256.hash(parts: [1], [0]))
    }

    @Test("BLAKE2b-256 gives the published hashes")
    func publishedBLAKE2b() throws {
        #expect(
            Hex.encode(KeyedHash.hash(Array("abc".utf8)))
                == "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319")
        #expect(
            Hex.encode(KeyedHash.hash([]))
                == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8")
        #expect(
            Hex.encode(try KeyedHash.hash(Array(0...255), key: Array(0..<32)))
                == "b42be36ea26392f67d1d3706ffa72b6c61c2ff38e1fabd9a49e154d54b967d83")
    }

    @Test("a keyed hash depends on its key, and a key that is too short or too long is refused")
    func keys() throws {
        let message = Array("message".utf8)
        let first = try KeyedHash.hash(message, key: Array(repeating: 1, count: 16))
        #expect(try first != KeyedHash.hash(message, key: Array(repeating: 2, count: 16)))
        #expect(first != KeyedHash.hash(message))
        #expect(throws: CryptoError.wrongLength(expected: 32, got: 15)) {
            try KeyedHash.hash(message, key: Array(repeating: 1, count: 15))
        }
        #expect(throws: CryptoError.wrongLength(expected: 32, got: 65)) {
            try KeyedHash.hash(message, key: Array(repeating: 1, count: 65))
        }
        #expect(throws: CryptoError.wrongLength(expected: 32, got: 0)) { try KeyedHash.hash(message, key: []) }
    }

    @Test("bytes are equal in constant time when they are equal at all")
    func equality() {
        #expect(constantTimeEquals([], []))
        #expect(constantTimeEquals([1, 2, 3], [1, 2, 3]))
        #expect(!constantTimeEquals([1, 2, 3], [1, 2, 4]))
        #expect(!constantTimeEquals([1, 2, 3], [0, 2, 3]))
        #expect(!constantTimeEquals([1, 2, 3], [1, 2]))
    }
}
