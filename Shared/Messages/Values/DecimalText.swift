/// A decimal number as text, kept exactly as its digits: no float ever stands between a client and a sum of money.
public struct DecimalText: Hashable, Sendable {
    public let text: String

    /// `-?digits[.digits]` with no leading zeros, at most 19 digits before the point and 8 after it.
    public init?(_ text: String) {
        var digits = text.utf8[...]
        if digits.first == UInt8(ascii: "-") { digits.removeFirst() }
        let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let areDigits = parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }
        guard (1...2).contains(parts.count), areDigits, parts[0].count <= 19, parts.count == 1 || parts[1].count <= 8,
            parts[0].count == 1 || parts[0].first != UInt8(ascii: "0")
        else { return nil }
        self.text = text
    }

    public init(units: Int64, scale: Int) {
        let magnitude = String(units.magnitude)
        let sign = units < 0 ? "-" : ""
        guard scale > 0 else {
            text = sign + magnitude
            return
        }
        let digits = String(repeating: "0", count: max(0, scale + 1 - magnitude.utf8.count)) + magnitude
        text = sign + digits.dropLast(scale) + "." + digits.suffix(scale)
    }

    /// The number in units of ten to the minus `scale`; decimals beyond it must be zero.
    public func units(scale: Int) throws(Money.Fault) -> Int64 {
        let fraction = text.utf8.drop { $0 != UInt8(ascii: ".") }.dropFirst()
        if fraction.dropFirst(scale).contains(where: { $0 != 0x30 }) { throw .tooManyDecimals }
        return try wholeUnits(scale: scale)
    }

    /// The same with decimals beyond the scale cut off.
    public func wholeUnits(scale: Int) throws(Money.Fault) -> Int64 {
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        let parts = text.utf8.drop { $0 == UInt8(ascii: "-") }.split(separator: UInt8(ascii: "."))
        let fraction = parts.count > 1 ? Array(parts[1]) : []
        let places = fraction.prefix(scale) + Array(repeating: 0x30, count: max(0, scale - fraction.count))
        var units: Int64 = 0
        for byte in Array(parts[0]) + places {
            let digit = Int64(byte - 0x30)
            let (shifted, tooFar) = units.multipliedReportingOverflow(by: 10)
            let (sum, over) = shifted.subtractingReportingOverflow(digit)
            if tooFar || over { throw .tooLarge }
            units = sum  // counted downwards, since the negative range is the larger one
        }
        if isNegative { return units }
        if units == .min { throw .tooLarge }
        return -units
    }
}

extension DecimalText: Codable, SchemaProviding {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let decimal = DecimalText(text) else { throw decoder.invalid("decimal text such as \"12.50\"") }
        self = decimal
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    public static var schema: Schema {
        Schema(type: .string, pattern: "^-?(0|[1-9][0-9]{0,18})(\\.[0-9]{1,8})?$", maxLength: 29)
    }
    public static var sample: DecimalText { DecimalText(units: 1250, scale: 2) }
}
