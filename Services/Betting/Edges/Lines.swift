import Messages
import Odds
import Runtime

// How lines and prices of quotes and edges lie in the database, and how they are written.

extension LineText {
    /// In whole thousandths.
    var thousandths: Int64 {
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        let digits = text.utf8.drop { $0 == UInt8(ascii: "-") }
        let parts = digits.split(separator: UInt8(ascii: "."))
        let fraction = parts.count > 1 ? Array(parts[1]) : []
        let places = Array(parts[0]) + fraction + Array(repeating: 0x30, count: 3 - fraction.count)
        let units = places.reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) }  // nine digits at most
        return isNegative ? -units : units
    }

    init(thousandths: Int64) {
        var text = DecimalText(units: thousandths, scale: 3).text
        while text.utf8.last == UInt8(ascii: "0") { text.removeLast() }
        if text.utf8.last == UInt8(ascii: ".") { text.removeLast() }
        self.init(trusted: text)
    }
}

extension QuotedOdds {
    init(_ price: Price) {
        func written(_ notation: Notation) -> String { price.written(as: notation, .nearest).text }
        self.init(american: written(.american), decimal: written(.decimal), fractional: written(.fractional))
    }
}

extension Price {
    /// One that was kept.
    static func kept(_ over: Int64, _ under: Int64) throws -> Price { try Price(profit: Rational(over, under)) }
}

extension FigureText {
    /// Whole million-millionths.
    init(millionMillionths units: Int64) { self.init(trusted: DecimalText(units: units, scale: 12).text) }
}

/// How long what was seen at a book is believed.
enum Freshness {
    static let milliseconds: Int64 = 120 * 60 * 1000

    static func staleAt(_ observedAt: Timestamp) -> Timestamp { observedAt.adding(milliseconds: milliseconds) }

    /// What was seen after this is fresh.
    static func horizon(at now: Timestamp) -> Timestamp { now.adding(milliseconds: -milliseconds) }
}
