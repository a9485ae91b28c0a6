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
    let score: Int64?
    /// All that is staked on it.
    let stakes: Amount
    /// By how many bets.
    let bets: Int64

    var view: Play { Play(id: id, event: event, user: user, name: name, score: score) }

    /// A play of that event; those of others do not exist for it.
    static func find(_ id: ID<Play>, of event: ID<BettingEvent>, in database: Connection) throws -> StoredPlay? {
        try database.first(
            "SELECT number, id, event, user, name, score, stakes, bets FROM play WHERE id = ? AND event = ?", id, event,
            read: read)
    }

    static func list(
        of event: ID<BettingEvent>, after number: Int64 = 0, limit: Int, in database: Connection
    ) throws -> [StoredPlay] {
        try database.rows(
            """
            SELECT number, id, event, user, name, score, stakes, bets FROM play WHERE event = ? AND number > ?
            ORDER BY number LIMIT ?
            """, event, number, limit, read: read)
    }

    private static func read(_ row: borrowing Row) throws -> StoredPlay {
        StoredPlay(
            number: try row.value(0), id: try row.value(1), event: try row.value(2), user: try row.value(3),
            name: try row.value(4), score: try row.value(5), stakes: try row.value(6),
            bets: try row.value(7))
    }
}
