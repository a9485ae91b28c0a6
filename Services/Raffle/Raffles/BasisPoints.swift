import Messages
import Runtime

/// Percentages as they are kept: in hundredths of a percent.
enum BasisPoints {
    static func of(_ percent: DecimalText, at pointer: String, _ range: ClosedRange<Int64> = 0...10_000) throws -> Int64
    {
        guard let points = try? percent.units(scale: 2), range.contains(points), !percent.text.hasPrefix("-") else {
            let least = DecimalText(units: range.lowerBound, scale: 2).text
            throw RaffleFailure.outOfRange.because(
                "expected a percentage from \(least) to 100 with at most 2 decimals", at: pointer)
        }
        return points
    }

    /// The percentage without needless zeros.
    static func percent(_ points: Int64) -> DecimalText {
        if points.isMultiple(of: 100) { return DecimalText(units: points / 100, scale: 0) }
        if points.isMultiple(of: 10) { return DecimalText(units: points / 10, scale: 1) }
        return DecimalText(units: points, scale: 2)
    }
}

extension Money {
    /// The exact amount in a currency, which may be nothing.
    func amount(in currency: Currency, at pointer: String) throws -> Amount {
        if let amount = try? exact(in: currency), amount == .zero { return .zero }
        return try positive(in: currency, at: pointer)
    }
}
