import Messages
import Runtime
import Storage

/// A bet at the end of its way.
struct SettledBet {
    let number: Int64
    let id: ID<Bet>
    let user: ID<User>
    let hold: ID<Hold>
    let stake: Amount
    /// What it gets, once that is decided.
    let payout: Amount

    /// Of the columns number, id, user, hold, stake and payout.
    static func read(_ row: borrowing Row) throws -> SettledBet {
        SettledBet(
            number: try row.value(0), id: try row.value(1), user: try row.value(2), hold: try row.value(3),
            stake: try row.value(4), payout: try row.value(5, as: Amount?.self) ?? .zero)
    }

    /// Marks the bet as over and tells of it.
    func close(
        as outcome: BetStatus, payout: Amount, of event: StoredEvent, in context: CommandContext
    ) throws {
        try context.database.run(
            "UPDATE bet SET status = ?, payout = ?, settled_at = ? WHERE number = ?", outcome, payout, context.now,
            number)
        let results = DailyResults(user: user, kind: .poolBet, sport: event.sport, currency: event.currency)
        let ending: WagerEnding = outcome == .won ? .won : outcome == .lost ? .lost : .refunded
        try results.count(Tally(ending, stake: stake, payout: payout), in: context)
        try context.emit(
            BetSettled(
                bet: id, event: event.id, gambler: user, outcome: outcome, stake: Money(stake, event.currency),
                payout: Money(payout, event.currency)))
    }
}
