import Storage

/// Each transaction has at least two postings, and they sum to zero in each currency; those of a group were posted by one
/// message.
struct TransactionCheck {
    let database: Connection

    func violations(after transaction: Int64, through last: Int64 = .max) throws -> [String] {
        var found: [String] = []
        var current = Sums(transaction: transaction)
        try database.each(
            """
            SELECT t.number, a.currency, p.amount FROM ledger_transactions t
                LEFT JOIN ledger_postings p ON p.transaction_number = t.number
                LEFT JOIN ledger_accounts a ON a.number = p.account
            WHERE t.number > ? AND t.number <= ? ORDER BY t.number
            """, transaction, last
        ) { row in
            let number = try row.value(0, as: Int64.self)
            if number != current.transaction {
                if current.transaction != transaction { found += current.violations }
                current = Sums(transaction: number)
            }
            if let currency = try row.value(1, as: Int64?.self) { current.add(try row.value(2), of: currency) }
            return true
        }
        if current.transaction != transaction { found += current.violations }
        return found + (try strays(after: transaction, through: last))
    }

    private func strays(after transaction: Int64, through last: Int64) throws -> [String] {
        try database.rows(
            """
            SELECT t.number FROM ledger_transactions t WHERE t.number > ? AND t.number <= ?
                AND t.group_id IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM ledger_transactions f WHERE f.id = t.group_id AND f.group_id = f.id
                    AND f.number <= t.number AND f.causation = t.causation)
            ORDER BY t.number
            """, transaction, last
        ) { "transaction \(try $0.value(0, as: Int64.self)) is in a group that it does not belong to" }
    }
}

private struct Sums {
    let transaction: Int64
    var postings = 0
    var sums: [(currency: Int64, sum: Int128)] = []

    init(transaction: Int64) { self.transaction = transaction }

    mutating func add(_ amount: Int64, of currency: Int64) {
        postings += 1
        if let index = sums.firstIndex(where: { $0.currency == currency }) {
            sums[index].sum += Int128(amount)
        } else {
            sums.append((currency, Int128(amount)))
        }
    }

    var violations: [String] {
        let few = postings < 2 ? ["transaction \(transaction) has \(postings) postings"] : []
        return few
            + sums.filter { $0.sum != 0 }.map {
                "transaction \(transaction) is off by \($0.sum) in currency \($0.currency)"
            }
    }
}
