import Messages
import Runtime
import Storage

/// Transactions are numbered without a gap, their times never go back, and no posting is of a transaction that there is
/// not: whoever takes one out leaves a hole.
struct SequenceCheck {
    let database: Connection

    func violations(after transaction: Int64, through last: Int64 = .max) throws -> [String] {
        var found: [String] = []
        var previous = transaction
        var time = try database.first("SELECT time FROM ledger_transactions WHERE number = ?", transaction) {
            try $0.value(0, as: Timestamp.self)
        }
        try database.each(
            "SELECT number, time FROM ledger_transactions WHERE number > ? AND number <= ? ORDER BY number",
            transaction, last
        ) { row in
            let (number, next) = (try row.value(0, as: Int64.self), try row.value(1, as: Timestamp.self))
            if number != previous + 1 { found.append("transactions are missing from \(previous + 1) to \(number - 1)") }
            if let time, next < time { found.append("transaction \(number) is of a time before the one before it") }
            (previous, time) = (number, next)
            return true
        }
        if transaction == 0 { found += try beforeFirst() }
        if last != .max, previous < last { found.append("transactions are missing from \(previous + 1) to \(last)") }
        return try found + orphans(after: transaction, through: last)
    }

    private func orphans(after transaction: Int64, through last: Int64) throws -> [String] {
        try database.rows(
            """
            SELECT DISTINCT p.transaction_number FROM ledger_postings p
            WHERE p.transaction_number > ? AND p.transaction_number <= ?
                AND NOT EXISTS (SELECT 1 FROM ledger_transactions t WHERE t.number = p.transaction_number)
            ORDER BY p.transaction_number
            """, transaction, last
        ) { "there are postings of transaction \(try $0.value(0, as: Int64.self)), which there is not" }
    }

    /// What stands where no check that begins at the first would see it.
    private func beforeFirst() throws -> [String] {
        try database.rows(
            """
            SELECT number FROM ledger_transactions WHERE number < 1
            UNION SELECT transaction_number FROM ledger_postings WHERE transaction_number < 1 ORDER BY 1 LIMIT 10
            """
        ) { "transaction \(try $0.value(0, as: Int64.self)) stands before the first" }
    }

    /// The same at the end: the newest transactions leave no hole, but their postings.
    func violationsAtEnd() throws -> [String] {
        let beyond: Int64? =
            try database.first(
                """
                SELECT MIN(transaction_number) FROM ledger_postings
                WHERE transaction_number > (SELECT COALESCE(MAX(number), 0) FROM ledger_transactions)
                """
            ) { try $0.value(0, as: Int64?.self) } ?? nil
        return beyond.map { ["there are postings from transaction \($0) on, which there is not"] } ?? []
    }
}
