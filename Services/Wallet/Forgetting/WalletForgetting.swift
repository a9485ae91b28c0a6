import Messages
import Runtime
import Storage

/// What the wallet forgets of a person: where they stood, whither they were paid, and what was remarked. Transactions,
/// requests and counts stay, since the books are made of them; they name the person by an id.
enum WalletForgetting {
    private static let remarksAtOnce = 500

    /// First what is found by the person, then remarks on transactions, which are found by the transactions' accounts.
    static func rule(_ user: ID<User>, _ position: Int64, _ context: CommandContext) throws -> Int64? {
        if position == 0 {
            try forgetRequests(of: user, in: context.database)
            try forgetStanding(of: user, in: context.database)
        }
        return try forgetRemarks(on: user, after: position, in: context.database)
    }

    private static func forgetRequests(of user: ID<User>, in database: Connection) throws {
        // Before the hashes by which a row outside was found are all that is left.
        try database.run(
            """
            UPDATE reconciliation_rows SET reference = NULL, counterparty = NULL WHERE entry IS NOT NULL AND entry IN
                (SELECT credit FROM deposits WHERE user = ?1 AND credit IS NOT NULL
                 UNION ALL SELECT ended FROM withdrawals WHERE user = ?1 AND ended IS NOT NULL)
            """, user)
        try database.run("UPDATE deposits SET note = NULL WHERE user = ? AND note IS NOT NULL", user)
        // Whither a pending one is to be paid has to be known until it is; an old copy of the database may have such.
        try database.run(
            "UPDATE withdrawals SET to_address = ?, admin_note = NULL WHERE user = ? AND status <> 'pending'",
            forgottenAddress, user)
    }

    /// The last withdrawals of one who was forgotten lose their words when they are decided on.
    static func forgetDecided(_ withdrawal: ID<Withdrawal>, of user: ID<User>, in context: CommandContext) throws {
        guard try context.hasForgotten(user) else { return }
        try context.database.run(
            "UPDATE withdrawals SET to_address = ?, admin_note = NULL WHERE id = ?", forgottenAddress, withdrawal)
        try context.hasErasedMore(of: user)
    }

    /// As the database itself demands it.
    static let forgottenAddress = "forgotten"

    /// Of the standing stays that nothing may be done. Its version may be older than identity's last, of which nobody is
    /// told any more.
    private static func forgetStanding(of user: ID<User>, in database: Connection) throws {
        let version = try KnownPerson.find(user, in: database)?.version
        try database.run("DELETE FROM personal_limits WHERE user = ?", user)
        try database.run("DELETE FROM people WHERE user = ?", user)
        try database.run(
            "INSERT INTO people (user, version, state, is_excluded) VALUES (?, ?, ?, 0)", user, version ?? 1,
            UserState.disabled)
    }

    private static func forgetRemarks(
        on user: ID<User>, after position: Int64, in database: Connection
    ) throws -> Int64? {
        let last = try database.first(
            """
            SELECT MAX(number) FROM (SELECT number FROM transaction_reasons WHERE number > ? ORDER BY number LIMIT ?)
            """, position, remarksAtOnce
        ) { try $0.value(0, as: Int64?.self) }
        guard let last = last ?? nil else { return nil }
        try database.run(
            """
            DELETE FROM transaction_reasons WHERE number > ? AND number <= ? AND EXISTS
                (SELECT 1 FROM ledger_postings p JOIN ledger_accounts a ON a.number = p.account
                 WHERE p.transaction_number = transaction_reasons.number AND a.owner_kind = 'user' AND a.owner = ?)
            """, position, last, user)
        return last
    }
}
