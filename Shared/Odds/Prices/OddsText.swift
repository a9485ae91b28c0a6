/// Numbers as odds are written: ASCII digits, at most one sign and one point, nothing around them.
enum OddsText {
    static let longest = 50
    static let decimals = 8
    static let scale: Int64 = 100_000_000

    /// A decimal number of at most seven digits before the point and eight after it.
    static func number(_ text: Substring) throws(Price.Fault) -> Rational {
        let (sign, rest) = signed(text)
        let parts = rest.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = parts.count > 1 ? parts[1] : "0"
        if fraction.isEmpty { throw .unreadable }
        if fraction.utf8.count > decimals, isDigits(fraction) { throw .tooLong }
        let zeros = String(repeating: "0", count: max(0, decimals - fraction.utf8.count))
        let (whole, part) = (try digits(parts[0], atMost: 7), try digits(fraction + zeros, atMost: decimals))
        return try rational(sign * (whole * scale + part), scale)
    }

    /// A whole number, with or without a sign.
    static func whole(_ text: Substring) throws(Price.Fault) -> Int64 {
        let (sign, rest) = signed(text)
        return sign * (try digits(rest, atMost: 9))
    }

    /// Two whole numbers without signs, and a stroke between them.
    static func fraction(_ text: Substring) throws(Price.Fault) -> Rational {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw .unreadable }
        let (over, under) = (try digits(parts[0], atMost: 9), try digits(parts[1], atMost: 9))
        if over == 0 || under == 0 { throw .zero }
        return try rational(over, under)
    }

    static func rational(_ over: Int64, _ under: Int64) throws(Price.Fault) -> Rational {
        do { return try Rational(over, under) } catch { throw .outOfRange }
    }

    private static func signed(_ text: Substring) -> (Int64, Substring) {
        switch text.utf8.first {
        case UInt8(ascii: "-"): (-1, text.dropFirst())
        case UInt8(ascii: "+"): (1, text.dropFirst())
        default: (1, text)
        }
    }

    private static func isDigits(_ text: Substring) -> Bool { text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }

    private static func digits(_ text: some StringProtocol, atMost count: Int) throws(Price.Fault) -> Int64 {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { throw .unreadable }
        if text.utf8.drop(while: { $0 == 0x30 }).count > count { throw .outOfRange }
        return text.utf8.reduce(0) { $0 * 10 + Int64($1 - 0x30) }  // nine digits at most, so that it cannot overflow
    }
}
