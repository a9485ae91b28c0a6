import Storage

/// What people's days say is what the holds and deposits that count for them say, and all that was won was counted.
struct UsageCheck {
    let database: Connection

    func violations() throws -> [String] {
        let stakes = try count(
            """
            WITH counted AS (SELECT user, currency, day, stake FROM usage WHERE stake <> 0),
                real AS (SELECT a.owner, a.currency, h.day, SUM(h.deposit + h.bonus + h.winning)
                    FROM holds h JOIN ledger_accounts a ON a.number = h.held
                    WHERE h.day IS NOT NULL AND h.state IN ('open', 'captured') GROUP BY 1, 2, 3)
            SELECT (SELECT COUNT(*) FROM (SELECT * FROM counted EXCEPT SELECT * FROM real))
                + (SELECT COUNT(*) FROM (SELECT * FROM real EXCEPT SELECT * FROM counted))
            """)
        let deposits = try count(
            """
            WITH counted AS (SELECT user, currency, day, deposit FROM usage WHERE deposit <> 0),
                real AS (SELECT user, currency, day, SUM(COALESCE(credited, amount)) FROM deposits
                    WHERE day IS NOT NULL AND status <> 'rejected' GROUP BY 1, 2, 3)
            SELECT (SELECT COUNT(*) FROM (SELECT * FROM counted EXCEPT SELECT * FROM real))
                + (SELECT COUNT(*) FROM (SELECT * FROM real EXCEPT SELECT * FROM counted))
            """)
        // A refund names its hold, and services pay under no other names than these leave.
        let winnings = try count(
            """
            WITH counted AS (SELECT user, currency, SUM(won) FROM usage GROUP BY 1, 2 HAVING SUM(won) <> 0),
                real AS (SELECT a.owner, a.currency, SUM(p.amount) FROM ledger_postings p
                    JOIN ledger_accounts a ON a.number = p.account AND a.bucket = 'winning'
                    JOIN ledger_transactions t ON t.number = p.transaction_number
                    WHERE p.amount > 0 AND t.metadata = '{}'
                        AND t.kind NOT IN ('deposit', 'withdrawal', 'bonus', 'adjustment', 'hold', 'release')
                    GROUP BY 1, 2)
            SELECT (SELECT COUNT(*) FROM (SELECT * FROM counted EXCEPT SELECT * FROM real))
                + (SELECT COUNT(*) FROM (SELECT * FROM real EXCEPT SELECT * FROM counted))
            """)
        return [("staked", stakes), ("paid in", deposits), ("won", winnings)].filter { $0.1 > 0 }.map {
            "what people's days say was \($0.0) is not what there is: \($0.1)"
        }
    }

    private func count(_ sql: StaticString) throws -> Int { try database.first(sql) { try $0.value(0) } ?? 0 }
}
