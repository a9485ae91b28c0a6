import Messages
import Runtime
import Storage

/// What betting forgets of a person's tracked bets: what they wrote about them and what books call them. Market, money and
/// results stay, since sums are made of them, under an id that says nothing any more.
enum TrackedForgetting {
    private static let atOnce: Int64 = 100

    /// Some at once of all that a person has kept, bets first, so that somebody with very many is not gone through from the
    /// beginning each time. Places are told from those of what is forgotten afterwards by their sign.
    ///
    /// - Parameter position: 0 for the beginning, else what the last call returned.
    /// - Returns: Where to go on; nil where nothing is left.
    static func rule(_ user: ID<User>, _ position: Int64, _ context: CommandContext) throws -> Int64? {
        var after = position.magnitude / 2
        if position.isMultiple(of: 2) {
            if let last = try forgetBets(of: user, after: after, in: context.database) { return -2 * last }
            after = 0
        }
        return try forgetMoney(of: user, after: after, in: context.database).map { -2 * $0 - 1 }
    }

    /// - Returns: The last that was looked at, if there may be more.
    private static func forgetBets(
        of user: ID<User>, after number: UInt64, in database: Connection
    ) throws -> Int64? {
        let found: [(number: Int64, id: ID<TrackedBet>)] = try database.rows(
            "SELECT number, id FROM tracked_bet WHERE owner = ? AND number > ? ORDER BY number LIMIT ?", user,
            Int64(number), atOnce
        ) { (try $0.value(0), try $0.value(1)) }
        for bet in found {
            try database.run(
                """
                UPDATE tracked_bet SET notes = NULL, strategy = NULL, risk = NULL, external_id = NULL,
                    dispute_reason = NULL, resolution = NULL, player = NULL
                WHERE number = ?
                """, bet.number)
            try database.run("UPDATE tracked_history SET note = NULL WHERE bet = ? AND note IS NOT NULL", bet.id)
        }
        return found.count == atOnce ? found.last?.number : nil
    }

    private static func forgetMoney(
        of user: ID<User>, after number: UInt64, in database: Connection
    ) throws -> Int64? {
        let found: [Int64] = try database.rows(
            "SELECT number FROM tracked_transaction WHERE owner = ? AND number > ? ORDER BY number LIMIT ?", user,
            Int64(number), atOnce
        ) { try $0.value(0) }
        for number in found {
            try database.run(
                """
                UPDATE tracked_transaction SET external_id = NULL, description = NULL, failure_reason = NULL,
                    reference = NULL
                WHERE number = ?
                """, number)
        }
        return found.count == atOnce ? found.last : nil
    }
}
