public import Messages
public import Runtime
import Storage

extension GetTrialBalance: QueryHandler {
    /// Sums of balances, an account a row however many postings it has had.
    public static func run(_ request: Request, in context: QueryContext) throws -> Page<Item> {
        let count = (request.limit ?? .standard).count
        let codes = try context.database.rows(
            "SELECT code FROM currencies WHERE code > ? AND (? OR code = ?) ORDER BY code LIMIT ?",
            request.cursor?.text ?? "", request.currency == nil, request.currency?.text ?? "", count + 1
        ) { CurrencyCode(trusted: try $0.value(0)) }
        let items = try codes.prefix(count).map { code in
            try item(code, try AccountGroup.all(currency: code, in: context.database), in: context.database)
        }
        return Page(items: items, next: codes.count > count ? items.last?.currency.text : nil)
    }

    private static func item(
        _ code: CurrencyCode, _ groups: [AccountGroup], in database: Connection
    ) throws -> Item {
        var (debit, credit) = (Int128(0), Int128(0))
        let lines = try groups.compactMap { group -> Line? in
            guard let sums = try Sums(of: group, in: database) else { return nil }
            (debit, credit) = (debit + sums.debit, credit + sums.credit)
            return Line(
                ownerKind: group.kind, bucket: group.bucket, accounts: sums.count,
                debit: try group.currency.money(Amount(whole: sums.debit)),
                credit: try group.currency.money(Amount(whole: sums.credit)))
        }
        guard let currency = groups.first?.currency else { throw Rejection.notFound("currency") }
        return Item(
            currency: code, debit: try currency.money(Amount(whole: debit)),
            credit: try currency.money(Amount(whole: credit)), lines: lines)
    }
}

extension Amount {
    /// What a sum of more than 64 bits is, where it fits.
    fileprivate init(whole sum: Int128) throws(AmountOverflow) {
        guard let units = Int64(exactly: sum) else { throw AmountOverflow() }
        self.init(units)
    }
}

/// What the accounts of a group owe and hold. SQLite sums each half of the 64 bits by itself, since the whole may leave
/// them.
private struct Sums {
    let count: Int64
    let debit: Int128
    let credit: Int128

    /// Nil where there are no accounts.
    init?(of group: AccountGroup, in database: Connection) throws {
        let sums = try database.first(
            """
            SELECT COUNT(*), COALESCE(SUM(balance >> 32) FILTER (WHERE balance < 0), 0),
                COALESCE(SUM(balance & 4294967295) FILTER (WHERE balance < 0), 0),
                COALESCE(SUM(balance >> 32) FILTER (WHERE balance > 0), 0),
                COALESCE(SUM(balance & 4294967295) FILTER (WHERE balance > 0), 0)
            FROM ledger_accounts INDEXED BY ledger_accounts_by_kind
            WHERE owner_kind = ? AND currency = ? AND bucket = ?
            """, group.kind, group.currency.number, group.bucket
        ) { row in try (0..<5).map { Int128(try row.value($0, as: Int64.self)) } }
        guard let sums, sums[0] > 0 else { return nil }
        count = Int64(sums[0])
        debit = -(sums[1] << 32 + sums[2])
        credit = sums[3] << 32 + sums[4]
    }
}
