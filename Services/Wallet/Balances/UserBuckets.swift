import Messages
import Runtime
import Storage

/// What a user has in one currency at a moment: what has expired by then is no longer held, whether or not it has been
/// given back yet.
struct UserBuckets {
    let currency: KnownCurrency
    var free = Origin()
    var held = Amount.zero

    /// A line for each currency that ever came in or out, by code. One whose money has all gone keeps its line, with
    /// zeros: it is where its history hangs.
    static func all(of user: ID<User>, at time: Timestamp, in database: Connection) throws -> [UserBuckets] {
        var lines: [UserBuckets] = []
        var heldAccounts: [(line: Int, account: Int64)] = []
        try database.each(
            """
            SELECT c.number, c.code, c.scale, a.bucket, a.balance, a.number
            FROM currencies c JOIN ledger_accounts a
                ON a.owner_kind = 'user' AND a.owner = ? AND a.currency = c.number
            ORDER BY c.code
            """, user
        ) { row in
            let currency = KnownCurrency(
                number: try row.value(0), currency: Currency(code: try row.value(1), scale: try row.value(2)))
            if lines.last?.currency != currency { lines.append(UserBuckets(currency: currency)) }
            let (bucket, balance) = (try row.value(3, as: Bucket.self), try row.value(4, as: Amount.self))
            lines[lines.count - 1].set(bucket, balance)
            if bucket == .held, balance > .zero { heldAccounts.append((lines.count - 1, try row.value(5))) }
            return true
        }
        for (line, account) in heldAccounts {
            let overdue = try ExpiredHolds.overdue(in: account, at: time, database)
            lines[line].free = try lines[line].free + overdue
            try lines[line].held -= overdue.total()
        }
        return lines
    }

    init(currency: KnownCurrency) { self.currency = currency }

    mutating func set(_ bucket: Bucket, _ balance: Amount) {
        switch bucket {
        case .deposit: free.deposit = balance
        case .bonus: free.bonus = balance
        case .winning: free.winning = balance
        case .held: held = balance
        case .main: break
        }
    }

    func line() throws(AmountOverflow) -> GetWallet.Line {
        GetWallet.Line(
            currency: CurrencyCode(trusted: currency.currency.code), deposit: currency.money(free.deposit),
            winning: currency.money(free.winning), bonus: currency.money(free.bonus), held: currency.money(held),
            available: currency.money(try free.total()), withdrawable: currency.money(free.winning))
    }

    /// All that is the user's, put aside or not.
    func total() throws(AmountOverflow) -> Amount { try free.total() + held }

    func statementBalance() throws(AmountOverflow) -> StatementBalance {
        StatementBalance(
            currency: CurrencyCode(trusted: currency.currency.code), deposit: currency.money(free.deposit),
            winning: currency.money(free.winning), bonus: currency.money(free.bonus), held: currency.money(held),
            total: currency.money(try total()))
    }
}
