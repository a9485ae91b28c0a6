import Messages
import Runtime
import Storage

/// Reads what moved a user's money between two places of the ledger, page by page and the oldest first, through the index
/// of each of the user's accounts: a page costs the same wherever it lies and however much there is. Both ends are fixed
/// when the reading begins, so that all pages together are one statement whatever happens meanwhile.
struct StatementReader {
    /// From a first transaction up to, not with, another.
    let numbers: Range<Int64>
    let database: Connection
    private let accounts: [UserAccount]

    /// Where a page ended, and where the statement does.
    struct Position {
        let after: Int64
        let end: Int64

        var text: String { "\(after).\(end)" }

        init(after: Int64, end: Int64) { (self.after, self.end) = (after, end) }

        init(_ cursor: Cursor) throws {
            let numbers = cursor.text.split(separator: ".", omittingEmptySubsequences: false).map { Int64($0) }
            guard numbers.count == 2, let after = numbers[0], let end = numbers[1], (0..<Int64.max).contains(after),
                end >= 1
            else {
                throw Rejection.field("/cursor", "invalid_format", "expected the `next` of the page before")
            }
            self.init(after: after, end: end)
        }
    }

    init(of user: ID<User>, _ numbers: Range<Int64>, currency: CurrencyCode? = nil, in database: Connection) throws {
        (self.numbers, self.database) = (numbers, database)
        accounts = try UserAccount.all(of: user, in: database, currency: currency)
    }

    // MARK: - Balances

    func opening() throws -> [UserBuckets] { try balances(before: numbers.lowerBound) }
    func closing() throws -> [UserBuckets] { try balances(before: numbers.upperBound) }

    /// What there was just before a transaction, in the currencies that the user had had by then.
    func balances(before number: Int64) throws -> [UserBuckets] {
        var found: [UserBuckets] = []
        for account in accounts {
            let balance = try database.first(
                """
                SELECT balance FROM ledger_postings WHERE account = ? AND transaction_number < ?
                ORDER BY transaction_number DESC LIMIT 1
                """, account.number, number, read: { try $0.value(0, as: Amount.self) })
            guard let balance else { continue }
            if found.last?.currency != account.currency { found.append(UserBuckets(currency: account.currency)) }
            found[found.count - 1].set(account.bucket, balance)
        }
        return found
    }

    // MARK: - Lines

    private struct Change {
        let transaction: Int64
        let account: UserAccount
        let amount: Amount
        let balance: Amount
    }

    /// The lines of at most so many transactions after one of them, and which was the last where there are more.
    func page(after: Int64, limit: Int) throws -> (lines: [StatementLine], last: Int64?) {
        let begin = max(after + 1, numbers.lowerBound)
        var changes: [Change] = []
        for account in accounts {
            changes += try database.rows(
                """
                SELECT transaction_number, amount, balance FROM ledger_postings
                WHERE account = ? AND transaction_number >= ? AND transaction_number < ?
                ORDER BY transaction_number LIMIT ?
                """, account.number, begin, numbers.upperBound, limit + 1
            ) { row in
                Change(
                    transaction: try row.value(0), account: account, amount: try row.value(1), balance: try row.value(2)
                )
            }
        }
        let shown = Set(changes.map(\.transaction)).sorted()
        guard let last = shown.prefix(limit).last else { return ([], nil) }
        var running = Dictionary(
            uniqueKeysWithValues: try balances(before: begin).map { ($0.currency, $0) })
        var lines: [StatementLine] = []
        let steps = Dictionary(grouping: changes.filter { $0.transaction <= last }) { $0.transaction }
        for number in shown.prefix(limit) {
            lines += try self.lines(of: number, steps[number] ?? [], &running)
        }
        return (lines, shown.count > limit ? last : nil)
    }

    /// One for each currency that it moved.
    private func lines(
        of number: Int64, _ changes: [Change], _ running: inout [KnownCurrency: UserBuckets]
    ) throws -> [StatementLine] {
        var currencies: [KnownCurrency] = []
        for change in changes where currencies.last != change.account.currency {
            currencies.append(change.account.currency)
        }
        return try currencies.compactMap { currency in
            let own = changes.filter { $0.account.currency == currency }
            var buckets = running[currency] ?? UserBuckets(currency: currency)
            for change in own { buckets.set(change.account.bucket, change.balance) }
            running[currency] = buckets
            let (amount, balance) = (try own.map(\.amount).total(), try buckets.total())
            return try database.first(
                "SELECT id, kind, entity, time FROM ledger_transactions WHERE number = ?", number
            ) { row in
                StatementLine(
                    id: try row.value(0), kind: try row.value(1), entity: try row.value(2), time: try row.value(3),
                    amount: currency.money(amount), balance: currency.money(balance),
                    changes: own.compactMap { $0.account.change(by: $0.amount, to: $0.balance) })
            }
        }
    }
}

extension UserAccount {
    fileprivate func change(by amount: Amount, to balance: Amount) -> ListWalletTransactions.Change? {
        WalletBucket(rawValue: bucket.rawValue).map {
            ListWalletTransactions.Change(
                bucket: $0, amount: currency.money(amount), balance: currency.money(balance))
        }
    }
}
