import Messages
import Storage

// Bets that a list shows, newest first. A reserved one is undecided and in no list.

extension StoredBet {
    static func ofUser(
        _ user: ID<User>, before id: ID<Bet>, limit: Int, in database: Connection
    ) throws -> [StoredBet] {
        try database.rows(
            """
            SELECT number, id, event, play, user, hold, stake, status, payout, placed_at, settled_at
            FROM bet WHERE user = ? AND id < ? AND status <> 'reserved' ORDER BY id DESC LIMIT ?
            """, user, id, limit, read: read)
    }

    static func ofEvent(
        _ event: ID<BettingEvent>, before id: ID<Bet>, limit: Int, in database: Connection
    ) throws -> [StoredBet] {
        try database.rows(
            """
            SELECT number, id, event, play, user, hold, stake, status, payout, placed_at, settled_at
            FROM bet WHERE event = ? AND id < ? AND status <> 'reserved' ORDER BY id DESC LIMIT ?
            """, event, id, limit, read: read)
    }

    static func ofUser(
        _ user: ID<User>, in event: ID<BettingEvent>, before id: ID<Bet>, limit: Int, in database: Connection
    ) throws -> [StoredBet] {
        try database.rows(
            """
            SELECT number, id, event, play, user, hold, stake, status, payout, placed_at, settled_at
            FROM bet WHERE event = ? AND user = ? AND id < ? AND status <> 'reserved' ORDER BY id DESC LIMIT ?
            """, event, user, id, limit, read: read)
    }
}
