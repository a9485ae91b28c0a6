/// The border between probabilities, which are floating-point numbers, and money, which never is: what is staked is a part
/// of a bankroll that the mathematics says, and it becomes money here and nowhere else.
public enum Staking {
    public enum Fault: String, Error, CaseIterable {
        case notAFraction = "not_a_fraction"
        case negativeBankroll = "negative_bankroll"
        case badUnit = "bad_unit"
    }

    /// The part of a bankroll in smallest units, never more than the part says: the floating-point number is taken as the
    /// exact binary fraction that it is, multiplied exactly, and cut down to a multiple of `unit`.
    public static func rounded(
        down fraction: Double, of bankroll: Int64, unit: Int64 = 1
    ) throws(Fault) -> Int64 {
        guard fraction >= 0, fraction <= 1 else { throw .notAFraction }  // which no NaN is
        guard bankroll >= 0 else { throw .negativeBankroll }
        guard unit > 0 else { throw .badUnit }
        if fraction == 0 { return 0 }
        // fraction = significand · 2^−shift, with 53 bits of significand.
        let significand = UInt128(fraction.significandBitPattern | (fraction.isNormal ? 1 << 52 : 0))
        let shift = 52 - (fraction.isNormal ? Int(fraction.exponent) : -1022)
        let product = significand * UInt128(bankroll)
        let units = shift < 128 ? Int64(product >> UInt128(shift)) : 0
        return units - units % unit
    }
}
