import Storage

/// What reconciliation is given to match is what the ledger moved into and out of the platform, and nothing else.
struct OutsideCheck {
    let database: Connection

    func violations(after transaction: Int64, through last: Int64 = .max) throws -> [String] {
        let unnoted = try database.rows(
            """
            SELECT p.transaction_number FROM ledger_accounts a CROSS JOIN ledger_postings p ON p.account = a.number
            WHERE a.owner_kind = 'world' AND p.transaction_number > ? AND p.transaction_number <= ?
                AND NOT EXISTS (SELECT 1 FROM outside_entries o WHERE o.transaction_number = p.transaction_number
                    AND o.currency = a.currency AND o.amount = -p.amount)
            """, transaction, last
        ) { "transaction \(try $0.value(0, as: Int64.self)) is not to be reconciled as it was posted" }
        let unposted = try database.rows(
            """
            SELECT o.transaction_number FROM outside_entries o
            WHERE o.transaction_number > ? AND o.transaction_number <= ? AND NOT EXISTS (
                SELECT 1 FROM ledger_postings p JOIN ledger_accounts a ON a.number = p.account
                WHERE p.transaction_number = o.transaction_number AND a.owner_kind = 'world'
                    AND a.currency = o.currency)
            """, transaction, last
        ) { "transaction \(try $0.value(0, as: Int64.self)) is to be reconciled and moved nothing outside" }
        return unnoted + unposted
    }
}
