/// Odds as they are written in a format.
public struct WrittenOdds: Hashable, Sendable {
    public let text: String
    /// Whether the format can say exactly this price; else the text is a rounded one.
    public let isExact: Bool
}

extension Price {
    /// The one way in which each format writes this price: American odds as whole numbers with their sign and evens as +100;
    /// fractions in lowest terms; all others with two to eight decimals. What these cannot say is rounded there.
    public func written(as format: Notation, _ rounding: Rounding) -> WrittenOdds {
        let isLong = profit >= .one
        switch format {
        case .fractional: return WrittenOdds(text: "\(profit.numerator)/\(profit.denominator)", isExact: true)
        case .decimal: return decimals(decimal, rounding)
        case .hongKong: return decimals(profit, rounding)
        case .malay: return decimals(isLong && profit != .one ? backwards : profit, rounding)
        case .indonesian: return decimals(isLong ? profit : backwards, rounding)
        case .american:
            let (units, isExact) = Self.units(isLong ? profit : backwards, scale: 100, rounding)
            // What is rounded up to minus 100 is evens, of which only plus 100 is written.
            return WrittenOdds(text: units > 0 || units == -100 ? "+\(units.magnitude)" : "\(units)", isExact: isExact)
        }
    }

    /// The stake for a profit of one, with a minus. Like the profit it is higher where the price is.
    private var backwards: Rational {
        guard let turned = try? Rational(-profit.denominator, profit.numerator) else {
            preconditionFailure("a price's terms are bounded, and its profit is not zero")
        }
        return turned
    }

    private static func units(_ number: Rational, scale: Int64, _ rounding: Rounding) -> (units: Int64, isExact: Bool) {
        guard let units = try? number.units(scale: scale, rounding) else {
            preconditionFailure("a price is at most a million, and a million in the last decimal fits")
        }
        return units
    }

    private func decimals(_ number: Rational, _ rounding: Rounding) -> WrittenOdds {
        var (units, isExact) = Self.units(number, scale: OddsText.scale, rounding)
        if units == -OddsText.scale { units = OddsText.scale }  // evens again
        let digits = String(units.magnitude)
        let padded = String(repeating: "0", count: max(0, OddsText.decimals + 1 - digits.utf8.count)) + digits
        var fraction = padded.suffix(OddsText.decimals)
        while fraction.utf8.count > 2, fraction.utf8.last == UInt8(ascii: "0") { fraction.removeLast() }
        let text = (units < 0 ? "-" : "") + padded.dropLast(OddsText.decimals) + "." + fraction
        return WrittenOdds(text: text, isExact: isExact)
    }
}
