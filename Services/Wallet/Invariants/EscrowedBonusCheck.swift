import Messages
import Storage

/// What is noted of bonuses in escrows is what stakes brought and did not take back, and what winnings gave back of it.
struct EscrowedBonusCheck {
    let database: Connection

    func violations() throws -> [String] { try brought() + back() }

    private func brought() throws -> [String] {
        try database.rows(
            """
            WITH real AS (
                SELECT c.escrow, a.owner AS user, SUM(c.bonus - c.bonus_back) AS brought
                FROM hold_captures c CROSS JOIN holds h ON h.id = c.hold CROSS JOIN ledger_accounts a ON a.number = h.held
                WHERE c.bonus > 0 GROUP BY c.escrow, a.owner)
            SELECT user FROM (SELECT escrow, user, brought FROM escrowed_bonuses EXCEPT SELECT * FROM real)
            UNION ALL SELECT user FROM (SELECT * FROM real EXCEPT SELECT escrow, user, brought FROM escrowed_bonuses)
            """
        ) { "what user \(try $0.value(0, as: ID<User>.self))'s bonus brought into an escrow is not what is noted" }
    }

    private func back() throws -> [String] {
        try database.rows(
            """
            WITH paid AS (
                SELECT e.account AS escrow, a.owner AS user, SUM(p.amount) AS back
                FROM ledger_accounts a CROSS JOIN ledger_postings p ON p.account = a.number
                    CROSS JOIN ledger_transactions t ON t.number = p.transaction_number
                    CROSS JOIN ledger_postings e ON e.transaction_number = t.number AND e.amount < 0
                WHERE a.owner_kind = 'user' AND a.bucket = 'bonus' AND p.amount > 0
                    AND t.kind IN ('bet_payout', 'prize', 'syndicate_winnings', 'syndicate_payout', 'raffle_prize',
                        'peer_payout')
                    AND NOT EXISTS (SELECT 1 FROM hold_returns r WHERE r.posted = t.number)
                    AND NOT EXISTS (SELECT 1 FROM ledger_transactions r WHERE r.reverses = t.number)
                GROUP BY e.account, a.owner),
            noted AS (SELECT escrow, user, back FROM escrowed_bonuses WHERE back > 0)
            SELECT user FROM (SELECT * FROM paid EXCEPT SELECT * FROM noted)
            UNION ALL SELECT user FROM (SELECT * FROM noted EXCEPT SELECT * FROM paid)
            """
        ) { "what user \(try $0.value(0, as: ID<User>.self))'s winnings gave back to their bonus is not what is noted" }
    }
}
