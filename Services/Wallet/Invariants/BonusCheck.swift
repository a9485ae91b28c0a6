import Messages
import Runtime
import Storage

/// Each bonus has exactly one credit, of its sum, in its user's bonus bucket, and nothing else was credited as a bonus.
struct BonusCheck {
    let database: Connection

    func violations(after transaction: Int64, through last: Int64 = .max) throws -> [String] {
        let wrong = try database.rows(
            """
            SELECT b.id FROM bonuses b WHERE b.granted > ? AND b.granted <= ? AND NOT EXISTS (
                SELECT 1 FROM ledger_transactions t JOIN ledger_postings p ON p.transaction_number = t.number
                    JOIN ledger_accounts a ON a.number = p.account
                WHERE t.kind = 'bonus' AND p.transaction_number = b.granted AND p.amount = b.amount
                    AND a.owner_kind = 'user' AND a.owner = b.user AND a.bucket = 'bonus')
            ORDER BY b.granted
            """, transaction, last
        ) { "bonus \(try $0.value(0, as: ID<Bonus>.self)) was not credited as it says" }
        let ungranted = try database.rows(
            """
            SELECT t.number FROM ledger_transactions t WHERE t.number > ? AND t.number <= ? AND t.kind = 'bonus'
                AND NOT EXISTS (SELECT 1 FROM bonuses b WHERE b.granted = t.number)
            ORDER BY t.number
            """, transaction, last
        ) { "transaction \(try $0.value(0, as: Int64.self)) credits a bonus that nobody granted" }
        return wrong + ungranted
    }
}
