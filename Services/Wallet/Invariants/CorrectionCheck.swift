import Messages
import Runtime
import Storage

/// A reversal is the exact opposite of what it names, which was none itself, and no other transaction names one. Each
/// welcome grant is a bonus of that user's in that currency.
struct CorrectionCheck {
    let database: Connection

    func violations(after transaction: Int64, through last: Int64 = .max) throws -> [String] {
        let unnamed = try database.rows(
            """
            SELECT number FROM ledger_transactions WHERE number > ? AND number <= ? AND (kind = 'reversal') <> (reverses IS NOT NULL)
            ORDER BY number
            """, transaction, last
        ) { "transaction \(try $0.value(0, as: Int64.self)) is a reversal of nothing, or reverses as something else" }
        let unequal = try database.rows(
            """
            SELECT t.number FROM ledger_transactions t JOIN ledger_transactions o ON o.number = t.reverses
            WHERE t.number > ? AND t.number <= ? AND t.kind = 'reversal' AND (o.kind = 'reversal'
                OR (SELECT COUNT(*) FROM ledger_postings WHERE transaction_number = t.number)
                    <> (SELECT COUNT(*) FROM ledger_postings WHERE transaction_number = o.number)
                OR EXISTS (
                    SELECT 1 FROM ledger_postings p WHERE p.transaction_number = t.number AND NOT EXISTS (
                        SELECT 1 FROM ledger_postings q WHERE q.transaction_number = o.number
                            AND q.account = p.account AND q.amount = -p.amount)))
            ORDER BY t.number
            """, transaction, last
        ) { "transaction \(try $0.value(0, as: Int64.self)) is not the opposite of what it takes back" }
        let grants = try database.rows(
            """
            SELECT b.granted FROM welcome_grants w JOIN bonuses b ON b.id = w.bonus WHERE b.granted > ? AND b.granted <= ? AND NOT EXISTS (
                SELECT 1 FROM ledger_postings p JOIN ledger_accounts a ON a.number = p.account
                WHERE p.transaction_number = b.granted AND b.user = w.user AND a.owner = w.user
                    AND a.currency = w.currency AND a.bucket = 'bonus')
            ORDER BY b.granted
            """, transaction, last
        ) { "transaction \(try $0.value(0, as: Int64.self)) is no welcome grant of its user's" }
        return unnamed + unequal + grants
    }
}
