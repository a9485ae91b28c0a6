import Storage

/// Nothing was begun for a closed wallet after it was closed.
struct ClosingCheck {
    let database: Connection

    func violations() throws -> [String] {
        let holds = try count(
            """
            SELECT COUNT(*) FROM closings c
                JOIN ledger_accounts a ON a.owner_kind = 'user' AND a.owner = c.user AND a.bucket = 'held'
                JOIN holds h ON h.held = a.number
            WHERE h.placed > c.last_transaction
            """)
        let open = try count(
            """
            SELECT COUNT(*) FROM closings c
                JOIN ledger_accounts a ON a.owner_kind = 'user' AND a.owner = c.user AND a.bucket = 'held'
            WHERE a.balance > 0
            """)
        let deposits = try count(
            """
            SELECT COUNT(*) FROM closings c JOIN deposits d ON d.user = c.user
            WHERE d.requested_at > c.closed_at OR d.status = 'pending'
            """)
        return [("holds placed in", holds), ("money held in", open), ("deposits asked for in", deposits)]
            .filter { $0.1 > 0 }.map { "\($0.0) closed wallets: \($0.1)" }
    }

    private func count(_ sql: StaticString) throws -> Int { try database.first(sql) { try $0.value(0) } ?? 0 }
}
