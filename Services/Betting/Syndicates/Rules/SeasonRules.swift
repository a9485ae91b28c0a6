import Messages

/// What of a season's settings its figures follow from. Days are of the season's time zone; whoever asks brings today's.
struct SeasonRules: Equatable {
    let start: Day
    let end: Day?
    /// Due every Monday from each player.
    let weekly: Amount
    /// So many weeks are a block, and each block adds so much to what may be bet.
    let blockWeeks: Int64
    let blockAmount: Amount
    /// Whether who joined later owes from then on, and not from the season's start.
    let countsFromJoining: Bool

    /// Nothing becomes due after the season's end.
    func lastDay(on today: Day) -> Day { min(end ?? today, today) }

    func isOver(on today: Day) -> Bool { end.map { $0 < today } ?? false }

    /// What a player should have paid by today.
    /// - Parameter left: the last day on which they were one of the active players, where that is over.
    func expected(joined: Day, left: Day? = nil, on today: Day) throws(AmountOverflow) -> Amount {
        let from = countsFromJoining ? max(start, joined) : start
        let through = left.map { min($0, lastDay(on: today)) } ?? lastDay(on: today)
        return try weekly.times(Mondays.count(from: from, through: through))
    }

    /// What may be bet in all by today: ⌈(⌊days/7⌋+1)/6⌉ blocks with six weeks to a block, so that the first counts
    /// from the first day.
    func budget(on today: Day) throws(AmountOverflow) -> Amount {
        let days = lastDay(on: today).daysSince1970 - start.daysSince1970
        guard days >= 0 else { return .zero }
        let weeks = days / 7 + 1
        return try blockAmount.times((weeks + blockWeeks - 1) / blockWeeks)
    }
}

/// Mondays, on which contributions are due.
enum Mondays {
    /// How many there are from one day through another, both included.
    static func count(from first: Day, through last: Day) -> Int64 {
        max(0, until(last) - until(first.adding(days: -1)))
    }

    /// 1970 began on a Thursday, so that its first Monday was day 4.
    private static func until(_ day: Day) -> Int64 { (day.daysSince1970 - 4).flooredDivision(by: 7) }
}

extension Amount {
    func times(_ count: Int64) throws(AmountOverflow) -> Amount {
        let (product, overflow) = units.multipliedReportingOverflow(by: count)
        if overflow { throw AmountOverflow() }
        return Amount(product)
    }
}
