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
    let payout: Amount

    init(_ number: Int64, in database: Connection) throws {
        let bets = try database.rows(
            "SELECT number, id, user, hold, stake, payout FROM bet WHERE number = ?", number, read: SettledBet.read)
        precondition(bets.count == 1, "a bet vanished from under its settlement")
        self = bets[0]
    }

    private init(
        number: Int64, id: ID<Bet>, user: ID<User>, hold: ID<Hold>, stake: Amount, payout: Amount
    ) {
        (self.number, self.id, self.user, self.hold) = (number, id, user, hold)
        (self.stake, self.payout) = (stake, payout)
    }

    static func read(_ row: borrowing Row) throws -> SettledBet {
        SettledBet(
            number: try row.value(0), id: try row.value(1), user: try row.value(2), hold: try row.value(3),
            stake: try row.value(4), payout: try row.value(5, as: Amount?.self) ?? .zero)
    }

    /// Marks the bet as over and tells of it.
    func close(as outcome: BetStatus, of event: StoredEvent, in context: CommandContext) throws {
        try context.database.run(
            """
            UPDATE bet SET status = ?, payout = ?, remainder = NULL, settled_at = ?,
                payment = CASE payment WHEN 'paying' THEN 'paid' END
            WHERE number = ?
            """, outcome, payout, context.now, number)
        try context.emit(
            BetSettled(
                bet: id, event: event.id, gambler: user, outcome: outcome, stake: Money(stake, event.currency),
                payout: Money(payout, event.currency)))
    }
}
