import Messages
import Storage

/// A stake of somebody's that is not over: what was accepted and is not yet settled and paid. An index of its own has
/// those alone, so that reading them costs nothing for what is long over.
struct OpenStake {
    let currency: String
    let sport: String
    let stake: Amount

    static func each(
        of user: ID<User>, _ kind: WagerKind, in database: Connection, _ body: (OpenStake) throws -> Void
    ) throws {
        func take(_ row: borrowing Row) throws -> Bool {
            try body(OpenStake(currency: try row.value(0), sport: try row.value(1), stake: try row.value(2)))
            return true
        }
        switch kind {
        case .poolBet:
            try database.each(
                """
                SELECT currency, COALESCE(sport, ''), stake FROM bet CROSS JOIN event ON event.id = bet.event
                WHERE user = ? AND settled_at IS NULL AND bet.status IN ('accepted','cancelling')
                """, user, read: take)
        case .contestEntry:
            try database.each(
                """
                SELECT currency, COALESCE(sport, ''), contest_entry.fee
                FROM contest_entry CROSS JOIN contest ON contest.id = contest_entry.contest
                WHERE user = ? AND settled_at IS NULL AND contest_entry.status = 'entered'
                """, user, read: take)
        case .peerBet:
            try database.each(
                """
                SELECT currency, COALESCE(sport, ''), stake
                FROM peer_stake CROSS JOIN peer_bet ON peer_bet.id = peer_stake.bet
                WHERE user = ? AND settled_at IS NULL AND place IS NOT NULL
                """, user, read: take)
        }
    }
}
