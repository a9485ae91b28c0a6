/// One sum staked on every outcome, so that as nearly as whole units allow the same comes back whichever comes true. At
/// prices that together have no margin it is more than was staked.
public struct Arbitrage: Sendable, Equatable {
    /// In smallest units, in the order of the prices. Their sum is the total that there was to stake, less what is not a
    /// whole unit of stake.
    public let stakes: [Int64]
    /// What comes back if the outcome comes true, cut down.
    public let returns: [Int64]
    public let staked: Int64
    /// The least of the returns: what is sure.
    public let worst: Int64

    public enum Fault: String, Error, CaseIterable {
        case nothingToStake = "nothing_to_stake"
        case badUnit = "bad_unit"
        case overflow = "amount_overflow"
    }

    /// The outcomes' parts of the total are whole thousand-billionths, so that dividing it is exact from there on.
    private static let parts: Int64 = 1_000_000_000_000_000

    /// Stakes are multiples of `unit`. What cannot be divided goes to the outcomes with the largest remainders, to earlier
    /// ones where those are equal.
    public init(_ book: Book, total: Int64, unit: Int64 = 1) throws(Fault) {
        guard unit > 0 else { throw .badUnit }
        let units = total / unit
        guard units > 0 else { throw .nothingToStake }
        var weights: [Int64] = []
        for price in book.prices {
            guard let inverse = try? Rational(price.decimal.denominator, price.decimal.numerator),
                let weight = try? inverse.units(scale: Self.parts, .nearest).units
            else { throw .overflow }
            weights.append(weight)
        }
        // Two hundred outcomes of at most 10¹⁵ parts each fit easily, and so do their products with any total.
        let whole = weights.reduce(Int128(0)) { $0 + Int128($1) }
        var (stakes, remainders): ([Int64], [Int128]) = ([], [])
        for weight in weights {
            let (quotient, rest) = (Int128(units) * Int128(weight)).quotientAndRemainder(dividingBy: whole)
            stakes.append(Int64(quotient))
            remainders.append(rest)
        }
        let left = units - stakes.reduce(0, +)
        let first = weights.indices.sorted { (remainders[$0], $1) > (remainders[$1], $0) }
        for index in first.prefix(Int(left)) { stakes[index] += 1 }
        self.stakes = stakes.map { $0 * unit }
        staked = units * unit
        var returns: [Int64] = []
        for (stake, price) in zip(self.stakes, book.prices) {
            do { returns.append(try Returns.won(stake, at: price)) } catch { throw .overflow }
        }
        (self.returns, worst) = (returns, returns.min() ?? 0)
    }
}
