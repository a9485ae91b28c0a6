import Messages

/// A pool's policy in units of its currency: what the rules of its settlement go by.
struct PoolRules: Equatable {
    var deadHeat = DeadHeatRule.equalParts
    var noWinner = NoWinnerRule.refund
    var rollOverTo: ID<BettingEvent>?
    var roundingUnit = Amount(1)
    var breakage = BreakageRule.largestRemainder
    /// What a unit brings at least.
    var minimumDividend: Dividend?
    var minusPool = MinusPoolRule.nobody

    /// Whether the house may have to put something in.
    var isHouseAtRisk: Bool { minimumDividend != nil && minusPool != .nobody }

    /// Whether the house may keep something of what rounding leaves of each payout.
    var keepsBreakage: Bool { breakage == .house }

    /// The coarsest rounding that anybody may lay down, in smallest units: a euro of a pool in euros. Less than a rounding unit
    /// is the house's, so that a coarse one can take a whole small pool.
    static let freeRounding = Amount(100)

    func policy(in currency: Currency) -> PoolPolicy {
        PoolPolicy(
            deadHeat: deadHeat, noWinner: noWinner, rollOverTo: rollOverTo,
            roundingUnit: DecimalText(units: roundingUnit.units, scale: currency.scale), breakage: breakage,
            minimumDividend: minimumDividend?.text, minusPool: minusPool)
    }
}

/// What a stake of one unit brings, in ten-thousandths.
struct Dividend: Equatable {
    static let scale = 4
    static let one: Int64 = 10_000
    /// Ten for one. More than that would be no minimum but a prize.
    static let most = Dividend(parts: 10 * one)

    let parts: Int64

    /// Without needless zeros, at least two decimals.
    var text: DecimalText {
        parts.isMultiple(of: 100) ? DecimalText(units: parts / 100, scale: 2) : DecimalText(units: parts, scale: 4)
    }

    /// What so much staked brings, rounded up: not a unit less than was promised. It leaves 64 bits only where the pool was
    /// let grow beyond `PoolBound`.
    func brought(by stakes: Amount) throws(AmountOverflow) -> Amount {
        let product = Int128(stakes.units) * Int128(parts)
        let (whole, rest) = product.quotientAndRemainder(dividingBy: Int128(Dividend.one))
        guard let units = Int64(exactly: whole + (rest > 0 ? 1 : 0)) else { throw AmountOverflow() }
        return Amount(units)
    }
}

/// How large a pool may grow, so that whatever becomes of it can be counted.
enum PoolBound {
    /// Whether stakes, what came from other events and the most that the house may have to add fit in one sum.
    static func holds(stakes: Amount, rolledIn: Amount, rules: PoolRules) -> Bool {
        let factor = rules.isHouseAtRisk ? max(rules.minimumDividend?.parts ?? 0, Dividend.one) : Dividend.one
        // Each play's part is rounded up by itself.
        let most = Int128(stakes.units) * Int128(factor) / Int128(Dividend.one) + Int128(rolledIn.units)
        return most + Int128(playLimit) <= Int128(Int64.max) || (factor == Dividend.one && most <= Int128(Int64.max))
    }
}
