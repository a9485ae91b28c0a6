import Messages
import Runtime
import Storage

/// What betting forgets of a person's tracked bets: what they wrote about them and what books call them. Market, money and
/// results stay, since sums are made of them, under an id that says nothing any more.
enum TrackedForgetting {
    private static let atOnce = 100

    /// - Returns: Whether there is more to forget.
    static func forgetSome(of user: ID<User>, in context: CommandContext) throws -> Bool {
        let bets = try forgetBets(of: user, in: context.database)
        if bets == atOnce { return true }
        return try forgetMoney(of: user, in: context.database) == atOnce
    }

    private static func forgetBets(of user: ID<User>, in database: Connection) throws -> Int {
        let found: [ID<TrackedBet>] = try database.rows(
            """
            SELECT id FROM tracked_bet WHERE owner = ? AND (notes IS NOT NULL OR strategy IS NOT NULL OR risk IS NOT NULL
                OR external_id IS NOT NULL OR dispute_reason IS NOT NULL OR resolution IS NOT NULL OR player IS NOT NULL
                OR EXISTS (SELECT 1 FROM tracked_history h WHERE h.bet = tracked_bet.id AND h.note IS NOT NULL))
            ORDER BY number LIMIT ?
            """, user, atOnce
        ) { try $0.value(0) }
        for id in found {
            try database.run(
                """
                UPDATE tracked_bet SET notes = NULL, strategy = NULL, risk = NULL, external_id = NULL,
                    dispute_reason = NULL, resolution = NULL, player = NULL
                WHERE id = ?
                """, id)
            try database.run("UPDATE tracked_history SET note = NULL WHERE bet = ? AND note IS NOT NULL", id)
        }
        return found.count
    }

    private static func forgetMoney(of user: ID<User>, in database: Connection) throws -> Int {
        try database.run(
            """
            UPDATE tracked_transaction SET external_id = NULL, description = NULL, failure_reason = NULL, reference = NULL
            WHERE number IN (SELECT number FROM tracked_transaction WHERE owner = ? AND (external_id IS NOT NULL
                OR description IS NOT NULL OR failure_reason IS NOT NULL OR reference IS NOT NULL)
                ORDER BY number LIMIT ?)
            """, user, atOnce)
    }
}
