import Crypto
import Testing

struct SecretBoxTests {
    let key = Array(UInt8(0x80)...0x9F)
    let nonce = Array(UInt8(0x40)...0x57)
    let plain = Array(
        """
        Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, \
        sunscreen would be it.
        """.utf8)
    let context: [UInt8] = [0x50, 0x51, 0x52, 0x53, 0xC0, 0xC1, 0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xC7]

    @Test("seals as the published XChaCha20-Poly1305 example does")
    func published() throws {
        let sealed = try SecretBox.seal(plain, nonce: nonce, key: key, context: context)
        #expect(
            Hex.encode(sealed) == "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
                + "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
                + "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
                + "21f9664c97637da9768812f615c68b13b52e"
                + "c0875924c1c7987947deafd8780acf49")
        #expect(try SecretBox.open(sealed, nonce: nonce, key: key, context: context) == plain)
    }

    @Test("opens nothing that was changed or cut anywhere")
    func tampering() throws {
        let sealed = try SecretBox.seal([1, 2, 3], nonce: nonce, key: key)
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 0x80
            #expect(throws: CryptoError.notAuthentic) { try SecretBox.open(changed, nonce: nonce, key: key) }
        }
        for count in 0..<sealed.count {
            #expect(throws: CryptoError.notAuthentic) {
                try SecretBox.open(Array(sealed[..<count]), nonce: nonce, key: key)
            }
        }
    }

    @Test("opens nothing under another key, nonce or context")
    func mismatches() throws {
        let sealed = try SecretBox.seal(plain, nonce: nonce, key: key, context: context)
        let otherKey = Array(key.reversed())
        let otherNonce = Array(nonce.reversed())
        #expect(throws: CryptoError.notAuthentic) {
            try SecretBox.open(sealed, nonce: nonce, key: otherKey, context: context)
        }
        #expect(throws: CryptoError.notAuthentic) {
            try SecretBox.open(sealed, nonce: otherNonce, key: key, context: context)
        }
        #expect(throws: CryptoError.notAuthentic) { try SecretBox.open(sealed, nonce: nonce, key: key) }
    }

    @Test("seals nothing to a tag alone, and opens it again")
    func empty() throws {
        let sealed = try SecretBox.seal([], nonce: nonce, key: key)
        #expect(sealed.count == SecretBox.overheadByteCount)
        #expect(try SecretBox.open(sealed, nonce: nonce, key: key) == [])
    }

    @Test("refuses keys and nonces of another length")
    func lengths() {
        #expect(throws: CryptoError.wrongLength(expected: 32, got: 31)) {
            try SecretBox.seal(plain, nonce: nonce, key: Array(key.dropLast()))
        }
        #expect(throws: CryptoError.wrongLength(expected: 24, got: 12)) {
            try SecretBox.open(plain, nonce: Array(nonce.prefix(12)), key: key)
        }
    }
}
