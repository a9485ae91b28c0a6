internal import Crypto

/// Selection by RFC 3797, which the IETF chooses its nominating committee by: from public numbers alone, with no secret and no
/// organizer. Where the rules of a place know that method, a raffle can be drawn by it.
///
/// For the i-th selection, from 0, it takes the MD5 of i, the key and i again (i as two bytes, greatest first) as one number of
/// 128 bits; its remainder by how many are left is the index. Nothing is rejected: among ten million the unevenness of so
/// long a number is below 2⁻¹⁰⁴. That MD5 collides is no weakness here, since nobody chooses the numbers.
public struct RFC3797: Sendable {
    /// The key of sources of whole numbers (section 4): of each source the numbers by rising value without leading zeros, each
    /// followed by a period, and a slash after each source. Nil for what is no such number. Fractions have no one form there:
    /// what has them is taken as its digits.
    public static func key(of sources: [[String]]) -> String? {
        var key = ""
        for source in sources {
            guard source.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }) else { return nil }
            let numbers = source.map { text in
                let digits = text.drop { $0 == "0" }
                return digits.isEmpty ? "0" : String(digits)
            }
            key += numbers.sorted(by: isLess).map { $0 + "." }.joined() + "/"
        }
        return isKey(key) ? key : nil
    }

    /// Whether a text is a key, and the only one of its numbers.
    public static func isKey(_ text: String) -> Bool {
        guard text.utf8.count <= 1000, text.hasSuffix("/") else { return false }
        return text.dropLast().split(separator: "/", omittingEmptySubsequences: false).allSatisfy { source in
            guard source.hasSuffix(".") else { return false }
            let numbers = source.dropLast().split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            return numbers.allSatisfy {
                $0 == "0" || (!$0.isEmpty && !$0.hasPrefix("0") && $0.utf8.allSatisfy(isDigit))
            }
                && zip(numbers, numbers.dropFirst()).allSatisfy { !isLess($0.1, $0.0) }
        }
    }

    /// Of numbers without leading zeros, the one with fewer digits is less.
    private static func isLess(_ one: String, _ other: String) -> Bool {
        (one.utf8.count, one) < (other.utf8.count, other)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private let key: [UInt8]
    /// How many selections were made; two bytes hold no more than 65,536 of them.
    private var selections = 0

    init(key: String) { self.key = Array(key.utf8) }

    mutating func index(below count: Int) -> Int? {
        guard let number = UInt16(exactly: selections) else { return nil }
        selections += 1
        let mark = [UInt8(number >> 8), UInt8(number & 0xff)]
        let hash = MD5.hash(mark + key + mark).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        return Int(hash % UInt128(count))
    }
}
