import Storage

/// Money keeps its origin. What is in an escrow was captured into it, or paid out of it and taken back; what a hold gives
/// back goes to the buckets that it came from; and all that ever reached a `winning` bucket was won, or came from there, or
/// was put right by an admin. So no refund, cancellation or void makes cash of a bonus.
struct OriginCheck {
    let database: Connection

    func violations(after transaction: Int64, through last: Int64 = .max) throws -> [String] {
        try captures(transaction, last) + returns(transaction, last) + escrows(transaction, last)
            + recorded(transaction, last) + winnings(transaction, last)
    }

    private func captures(_ transaction: Int64, _ last: Int64) throws -> [String] {
        try database.rows(
            """
            SELECT c.posted FROM hold_captures c JOIN holds h ON h.id = c.hold
            WHERE c.posted > ? AND c.posted <= ? AND NOT (
                EXISTS (SELECT 1 FROM ledger_postings p WHERE p.transaction_number = c.posted AND p.account = c.escrow
                    AND p.amount = c.deposit + c.bonus + c.winning)
                AND EXISTS (SELECT 1 FROM ledger_postings p WHERE p.transaction_number = c.posted
                    AND p.account = h.held AND p.amount = -(c.deposit + c.bonus + c.winning)))
            ORDER BY c.posted
            """, transaction, last
        ) { "capture \(try $0.value(0, as: Int64.self)) did not move what it says" }
    }

    private func returns(_ transaction: Int64, _ last: Int64) throws -> [String] {
        try database.rows(
            """
            SELECT r.posted FROM hold_returns r JOIN holds h ON h.id = r.hold
                JOIN ledger_accounts a ON a.number = h.held LEFT JOIN hold_captures c ON c.posted = r.capture
            WHERE r.posted > ? AND r.posted <= ? AND NOT (
                EXISTS (SELECT 1 FROM ledger_postings p WHERE p.transaction_number = r.posted
                    AND p.account = COALESCE(c.escrow, h.held) AND p.amount = -(r.deposit + r.bonus + r.winning))
                AND (r.deposit, r.bonus, r.winning) = (
                    SELECT COALESCE(SUM(p.amount) FILTER (WHERE b.bucket = 'deposit'), 0),
                        COALESCE(SUM(p.amount) FILTER (WHERE b.bucket = 'bonus'), 0),
                        COALESCE(SUM(p.amount) FILTER (WHERE b.bucket = 'winning'), 0)
                    FROM ledger_postings p JOIN ledger_accounts b ON b.number = p.account
                    WHERE p.transaction_number = r.posted AND b.owner_kind = 'user' AND b.owner = a.owner))
            ORDER BY r.posted
            """, transaction, last
        ) { "transaction \(try $0.value(0, as: Int64.self)) gave back to other buckets than it came from" }
    }

    private func escrows(_ transaction: Int64, _ last: Int64) throws -> [String] {
        try database.rows(
            """
            SELECT t.number FROM ledger_transactions t CROSS JOIN ledger_postings p ON p.transaction_number = t.number
                CROSS JOIN ledger_accounts a ON a.number = p.account
            WHERE t.number > ? AND t.number <= ? AND a.owner_kind = 'escrow' AND p.amount > 0
                AND NOT EXISTS (SELECT 1 FROM hold_captures c WHERE c.posted = t.number AND c.escrow = p.account)
                AND NOT (t.kind IN ('overlay', 'minus_pool', 'rollover') AND EXISTS (
                    SELECT 1 FROM ledger_postings o JOIN ledger_accounts b ON b.number = o.account
                    WHERE o.transaction_number = t.number AND o.amount = -p.amount
                        AND b.owner_kind = iif(t.kind = 'rollover', 'escrow', 'house')))
                AND NOT (t.kind IN ('contribution', 'syndicate_bet', 'syndicate_winnings', 'bet_void', 'syndicate_payout')
                    AND CAST(a.owner AS TEXT) LIKE '%:outside/%' AND EXISTS (
                        SELECT 1 FROM ledger_postings o JOIN ledger_accounts b ON b.number = o.account
                        WHERE o.transaction_number = t.number AND o.amount = -p.amount AND b.owner_kind = 'world'))
                AND t.reverses IS NULL
            ORDER BY t.number
            """, transaction, last
        ) { "transaction \(try $0.value(0, as: Int64.self)) brought into escrow what was not captured" }
    }

    /// What is in an escrow by somebody's word alone goes to the world, and never to anybody here.
    private func recorded(_ transaction: Int64, _ last: Int64) throws -> [String] {
        try database.rows(
            """
            SELECT t.number FROM ledger_transactions t CROSS JOIN ledger_postings p ON p.transaction_number = t.number
                CROSS JOIN ledger_accounts a ON a.number = p.account
            WHERE t.number > ? AND t.number <= ? AND a.owner_kind = 'escrow' AND p.amount < 0
                AND CAST(a.owner AS TEXT) LIKE '%:outside/%' AND NOT EXISTS (
                    SELECT 1 FROM ledger_postings o JOIN ledger_accounts b ON b.number = o.account
                    WHERE o.transaction_number = t.number AND o.amount = -p.amount AND b.owner_kind = 'world')
            ORDER BY t.number
            """, transaction, last
        ) { "transaction \(try $0.value(0, as: Int64.self)) made money of somebody's word" }
    }

    private func winnings(_ transaction: Int64, _ last: Int64) throws -> [String] {
        try database.rows(
            """
            SELECT t.number FROM ledger_transactions t CROSS JOIN ledger_postings p ON p.transaction_number = t.number
                CROSS JOIN ledger_accounts a ON a.number = p.account
            WHERE t.number > ? AND t.number <= ? AND a.owner_kind = 'user' AND a.bucket = 'winning' AND p.amount > 0
                AND t.kind NOT IN ('bet_payout', 'prize', 'syndicate_winnings', 'syndicate_payout', 'raffle_prize',
                    'peer_payout', 'adjustment') AND t.reverses IS NULL
                AND NOT EXISTS (SELECT 1 FROM hold_returns r WHERE r.posted = t.number)
            ORDER BY t.number
            """, transaction, last
        ) { "transaction \(try $0.value(0, as: Int64.self)) made cash of what was not won" }
    }
}
