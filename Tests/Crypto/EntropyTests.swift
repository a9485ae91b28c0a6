import Crypto
import Testing

struct EntropyTests {
    @Test("a seed of zeros gives the published ChaCha20 key stream")
    func published() throws {
        let entropy = try SeededEntropy(seed: Array(repeating: 0, count: 32))
        #expect(
            Hex.encode(entropy.bytes(64)) == "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7"
                + "da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586")
        #expect(Hex.encode(SeededEntropy(seed: 0).bytes(8)) == "76b8e0ada0f13d90")
    }

    @Test("the stream does not depend on the sizes in which it is drawn")
    func sizes() {
        let whole = SeededEntropy(seed: 42).bytes(5000)
        let pieces = SeededEntropy(seed: 42)
        var drawn: [UInt8] = []
        var size = 0
        while drawn.count < 5000 {
            drawn += pieces.bytes(min(size, 5000 - drawn.count))
            size = (size * 7 + 3) % 1300
        }
        #expect(drawn == whole)
    }

    @Test("numbers are eight bytes of the same stream, least significant first, wherever they fall")
    func numbers() {
        for offset in [0, 1, 7, 1017, 1020, 1024] {
            let bytes = SeededEntropy(seed: 42).bytes(offset + 16)
            let entropy = SeededEntropy(seed: 42)
            _ = entropy.bytes(offset)
            for start in [offset, offset + 8] {
                let expected = bytes[start..<start + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                #expect(entropy.next() == expected)
            }
        }
    }

    @Test("another seed gives another stream, in each byte of the seed")
    func seeds() {
        let streams = (0..<8).map { SeededEntropy(seed: 1 << UInt64($0 * 8)).bytes(16) }
        #expect(Set(streams).count == 8)
    }

    @Test("refuses a seed of another length")
    func seedLength() {
        #expect(throws: CryptoError.wrongLength(expected: 32, got: 16)) {
            try SeededEntropy(seed: Array(repeating: 0, count: 16))
        }
    }

    @Test("the system's randomness does not repeat and has the length asked for")
    func system() {
        let entropy: any Entropy = SystemEntropy()
        #expect(entropy.bytes(0).isEmpty)
        #expect(entropy.bytes(33).count == 33)
        #expect(entropy.bytes(32) != entropy.bytes(32))
        #expect(entropy.next() != entropy.next())
    }
}
