import Storage

/// An account's balance is the sum of its postings, each of which names the balance that it led to; none that must not
/// owe is below zero; what is held is what the open holds took and nobody captured.
struct AccountCheck {
    let database: Connection
    let number: Int64

    func violations(after transaction: Int64) throws -> [String] {
        var found: [String] = []
        let (sum, count) = try replay(after: transaction, &found)
        return found + (try conclusion(sum, count: transaction == 0 ? count : nil))
    }

    /// Holds the account's row against what its postings led to.
    /// - Parameter count: how many there are, where that is known.
    func conclusion(_ sum: Int128, count: Int64?) throws -> [String] {
        let row = try database.first(
            "SELECT owner_kind, bucket, balance, version FROM ledger_accounts WHERE number = ?", number
        ) { row in
            (
                kind: try row.value(0, as: AccountOwner.Kind.self), bucket: try row.value(1, as: Bucket.self),
                balance: try row.value(2, as: Int64.self), version: try row.value(3, as: Int64.self)
            )
        }
        guard let row else { return ["postings name account \(number), which there is not"] }
        var found: [String] = []
        if Int128(row.balance) != sum { found.append("account \(number) shows \(row.balance), its postings \(sum)") }
        if let count, row.version != count {
            found.append("account \(number) is at version \(row.version) after \(count) postings")
        }
        if row.balance < 0, row.kind == .user || row.kind == .escrow {
            found.append("account \(number) (\(row.kind.rawValue), \(row.bucket.rawValue)) is below zero")
        }
        if row.bucket == .held, Int128(row.balance) != (try openHolds()) {
            found.append("account \(number) holds \(row.balance), the open holds took \(try openHolds())")
        }
        return found
    }

    /// What the account's postings of some transactions lead to, from what the one before them says it led to.
    func replay(
        after transaction: Int64, through last: Int64 = .max, _ found: inout [String]
    ) throws -> (sum: Int128, count: Int64) {
        var (sum, count, wrong) = (try balance(after: transaction), Int64(0), [String]())
        try database.each(
            """
            SELECT transaction_number, amount, balance FROM ledger_postings
            WHERE account = ? AND transaction_number > ? AND transaction_number <= ? ORDER BY transaction_number
            """, number, transaction, last
        ) { row in
            sum += Int128(try row.value(1, as: Int64.self))
            count += 1
            if Int128(try row.value(2, as: Int64.self)) != sum {
                wrong.append("transaction \(try row.value(0, as: Int64.self)) misstates account \(number)")
            }
            return true
        }
        found += wrong
        return (sum, count)
    }

    /// What the last posting up to a transaction says that it led to.
    func balance(after transaction: Int64) throws -> Int128 {
        let balance = try database.first(
            """
            SELECT balance FROM ledger_postings WHERE account = ? AND transaction_number <= ?
            ORDER BY transaction_number DESC LIMIT 1
            """, number, transaction
        ) { try $0.value(0, as: Int64.self) }
        return Int128(balance ?? 0)
    }

    private func openHolds() throws -> Int128 {
        var sum = Int128(0)
        try database.each(
            "SELECT deposit, bonus, winning, captured FROM holds WHERE held = ? AND state = 'open'", number
        ) { row in
            for column in 0..<3 { sum += Int128(try row.value(column, as: Int64.self)) }
            sum -= Int128(try row.value(3, as: Int64.self))
            return true
        }
        return sum
    }
}
