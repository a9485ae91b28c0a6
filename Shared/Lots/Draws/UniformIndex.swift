internal import Crypto

/// An index that each word of chance makes equally likely, or none.
enum UniformIndex {
    /// The index below `count` that a word of that many bits stands for: its remainder. Words above the largest multiple of
    /// `count` stand for none and the next word is taken (rejection): else the lower indices had a word more each.
    ///
    /// - Parameter bits: 64, but for tests: of so long a word hardly any is rejected.
    static func index(of word: UInt64, below count: UInt64, bits: UInt64 = 64) -> UInt64? {
        let most = UInt64.max >> (64 - bits)
        let excess = (most % count + 1) % count
        return word <= most - excess ? word % count : nil
    }
}

/// Words of 64 bits from a draw's key, as many as it takes: of the SHA-256 of the lines `croupier/raffle/words/1`, key, block
/// (from 0), four words each, greatest byte first.
struct WordStream: Sendable {
    private let key: String
    private var block = 0
    private var words: [UInt64] = []

    init(key: String) { self.key = key }

    mutating func next() -> UInt64 {
        if words.isEmpty {
            let hash = CanonicalText.hash("words", [key, String(block)])
            // Taken from the end.
            words = (0..<4).reversed().map { word in
                hash[word * 8..<word * 8 + 8].reduce(0) { $0 << 8 | UInt64($1) }
            }
            block += 1
        }
        return words.removeLast()
    }

    /// The first word's index that is not rejected.
    mutating func index(below count: Int) -> Int {
        while true {
            if let index = UniformIndex.index(of: next(), below: UInt64(count)) { return Int(index) }
        }
    }
}
