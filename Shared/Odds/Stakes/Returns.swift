/// What bets bring back, in smallest units of money: exact fractions of stakes, cut down to whole units at the very end.
public enum Returns {
    public enum Fault: String, Error, CaseIterable {
        case overflow = "amount_overflow"
        case badTerms = "bad_terms"
    }

    /// A stake times a factor, cut down.
    public static func of(_ stake: Int64, times factor: Rational) throws(Fault) -> Int64 {
        guard stake >= 0, factor >= .zero else { throw .badTerms }
        // Exact in 128 bits, whatever the terms.
        let units = Int128(stake) * Int128(factor.numerator) / Int128(factor.denominator)
        guard let whole = Int64(exactly: units) else { throw .overflow }
        return whole
    }

    /// A winning stake with its profit.
    public static func won(_ stake: Int64, at price: Price) throws(Fault) -> Int64 {
        try of(stake, times: price.decimal)
    }

    /// A stake on one of several who tie for fewer places: the part places/tied of it wins at the full price, the rest is
    /// lost.
    public static func deadHeat(_ stake: Int64, at price: Price, places: Int64, tied: Int64) throws(Fault) -> Int64 {
        guard places >= 1, tied >= places else { throw .badTerms }
        return try of(stake, times: exactly(try price.decimal * Rational(places, tied)))
    }

    /// How a selection came in.
    public enum Placing: Sendable, CaseIterable { case won, placed, lost }

    /// Two equal bets, `stake` each: on winning, and on being placed at a part of the odds.
    public static func eachWay(
        _ stake: Int64, at price: Price, partOfOdds: Rational, placing: Placing
    ) throws(Fault) -> Int64 {
        guard partOfOdds > .zero, partOfOdds <= .one else { throw .badTerms }
        let place = try of(stake, times: exactly(try price.profit * partOfOdds + .one))
        switch placing {
        case .lost: return 0
        case .placed: return place
        case .won:
            let (sum, isTooLarge) = place.addingReportingOverflow(try won(stake, at: price))
            if isTooLarge { throw .overflow }
            return sum
        }
    }

    static func exactly(_ result: @autoclosure () throws -> Rational) throws(Fault) -> Rational {
        do { return try result() } catch { throw .overflow }
    }
}
