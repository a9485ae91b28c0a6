import Messages
import Runtime
import Storage

/// Each approved deposit has exactly one credit, of its sum, and nothing else was credited as a deposit.
struct DepositCheck {
    let database: Connection

    func violations(after transaction: Int64, through last: Int64 = .max) throws -> [String] {
        let wrong = try database.rows(
            """
            SELECT d.id FROM deposits d WHERE d.credit > ? AND d.credit <= ? AND NOT EXISTS (
                SELECT 1 FROM ledger_transactions t JOIN ledger_postings p ON p.transaction_number = t.number
                    JOIN ledger_accounts a ON a.number = p.account
                WHERE t.kind = 'deposit' AND p.transaction_number = d.credit AND p.amount = d.credited
                    AND a.owner_kind = 'user' AND a.owner = d.user AND a.bucket = 'deposit'
                    AND a.currency = d.currency)
            ORDER BY d.credit
            """, transaction, last
        ) { "deposit \(try $0.value(0, as: ID<Deposit>.self)) was not credited as it says" }
        let unasked = try database.rows(
            """
            SELECT t.number FROM ledger_transactions t WHERE t.number > ? AND t.number <= ? AND t.kind = 'deposit'
                AND NOT EXISTS (SELECT 1 FROM deposits d WHERE d.credit = t.number)
            ORDER BY t.number
            """, transaction, last
        ) { "transaction \(try $0.value(0, as: Int64.self)) credits a deposit that nobody approved" }
        return wrong + unasked
    }
}
