import Storage

/// An account's balance is the sum of its postings, each of which names the balance that it led to; none that must not
/// owe is below zero; what is held is what the open holds took and nobody captured.
struct AccountCheck {
    let database: Connection
    let number: Int64

    func violations(after transaction: Int64) throws -> [String] {
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
        let (sum, count) = try replay(after: transaction, &found)
        if Int128(row.balance) != sum { found.append("account \(number) shows \(row.balance), its postings \(sum)") }
        if transaction == 0, row.version != count {
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

    private func replay(after transaction: Int64, _ found: inout [String]) throws -> (sum: Int128, count: Int64) {
        let before = try database.first(
            """
            SELECT balance FROM ledger_postings WHERE account = ? AND transaction_number <= ?
            ORDER BY transaction_number DESC LIMIT 1
            """, number, transaction
        ) { try $0.value(0, as: Int64.self) }
        var (sum, count, wrong) = (Int128(before ?? 0), Int64(0), [String]())
        try database.each(
            """
            SELECT transaction_number, amount, balance FROM ledger_postings WHERE account = ? AND transaction_number > ?
            ORDER BY transaction_number
            """, number, transaction
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
