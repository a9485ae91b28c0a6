import Messages
import Runtime
import Storage

/// An entry at the end of its way.
struct EndedEntry {
    let number: Int64
    let id: ID<ContestEntry>
    let user: ID<User>
    let hold: ID<Hold>?
    let fee: Amount
    let winnerRank: Int64?
    let prize: Amount

    init(_ number: Int64, in database: Connection) throws {
        let entries = try database.rows(
            "SELECT number, id, user, hold, fee, winner_rank, prize FROM contest_entry WHERE number = ?", number,
            read: EndedEntry.read)
        precondition(entries.count == 1, "an entry vanished from under its settlement")
        self = entries[0]
    }

    private init(
        number: Int64, id: ID<ContestEntry>, user: ID<User>, hold: ID<Hold>?, fee: Amount, winnerRank: Int64?,
        prize: Amount
    ) {
        (self.number, self.id, self.user, self.hold) = (number, id, user, hold)
        (self.fee, self.winnerRank, self.prize) = (fee, winnerRank, prize)
    }

    static func read(_ row: borrowing Row) throws -> EndedEntry {
        EndedEntry(
            number: try row.value(0), id: try row.value(1), user: try row.value(2), hold: try row.value(3),
            fee: try row.value(4), winnerRank: try row.value(5), prize: try row.value(6, as: Amount?.self) ?? .zero)
    }

    /// Marks the entry as over and tells of it.
    func close(as outcome: ContestEntryStatus, of contest: StoredContest, in context: CommandContext) throws {
        let payout = outcome == .refunded ? fee : prize
        try context.database.run(
            """
            UPDATE contest_entry SET status = ?, prize = ?, settled_at = ?,
                payment = CASE payment WHEN 'paying' THEN 'paid' END
            WHERE number = ?
            """, outcome, prize, context.now, number)
        let results = DailyResults(
            user: user, kind: .contestEntry, sport: contest.sport, currency: contest.currency)
        let ending: WagerEnding = outcome == .won ? .won : outcome == .lost ? .lost : .refunded
        try results.count(Tally(ending, stake: fee, payout: payout, isFirst: winnerRank == 1), in: context)
        try context.emit(
            ContestEntrySettled(
                entry: id, contest: contest.id, user: user, outcome: outcome, winnerRank: winnerRank,
                fee: contest.money(fee), payout: contest.money(payout)))
    }
}
