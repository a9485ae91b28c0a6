import Messages
import Runtime
import Storage

/// One chunk of bets being decided on. What many of them change is written once.
struct SettlementTurn {
    private let event: StoredEvent
    private let outcome: PoolOutcome
    private let unit: Amount
    private let context: CommandContext
    private var due: [ID<User>: Amount] = [:]
    private var given: [ID<Play>: Amount] = [:]
    private var cuts: [ID<Play>: RemainderCut] = [:]
    private var closed = 0

    init(event: StoredEvent, outcome: PoolOutcome, unit: Amount, _ context: CommandContext) {
        (self.event, self.outcome, self.unit, self.context) = (event, outcome, unit, context)
    }

    private struct Undecided {
        let bet: SettledBet
        let play: ID<Play>
        let stakes: Amount
        let part: Amount?
    }

    /// - Returns: The last bet's number; nil where none was left.
    mutating func decide(after number: Int64, limit: Int) throws -> Int64? {
        let bets = try context.database.rows(
            """
            SELECT bet.number, bet.id, bet.user, bet.hold, bet.stake, bet.payout, bet.play, play.stakes, play.part
            FROM bet JOIN play ON play.id = bet.play
            WHERE bet.event = ? AND bet.number > ? AND bet.status = 'accepted' ORDER BY bet.number LIMIT ?
            """, event.id, number, limit
        ) { row in
            Undecided(
                bet: try SettledBet.read(row), play: try row.value(6), stakes: try row.value(7),
                part: try row.value(8))
        }
        guard let last = bets.last else { return nil }
        for bet in bets { try decide(bet) }
        try write(count: bets.count)
        return last.bet.number
    }

    private mutating func decide(_ bet: Undecided) throws {
        let payout = try payout(of: bet)
        guard payout > .zero else {
            closed += 1
            let isWinner = outcome == .payout && bet.part != nil
            return try bet.bet.close(as: isWinner ? .won : .lost, payout: .zero, of: event, in: context)
        }
        try context.database.run("UPDATE bet SET payout = ? WHERE number = ?", payout, bet.bet.number)
        due[bet.bet.user] = try due[bet.bet.user, default: .zero] + payout
    }

    private mutating func payout(of bet: Undecided) throws -> Amount {
        switch outcome {
        case .refund: return bet.bet.stake
        case .rollOver, .unknown: return .zero
        case .payout: break
        }
        guard let part = bet.part else { return .zero }
        let share = PoolShare(of: part, stake: bet.bet.stake, stakes: bet.stakes, unit: unit)
        var payout = share.payout
        if var cut = try cuts[bet.play] ?? RemainderCut.find(of: bet.play, in: context.database) {
            if cut.grants(share.rest) { try payout += unit }
            cuts[bet.play] = cut
        }
        given[bet.play] = try given[bet.play, default: .zero] + payout
        return payout
    }

    /// In order, so that the same chunk always leaves the same database.
    private func write(count: Int) throws {
        let database = context.database
        for (user, amount) in due.sorted(by: { $0.key < $1.key }) {
            try database.run("UPDATE gambler SET due = due + ? WHERE event = ? AND user = ?", amount, event.id, user)
        }
        for (play, amount) in given.sorted(by: { $0.key < $1.key }) {
            try database.run(
                "UPDATE play SET leftover = leftover - ?, cut_units = ? WHERE id = ?", amount, cuts[play]?.units ?? 0,
                play)
        }
        try database.run(
            "UPDATE settlement SET decided = decided + ?, closed = closed + ? WHERE event = ?", count, closed, event.id)
    }
}
