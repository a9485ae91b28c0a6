import Messages

/// What becomes of a contest's money. Always: pool + overlay = commission + awarded + unawarded.
struct ContestFigures: Equatable {
    let commission: Amount
    /// What the places share.
    let money: Amount
    let table: PrizeTable
    /// What the house adds to the pool.
    let overlay: Amount
    /// What goes to the house because no place got it.
    let unawarded: Amount

    /// The house takes its commission only of what exceeds the promise: it does not take with one hand what it adds with
    /// the other.
    init(
        pool: Amount, commissionPoints: Int64, promised: Amount?, plan: PrizePlan, filled: Int64,
        unfilled: UnfilledPrizes
    ) throws {
        commission = try ContestFigures.commission(of: pool, points: commissionPoints, promised: promised)
        let net = try pool - commission
        money = max(net, promised ?? .zero)
        table = PrizeTable(plan, money: money, filled: filled, unfilled: unfilled)
        overlay = max(.zero, try table.awarded - net)
        unawarded = max(.zero, try net - table.awarded)
    }

    static func commission(of pool: Amount, points: Int64, promised: Amount?) throws -> Amount {
        let full = Takeout.amount(of: pool, basisPoints: points)
        guard let promised else { return full }
        return min(full, max(.zero, try pool - promised))
    }
}
