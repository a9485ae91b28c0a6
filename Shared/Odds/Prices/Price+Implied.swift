// The border that exact numbers cross to become probabilities, in this direction only.

extension Price {
    /// The probability at which the price is neither good nor bad.
    var implied: Double { Double(profit.denominator) / (Double(profit.numerator) + Double(profit.denominator)) }
    /// One less that, not by subtraction: it keeps its digits at the shortest prices.
    var impliedAgainst: Double { Double(profit.numerator) / (Double(profit.numerator) + Double(profit.denominator)) }
}

extension Rational {
    var value: Double { Double(numerator) / Double(denominator) }
}
