import Messages
import Runtime
import Storage

/// All accounts of one owner in one currency, replayed together, so that at its end all of them are held at one moment
/// against what else is known of the owner.
struct BookReplay: Codable, Sendable {
    let kind: String
    let owner: [UInt8]
    let currency: Int64
    /// Up to which transaction its postings were replayed.
    var after: Int64 = 0
    /// By account: how many postings there were so far.
    var counts: [Int64: Int64] = [:]
    /// What was staked and won ever, modulo 2⁶⁴: a turnover may be more than an amount can be, and it is only compared with
    /// another sum made in the same way.
    var staked: Int64 = 0
    var won: Int64 = 0

    /// Postings of an account in one step.
    static let chunk = 150

    static func next(after book: BookReplay?, in database: Connection) throws -> BookReplay? {
        try database.first(
            """
            SELECT owner_kind, owner, currency FROM ledger_accounts WHERE (owner_kind, owner, currency) > (?, ?, ?)
            ORDER BY owner_kind, owner, currency LIMIT 1
            """, book?.kind ?? "", book?.owner ?? [], book?.currency ?? 0
        ) { BookReplay(kind: try $0.value(0), owner: try $0.value(1), currency: try $0.value(2)) }
    }

    /// Replays some more.
    /// - Parameter last: where it may end although there is more: a book that grows faster than this reads would never
    ///   end, and is then held against its latest postings.
    /// - Returns: Whether the book is done.
    mutating func step(
        _ budget: inout Int, through last: Int64, _ found: inout [String], in database: Connection
    ) throws -> Bool {
        let accounts = try database.rows(
            "SELECT number, bucket FROM ledger_accounts WHERE owner_kind = ? AND owner = ? AND currency = ?", kind,
            owner, currency
        ) { (number: try $0.value(0, as: Int64.self), bucket: try $0.value(1, as: Bucket.self)) }
        let through = try accounts.compactMap { try chunkEnd(of: $0.number, in: database) }.min()
        var sums: [Int64: Int128] = [:]
        budget -= 10
        for account in accounts {
            let check = AccountCheck(database: database, number: account.number)
            let (sum, count) = try check.replay(after: after, through: through ?? .max, &found)
            sums[account.number] = sum
            counts[account.number, default: 0] += count
            if kind == AccountOwner.Kind.user.rawValue, account.bucket != .held {
                try countDeeds(account.number, account.bucket, through: through ?? .max, in: database)
                budget -= 3 * Int(count)
            }
            budget -= 10 + 2 * Int(count)
        }
        after = through ?? after
        guard through == nil || after >= last else { return false }
        for account in accounts {
            let check = AccountCheck(database: database, number: account.number)
            let isWhole = through == nil
            let sum = try isWhole ? sums[account.number] ?? 0 : check.balance(after: .max)
            found += try check.conclusion(sum, count: isWhole ? counts[account.number] : nil)
        }
        if through == nil, kind == AccountOwner.Kind.user.rawValue {
            let person = CountedPerson(user: owner, currency: currency)
            found += try person.violations(staked: staked, won: won, in: database)
        }
        return true
    }

    /// The last transaction of a chunk; nil where what is left is less.
    private func chunkEnd(of account: Int64, in database: Connection) throws -> Int64? {
        try database.first(
            """
            SELECT transaction_number FROM ledger_postings WHERE account = ? AND transaction_number > ?
            ORDER BY transaction_number LIMIT 1 OFFSET ?
            """, account, after, BookReplay.chunk - 1
        ) { try $0.value(0) }
    }

    /// What was staked is what went out for holds that count and did not come back; what was won is what was paid as such.
    private mutating func countDeeds(
        _ account: Int64, _ bucket: Bucket, through last: Int64, in database: Connection
    ) throws {
        var (staked, won) = (staked, won)
        try database.each(
            """
            SELECT p.amount, t.metadata, COALESCE(r.kind, t.kind), COALESCE(r.metadata, t.metadata)
            FROM ledger_postings p CROSS JOIN ledger_transactions t ON t.number = p.transaction_number
                LEFT JOIN ledger_transactions r ON r.number = t.reverses
            WHERE p.account = ? AND p.transaction_number > ? AND p.transaction_number <= ?
            """, account, after, last
        ) { row in
            let amount: Int64 = try row.value(0)
            if let hold = Movement.hold(in: try row.value(1)) {
                if try counts(hold, in: database) { staked = staked.subtractingReportingOverflow(amount).partialValue }
            } else if bucket == .winning || bucket == .bonus, try row.value(2, as: TransactionKind.self).isWinnings,
                Movement.hold(in: try row.value(3)) == nil
            {
                // What was won and reversed was not won.
                won = won.addingReportingOverflow(amount).partialValue
            }
            return true
        }
        (self.staked, self.won) = (staked, won)
    }

    private func counts(_ hold: ID<Hold>, in database: Connection) throws -> Bool {
        try database.first("SELECT day IS NOT NULL FROM holds WHERE id = ?", hold) { try $0.value(0) } ?? false
    }
}
