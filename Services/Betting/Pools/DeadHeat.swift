import Messages

/// How winners who are level share a pool.
enum DeadHeat {
    /// What each winner's backers divide, in the winners' order; together it is the whole.
    static func parts(of whole: Amount, stakes: [Amount], by rule: DeadHeatRule) throws -> [Amount] {
        switch rule {
        case .equalParts: equalParts(of: whole, among: stakes.count)
        case .stakesBack: try stakesBack(of: whole, stakes: stakes)
        }
    }

    /// Equal parts that make up the whole: what does not divide goes, a unit each, to the earliest.
    static func equalParts(of whole: Amount, among count: Int) -> [Amount] {
        guard count > 0 else { return [] }
        let (part, leftover) = whole.units.quotientAndRemainder(dividingBy: Int64(count))
        return (0..<count).map { Amount(part + ($0 < leftover ? 1 : 0)) }
    }

    /// The winners' own stakes, and equal parts of what is above them. Where takeout has left less than the stakes, there
    /// is no profit to divide, and all lose the same share.
    static func stakesBack(of whole: Amount, stakes: [Amount]) throws -> [Amount] {
        let staked = try stakes.total()
        guard whole >= staked else { return try PoolShare.payouts(of: whole, stakes: stakes) }
        let profit = equalParts(of: try whole - staked, among: stakes.count)
        return try zip(stakes, profit).map { try $0 + $1 }
    }
}
