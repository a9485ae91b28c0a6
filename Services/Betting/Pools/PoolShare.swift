import Messages

/// One stake's share of what its play's backers divide, rounded down, and how much the rounding took.
struct PoolShare: Equatable {
    let payout: Amount
    /// In parts of a unit of which `stakes` make one, so that shares of the same play compare by it.
    let remainder: Int64

    init(of part: Amount, stake: Amount, stakes: Amount) {
        let product = Int128(part.units) * Int128(stake.units)
        let (quotient, rest) = product.quotientAndRemainder(dividingBy: Int128(stakes.units))
        // Both fit: a stake is at most all stakes, so the quotient is at most the part, and the rest is below the divisor.
        payout = Amount(Int64(truncatingIfNeeded: quotient))
        remainder = Int64(truncatingIfNeeded: rest)
    }

    /// What every stake is paid when the whole part is given out at once: shares rounded down, and the leftover units by
    /// largest remainder, the earliest stake first. Settlement does the same in chunks, and is checked against this.
    static func payouts(of part: Amount, stakes: [Amount]) throws -> [Amount] {
        let total = try stakes.total()
        let shares = stakes.map { PoolShare(of: part, stake: $0, stakes: total) }
        let leftover = try part - shares.map(\.payout).total()
        let byRemainder = shares.indices.sorted { left, right in
            (shares[right].remainder, left) < (shares[left].remainder, right)
        }
        var payouts = shares.map(\.payout)
        for index in byRemainder.prefix(Int(leftover.units)) { try payouts[index] += Amount(1) }
        return payouts
    }
}
