import Messages
import Runtime
import Storage

/// Each pending withdrawal has its own open hold of its sum, out of winnings; each paid one left the platform exactly
/// once; the others went back whole. Nothing else was taken as a withdrawal.
struct WithdrawalCheck {
    let database: Connection

    func violations(after transaction: Int64, through last: Int64 = .max) throws -> [String] {
        let holds = try database.rows(
            """
            SELECT w.id FROM withdrawals w
                LEFT JOIN holds h ON h.id = w.hold AND h.service = 'wallet' AND h.placed = w.placed
                    AND h.deposit = 0 AND h.bonus = 0 AND h.winning = w.amount
                    AND h.state = CASE w.status WHEN 'pending' THEN 'open' WHEN 'paid' THEN 'captured'
                        ELSE 'released' END
            WHERE (w.placed > ?1 AND w.placed <= ?2 OR w.ended > ?1 AND w.ended <= ?2) AND h.id IS NULL ORDER BY w.placed
            """, transaction, last
        ) { "withdrawal \(try $0.value(0, as: ID<Withdrawal>.self)) has not the hold that its status asks for" }
        let moved = try database.rows(
            """
            SELECT w.id FROM withdrawals w WHERE w.ended > ? AND w.ended <= ? AND NOT EXISTS (
                SELECT 1 FROM ledger_transactions t
                    JOIN ledger_postings taken ON taken.transaction_number = t.number AND taken.amount = -w.amount
                    JOIN ledger_accounts a ON a.number = taken.account
                    JOIN ledger_postings given ON given.transaction_number = t.number AND given.amount = w.amount
                    JOIN ledger_accounts b ON b.number = given.account
                WHERE t.number = w.ended
                    AND (SELECT COUNT(*) FROM ledger_postings WHERE transaction_number = t.number) = 2 AND t.kind = CASE w.status WHEN 'paid' THEN 'withdrawal' ELSE 'release' END
                    AND a.owner_kind = 'user' AND a.owner = w.user AND a.currency = w.currency AND a.bucket = 'held'
                    AND b.currency = w.currency AND CASE w.status WHEN 'paid' THEN b.owner_kind = 'world'
                        ELSE b.owner_kind = 'user' AND b.owner = w.user AND b.bucket = 'winning' END)
            ORDER BY w.ended
            """, transaction, last
        ) { "withdrawal \(try $0.value(0, as: ID<Withdrawal>.self)) did not end as it says" }
        let unasked = try database.rows(
            """
            SELECT t.number FROM ledger_transactions t WHERE t.number > ? AND t.number <= ? AND t.kind = 'withdrawal'
                AND NOT EXISTS (SELECT 1 FROM withdrawals w WHERE w.ended = t.number AND w.status = 'paid')
            ORDER BY t.number
            """, transaction, last
        ) { "transaction \(try $0.value(0, as: Int64.self)) pays a withdrawal that nobody paid" }
        return holds + moved + unasked
    }

    /// Holds of nobody's: looked for in the whole only, since holds are not kept in the order of their transactions.
    func orphans() throws -> [String] {
        try database.rows(
            """
            SELECT h.id FROM holds h WHERE h.service = 'wallet'
                AND NOT EXISTS (SELECT 1 FROM withdrawals w WHERE w.hold = h.id)
            ORDER BY h.id
            """
        ) { "hold \(try $0.value(0, as: ID<Hold>.self)) is no withdrawal's" }
    }
}
