import Messages

extension LeaderboardPeriod {
    /// The days of the period that a day lies in, by their numbers since 1970; for all of the time there is no bound.
    func days(around day: Day) -> ClosedRange<Int64>? {
        switch self {
        case .all: return nil
        case .week: return day.monday.daysSince1970...day.monday.adding(days: 6).daysSince1970
        case .month:
            let first = day.firstOfMonth
            return first.daysSince1970...first.adding(months: 1).adding(days: -1).daysSince1970
        }
    }
}

extension LeaderboardKind {
    /// How many bets have to be won or lost: on a few, luck alone returns many times the stake.
    var minimumBets: Int64 { self == .returnPercent ? 10 : 1 }

    /// What somebody has on such a board, the more the better; nil for who is not on it.
    func value(of tally: Tally) -> Int64? {
        guard tally.settled >= minimumBets else { return nil }
        switch self {
        case .netProfit: return tally.net.units
        case .returnPercent: return ReturnRate.points(net: tally.net, staked: tally.staked)
        case .winnings: return tally.returned > .zero ? tally.returned.units : nil
        case .contestsWon: return tally.firsts > 0 ? tally.firsts : nil
        }
    }

    func text(_ value: Int64, in currency: Currency) -> DecimalText {
        switch self {
        case .netProfit, .winnings: DecimalText(units: value, scale: currency.scale)
        case .returnPercent: DecimalText(units: value, scale: 2)
        case .contestsWon: DecimalText(units: value, scale: 0)
        }
    }
}
