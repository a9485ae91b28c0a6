/// The border between probabilities, which are floating-point numbers, and money, which never is: what is staked is a part
/// of a bankroll that the mathematics says, and it becomes money here and nowhere else.
public enum Staking {
    public enum Fault: String, Error, CaseIterable {
        case notAFraction = "not_a_fraction"
        case negativeBankroll = "negative_bankroll"
        case badUnit = "bad_unit"
    }

    /// How fine a part is: what is calculated as 0.13999999999999999 is 0.14.
    private static let whole: Int64 = 1_000_000_000_000

    /// The part of a bankroll in smallest units: the floating-point number is taken to the nearest million-millionth, and from
    /// there on all is exact: multiplied, and cut down to a multiple of `unit`.
    public static func rounded(
        down fraction: Double, of bankroll: Int64, unit: Int64 = 1
    ) throws(Fault) -> Int64 {
        guard fraction >= 0, fraction <= 1 else { throw .notAFraction }  // which no NaN is
        guard bankroll >= 0 else { throw .negativeBankroll }
        guard unit > 0 else { throw .badUnit }
        let parts = Int64((fraction * Double(whole)).rounded())
        let units = Int64(Int128(bankroll) * Int128(parts) / Int128(whole))
        return units - units % unit
    }
}
