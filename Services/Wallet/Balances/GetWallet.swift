public import Messages
public import Runtime
import Storage

extension GetWallet: QueryHandler {
    /// A currency whose money has all gone keeps its line, with zeros: it is where its history hangs.
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        var lines: [UserBuckets] = []
        try context.database.each(
            """
            SELECT c.number, c.code, c.scale, a.bucket, a.balance
            FROM currencies c JOIN ledger_accounts a
                ON a.owner_kind = 'user' AND a.owner = ? AND a.currency = c.number
            ORDER BY c.code
            """, try context.user().user
        ) { row in
            let currency = KnownCurrency(
                number: try row.value(0), currency: Currency(code: try row.value(1), scale: try row.value(2)))
            if lines.last?.currency != currency { lines.append(UserBuckets(currency: currency)) }
            lines[lines.count - 1].set(try row.value(3), try row.value(4))
            return true
        }
        return Reply(items: try lines.map { try $0.line() })
    }
}

/// What a user has in one currency.
private struct UserBuckets {
    let currency: KnownCurrency
    var free = Origin()
    var held = Amount.zero

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
}
