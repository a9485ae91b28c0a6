import Messages

/// Everything that is calculated of a season, from its rules, what each player's entries come to, and today.
struct SeasonFigures: Equatable {
    /// Somebody who is in the season.
    struct Player {
        let joined: Day
        /// The last day on which they were active; nil while they are.
        let left: Day?
        let sums: SeasonSums
    }

    /// What is calculated of one player.
    struct Line: Equatable {
        let net: Amount
        let profit: Amount
        let profitPoints: Int64?
        let expected: Amount
        /// What is missing of it.
        let arrears: Amount
        /// The part of all winnings; none for who is not active.
        let share: Amount
        /// What they would be given now. Negative for who owes more than their share.
        let payout: Amount
    }

    let total: SeasonSums
    let bank: Amount
    let budget: Amount
    /// What of the budget is not bet.
    let budgetLeft: Amount
    let activePlayers: Int64
    /// The part of each active player in all winnings, in whole smallest units.
    let share: Amount
    /// What no share has, because it does not divide.
    let remainder: Amount
    let expected: Amount
    let arrears: Amount
    let lines: [Line]

    init(_ rules: SeasonRules, _ players: [Player], on today: Day) throws(AmountOverflow) {
        var total = SeasonSums()
        var active: Int64 = 0
        for player in players {
            total = try total + player.sums
            if player.left == nil { active += 1 }
        }
        let (share, remainder) = SeasonFigures.share(of: total.won, among: active)
        var lines: [Line] = []
        for player in players {
            lines.append(try Line(player, rules, share: player.left == nil ? share : .zero, on: today))
        }
        (self.total, activePlayers, self.share, self.remainder) = (total, active, share, remainder)
        self.lines = lines
        bank = try total.bank()
        budget = try rules.budget(on: today)
        budgetLeft = try budget - total.staked
        expected = try lines.map(\.expected).total()
        arrears = try lines.map(\.arrears).total()
    }

    /// Equal parts of all that was won, and what is over.
    static func share(of won: Amount, among players: Int64) -> (share: Amount, remainder: Amount) {
        guard players > 0 else { return (.zero, won) }
        let share = won.units.flooredDivision(by: players)
        return (Amount(share), Amount(won.units - share * players))
    }
}

extension SeasonFigures.Line {
    init(
        _ player: SeasonFigures.Player, _ rules: SeasonRules, share: Amount, on today: Day
    ) throws(AmountOverflow) {
        let sums = player.sums
        expected = try rules.expected(joined: player.joined, left: player.left, on: today)
        (net, profit, profitPoints, self.share) = (try sums.net(), try sums.profit(), try sums.profitPoints(), share)
        arrears = max(.zero, try expected - sums.paidIn)
        let ahead = try net - expected
        payout = try ahead + share
    }
}
