import Messages
import Runtime
import Storage

/// A play's row.
struct StoredPlay {
    /// Its place in the order in which plays were added.
    let number: Int64
    let id: ID<Play>
    let event: ID<BettingEvent>
    let user: ID<User>?
    let name: String?
    var score: Int64?
    /// All that is staked on it.
    let stakes: Amount
    /// By how many bets.
    let bets: Int64
    let state: PlayState
    /// What had been staked on it when it was withdrawn, and what of that was given back.
    let withdrawn: Amount
    let returned: Amount
    /// The stake on themself that its player had to place on joining.
    let selfBet: ID<Bet>?

    var isPlaying: Bool { state == .playing }

    func view(in currency: Currency) -> Play {
        Play(
            id: id, event: event, user: user, name: name, score: score, state: state,
            refunds: isPlaying
                ? nil : Play.Refunds(stakes: Money(withdrawn, currency), returned: Money(returned, currency)))
    }

    /// A play of that event; those of others do not exist for it.
    static func find(_ id: ID<Play>, of event: ID<BettingEvent>, in database: Connection) throws -> StoredPlay? {
        try database.first(
            """
            SELECT number, id, event, user, name, score, stakes, bets, state, withdrawn, returned,
                self_bet
            FROM play WHERE id = ? AND event = ?
            """, id, event, read: read)
    }

    /// The play, or the refusal that says that the event has none such.
    static func existing(_ id: ID<Play>, of event: ID<BettingEvent>, in database: Connection) throws -> StoredPlay {
        guard let play = try find(id, of: event, in: database) else { throw Rejection.notFound("play in this event") }
        return play
    }

    static func list(
        of event: ID<BettingEvent>, after number: Int64 = 0, limit: Int, in database: Connection
    ) throws -> [StoredPlay] {
        try database.rows(
            """
            SELECT number, id, event, user, name, score, stakes, bets, state, withdrawn, returned,
                self_bet
            FROM play WHERE event = ? AND number > ? ORDER BY number LIMIT ?
            """, event, number, limit, read: read)
    }

    private static func read(_ row: borrowing Row) throws -> StoredPlay {
        StoredPlay(
            number: try row.value(0), id: try row.value(1), event: try row.value(2), user: try row.value(3),
            name: try row.value(4), score: try row.value(5), stakes: try row.value(6), bets: try row.value(7),
            state: try row.value(8), withdrawn: try row.value(9), returned: try row.value(10),
            selfBet: try row.value(11))
    }
}
