import Messages

/// The quotient of two amounts as decimal text, cut off after a fixed number of digits: shares and dividends are shown
/// by it, money is never computed from it.
enum Ratio {
    /// Nil where there is nothing to divide by.
    static func text(_ numerator: Amount, by denominator: Amount, digits: Int) -> DecimalText? {
        guard denominator > .zero else { return nil }
        var (whole, rest) = numerator.units.quotientAndRemainder(dividingBy: denominator.units)
        var text = String(whole) + (digits > 0 ? "." : "")
        for _ in 0..<digits {
            let shifted = Int128(rest) * 10
            whole = Int64(truncatingIfNeeded: shifted / Int128(denominator.units))
            rest = Int64(truncatingIfNeeded: shifted % Int128(denominator.units))
            text += String(whole)
        }
        return DecimalText(text)
    }
}
