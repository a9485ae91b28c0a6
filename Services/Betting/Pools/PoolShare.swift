import Messages

/// One stake's share of what its play's backers divide, rounded down, and how much the rounding took.
struct PoolShare: Equatable {
    let payout: Amount
    /// What the rounding took, for comparing shares of the same play.
    let rest: RoundedOff

    /// - Parameter unit: what payouts are multiples of.
    init(of part: Amount, stake: Amount, stakes: Amount, unit: Amount = Amount(1)) {
        let product = Int128(part.units) * Int128(stake.units)
        let (quotient, remainder) = product.quotientAndRemainder(dividingBy: Int128(stakes.units))
        // Both fit: a stake is at most all stakes, so the quotient is at most the part, and the rest is below the divisor.
        let exact = Int64(truncatingIfNeeded: quotient)
        let over = exact % unit.units
        payout = Amount(exact - over)
        rest = RoundedOff(units: over, parts: Int64(truncatingIfNeeded: remainder))
    }

    /// What every stake is paid when the whole part is given out at once: shares rounded down, and the units left over by
    /// largest remainder, the earliest stake first, where they are given out at all. Settlement does the same in chunks,
    /// and is checked against this.
    static func payouts(
        of part: Amount, stakes: [Amount], unit: Amount = Amount(1), breakage: BreakageRule = .largestRemainder
    ) throws -> [Amount] {
        let total = try stakes.total()
        let shares = stakes.map { PoolShare(of: part, stake: $0, stakes: total, unit: unit) }
        var payouts = shares.map(\.payout)
        guard breakage == .largestRemainder else { return payouts }
        let leftover = try part - payouts.total()
        let byRest = shares.indices.sorted { left, right in
            (shares[right].rest, left) < (shares[left].rest, right)
        }
        for index in byRest.prefix(Int(leftover.units / unit.units)) { try payouts[index] += unit }
        return payouts
    }
}

/// What rounding took of a share: whole smallest units, and parts of one, of which the play's stakes make one.
struct RoundedOff: Comparable {
    let units: Int64
    let parts: Int64

    static func < (left: RoundedOff, right: RoundedOff) -> Bool {
        (left.units, left.parts) < (right.units, right.parts)
    }
}
