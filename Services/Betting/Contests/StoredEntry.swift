import Messages
import Runtime
import Storage

/// An entry's row.
struct StoredEntry {
    /// Its place in the order in which entries were begun.
    let number: Int64
    let id: ID<ContestEntry>
    let contest: ID<Contest>
    let user: ID<User>
    let hold: ID<Hold>?
    let code: String?
    let fee: Amount
    let status: ContestEntryStatus
    let score: ContestScore?
    let givenRank: Int64?
    let winnerRank: Int64?
    let prize: Amount?
    let createdAt: Timestamp
    let settledAt: Timestamp?

    static func find(_ id: ID<ContestEntry>, in database: Connection) throws -> StoredEntry? {
        try database.first(
            """
            SELECT number, id, contest, user, hold, code, fee, status, score, given_rank, winner_rank, prize,
                created_at, settled_at
            FROM contest_entry WHERE id = ?
            """, id, read: read)
    }

    static func read(_ row: borrowing Row) throws -> StoredEntry {
        StoredEntry(
            number: try row.value(0), id: try row.value(1), contest: try row.value(2), user: try row.value(3),
            hold: try row.value(4), code: try row.value(5), fee: try row.value(6), status: try row.value(7),
            score: try row.value(8), givenRank: try row.value(9), winnerRank: try row.value(10),
            prize: try row.value(11), createdAt: try row.value(12), settledAt: try row.value(13))
    }

    /// How many entries a user has in a contest, reserved ones included.
    static func count(of user: ID<User>, in contest: ID<Contest>, _ database: Connection) throws -> Int64 {
        try database.first(
            "SELECT COUNT(*) FROM contest_entry WHERE contest = ? AND user = ?", contest, user
        ) { try $0.value(0) } ?? 0
    }

    /// How many entries of a user are not over: what they may still be owed by contests.
    static func openCount(of user: ID<User>, in database: Connection) throws -> Int {
        try database.first(
            "SELECT COUNT(*) FROM contest_entry WHERE user = ? AND settled_at IS NULL", user
        ) { try $0.value(0) } ?? 0
    }

    /// A contest's entries after one of them, in their order, up to one; reserved ones are in no list.
    static func list(
        of contest: ID<Contest>, after number: Int64, through end: Int64 = .max, limit: Int, in database: Connection
    ) throws -> [StoredEntry] {
        try database.rows(
            """
            SELECT number, id, contest, user, hold, code, fee, status, score, given_rank, winner_rank, prize,
                created_at, settled_at
            FROM contest_entry WHERE contest = ? AND number > ? AND number <= ? AND status <> 'reserved'
            ORDER BY number LIMIT ?
            """, contest, number, end, limit, read: read)
    }
}
