import Messages
import Runtime
import Storage
import TimeZones

extension GetTotals {
    /// More postings than these are not added up for one question.
    static let postingLimit = 100_000

    static func run(_ request: Request, _ zones: ZoneBook, in context: QueryContext) throws -> Page<Item> {
        let (user, database) = (try context.user().user, context.database)
        let days = try QueryDays(of: user, zones, in: database)
        let end = request.to.map(days.end) ?? context.now.adding(milliseconds: 1)
        let start = request.from.map(days.start) ?? end.adding(seconds: -30 * 86_400)
        guard end <= start.adding(seconds: Int64(dayLimit + 1) * 86_400) else {
            throw Rejection.field("/from", "invalid_range", "expected at most \(dayLimit) days before `to`")
        }
        let position = try request.cursor.map { try Position($0) }
        let numbers = try position?.numbers ?? days.numbers(from: .time(start), to: .time(end), in: database)
        var totals = Totals(days: request.by == .day ? days : nil)
        try totals.add(try UserAccount.all(of: user, in: database, currency: request.currency), numbers, in: database)
        let rest = try totals.items().filter { $0.key > position?.key ?? "" }
        let count = (request.limit ?? .standard).count
        let items = rest.prefix(count)
        let next = items.last.map { Position(numbers: numbers, key: $0.key).text }
        return Page(items: items.map(\.item), next: rest.count > count ? next : nil)
    }

    /// Where a page ended, and of which transactions all of them tell: fixed by the first, so that they add up together.
    private struct Position {
        let numbers: Range<Int64>
        let key: String

        var text: String { "\(numbers.lowerBound).\(numbers.upperBound).\(key)" }

        init(numbers: Range<Int64>, key: String) { (self.numbers, self.key) = (numbers, key) }

        init(_ cursor: Cursor) throws {
            let parts = cursor.text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, let lower = Int64(parts[0]), let upper = Int64(parts[1]), 0 <= lower, lower <= upper
            else { throw Rejection.field("/cursor", "invalid_format", "expected the `next` of the page before") }
            self.init(numbers: lower..<upper, key: String(parts[2]))
        }
    }
}

/// Sums of what transactions changed in one person's money, by day where that is asked for, currency and kind.
private struct Totals {
    let days: QueryDays?
    private var sums: [Key: Sum] = [:]
    private var postings = 0

    init(days: QueryDays?) { self.days = days }

    private struct Key: Hashable {
        let day: Day?
        let currency: KnownCurrency
        let kind: TransactionKind

        var text: String { [day?.text ?? "", currency.currency.code, kind.rawValue].joined(separator: "/") }
    }

    private struct Sum {
        var (count, moneyIn, moneyOut) = (Int64(0), Amount.zero, Amount.zero)
    }

    /// What one transaction changed of all of the person's buckets of a currency together.
    private struct Net {
        let kind: TransactionKind
        let time: Timestamp
        var amount: Amount
    }

    mutating func add(_ accounts: [UserAccount], _ numbers: Range<Int64>, in database: Connection) throws {
        for currency in Set(accounts.map(\.currency)) {
            var changes: [Int64: Net] = [:]
            for account in accounts where account.currency == currency {
                try read(account, numbers, into: &changes, in: database)
            }
            for change in changes.values { try count(change, currency) }
        }
    }

    private mutating func read(
        _ account: UserAccount, _ numbers: Range<Int64>, into changes: inout [Int64: Net], in database: Connection
    ) throws {
        var found = postings
        try database.each(
            """
            SELECT p.transaction_number, p.amount, t.kind, t.time
            FROM ledger_postings p CROSS JOIN ledger_transactions t ON t.number = p.transaction_number
            WHERE p.account = ? AND p.transaction_number >= ? AND p.transaction_number < ?
            """, account.number, numbers.lowerBound, numbers.upperBound
        ) { row in
            found += 1
            guard found <= GetTotals.postingLimit else {
                throw GetTotals.Failure.tooManyTransactions.because(
                    "more than \(GetTotals.postingLimit) movements in this time; ask for a shorter one", at: "/from")
            }
            let (number, amount) = (try row.value(0, as: Int64.self), try row.value(1, as: Amount.self))
            var net = try changes[number] ?? Net(kind: row.value(2), time: row.value(3), amount: .zero)
            try net.amount += amount
            changes[number] = net
            return true
        }
        postings = found
    }

    private mutating func count(_ change: Net, _ currency: KnownCurrency) throws {
        let key = Key(day: days?.day(at: change.time), currency: currency, kind: change.kind)
        var sum = sums[key] ?? Sum()
        sum.count += 1
        if change.amount > .zero {
            try sum.moneyIn += change.amount
        } else {
            try sum.moneyOut -= change.amount
        }
        sums[key] = sum
    }

    /// In the order of their keys, which are what a page ends with.
    func items() throws -> [(key: String, item: GetTotals.Item)] {
        try sums.map { key, sum in
            let currency = key.currency
            let item = GetTotals.Item(
                day: key.day, currency: CurrencyCode(trusted: currency.currency.code), kind: key.kind,
                transactions: sum.count, moneyIn: currency.money(sum.moneyIn), moneyOut: currency.money(sum.moneyOut),
                net: currency.money(try sum.moneyIn - sum.moneyOut))
            return (key.text, item)
        }.sorted { $0.key < $1.key }
    }
}
