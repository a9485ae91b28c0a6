import Messages
import Runtime
import Storage

/// A bet's row.
struct StoredBet {
    /// Its place in the order in which bets were placed.
    let number: Int64
    let id: ID<Bet>
    let event: ID<BettingEvent>
    let play: ID<Play>
    let user: ID<User>
    let hold: ID<Hold>
    let stake: Amount
    let status: BetStatus
    let payout: Amount?
    let placedAt: Timestamp
    let settledAt: Timestamp?

    func view(in currency: Currency) -> Bet {
        let isSettled = settledAt != nil
        return Bet(
            id: id, event: event, play: play, gambler: user, stake: Money(stake, currency), status: status,
            payout: isSettled ? payout.map { Money($0, currency) } : nil, placedAt: placedAt, settledAt: settledAt)
    }

    static func find(_ id: ID<Bet>, in database: Connection) throws -> StoredBet? {
        try database.first(
            """
            SELECT number, id, event, play, user, hold, stake, status, payout, placed_at, settled_at
            FROM bet WHERE id = ?
            """, id, read: read)
    }

    static func read(_ row: borrowing Row) throws -> StoredBet {
        StoredBet(
            number: try row.value(0), id: try row.value(1), event: try row.value(2), play: try row.value(3),
            user: try row.value(4), hold: try row.value(5), stake: try row.value(6), status: try row.value(7),
            payout: try row.value(8), placedAt: try row.value(9), settledAt: try row.value(10))
    }
}
