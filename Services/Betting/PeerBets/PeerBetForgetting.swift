import Messages
import Runtime
import Storage

/// What betting forgets of a person: the words of the peer bets that they made, and of their disputes. All of these are
/// over by then.
enum PeerBetForgetting {
    private static let betsAtOnce = 100

    static func rule(_ user: ID<User>, _ position: Int64, _ context: CommandContext) throws -> Int64? {
        let bets: [(number: Int64, id: ID<PeerBet>)] = try context.database.rows(
            """
            SELECT number, id FROM peer_bet WHERE creator = ?1 AND number > ?2 AND ended_at IS NOT NULL
            UNION SELECT number, id FROM peer_bet WHERE disputed_by = ?1 AND number > ?2
            ORDER BY number LIMIT ?3
            """, user, position, betsAtOnce
        ) { (try $0.value(0), try $0.value(1)) }
        for bet in bets { try forget(bet.id, of: user, in: context.database) }
        return bets.last?.number
    }

    /// A person's own words only: what another wrote stays theirs.
    private static func forget(_ bet: ID<PeerBet>, of user: ID<User>, in database: Connection) throws {
        try database.run("UPDATE peer_bet SET dispute_reason = NULL WHERE id = ? AND disputed_by = ?", bet, user)
        let isOwn = try database.run(
            "UPDATE peer_bet SET title = 'forgotten', terms = NULL, terms_salt = x'' WHERE id = ? AND creator = ?", bet,
            user)
        if isOwn > 0 { try database.run("UPDATE peer_outcome SET name = 'forgotten' WHERE bet = ?", bet) }
    }
}
