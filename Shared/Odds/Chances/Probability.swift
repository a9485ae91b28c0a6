/// How likely something is, between never and always and neither of them: at the ends a price has no meaning, and a logit
/// and Kelly's stake have no value.
public struct Probability: Hashable, Comparable, Sendable {
    public let value: Double

    /// What is nearer to an end than this cannot be told from it.
    public static let least = 1e-12

    /// Nil for what is no number between 0 and 1, and for what is too near to either.
    public init?(_ value: Double) {
        guard value >= Self.least, value <= 1 - Self.least else { return nil }  // which no NaN is
        self.value = value
    }

    /// Of a price that is neither good nor bad.
    public init(impliedBy price: Price) {
        // A millionth from either end at the nearest, by the bounds of a price.
        value = price.implied
    }

    public static func < (left: Probability, right: Probability) -> Bool { left.value < right.value }

    /// The logarithm of the odds.
    public var logit: Double { Normal.logarithm(value) - Normal.logarithm(onePlus: -value) }
}

/// Numbers that are not money as text: plain decimals, of which each is the shortest that reads back as the same number.
public enum Figure {
    /// Digits after the point at most; what is smaller is cut off.
    public static let decimals = 30

    /// Nil for what is no number, or too large for one to care.
    public static func text(_ value: Double) -> String? {
        guard value.isFinite, value.magnitude < 1e15 else { return nil }
        let shortest = "\(value.magnitude)".split(separator: "e")
        let parts = shortest[0].split(separator: ".")
        let exponent = shortest.count > 1 ? Int(shortest[1]) ?? 0 : 0
        var (whole, fraction) = (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
        if exponent < 0 {
            // Below a thousandth one digit stands before the point.
            fraction = String(repeating: "0", count: -exponent - 1) + whole + fraction
            whole = "0"
        }
        fraction = String(fraction.prefix(decimals))
        while fraction.utf8.last == UInt8(ascii: "0") { fraction.removeLast() }
        let text = fraction.isEmpty ? whole : "\(whole).\(fraction)"
        return value < 0 && text != "0" ? "-" + text : text
    }

    /// Nil for what is not written in plain digits.
    public static func value(_ text: String) -> Double? {
        let isPlain = text.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2e || $0 == 0x2d }
        guard isPlain, text.utf8.count <= 64, let value = Double(text), value.isFinite else { return nil }
        return value
    }
}
