public import Messages
public import Runtime
public import Storage

extension ListWalletTransactions: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Page<Item> {
        let history = UserHistory(user: try context.user().user, database: context.database)
        let count = (request.limit ?? .standard).count
        let numbers = try history.transactions(before: try history.start(request.cursor), count + 1)
        let items = try numbers.prefix(count).compactMap(history.item)
        return Page(items: items, next: numbers.count > count ? items.last?.id.text : nil)
    }
}

/// One user's transactions, read through the index of each of the user's accounts, so that a page costs the same however
/// many there are.
private struct UserHistory {
    let user: ID<User>
    let database: Connection

    /// Where a page begins: the last that the page before showed, or after the newest.
    func start(_ cursor: Cursor?) throws -> Int64 {
        guard let cursor else { return .max }
        guard let id = ID<LedgerTransaction>(cursor.text),
            let number = try database.first(
                "SELECT number FROM ledger_transactions WHERE id = ?", id, read: { try $0.value(0, as: Int64.self) })
        else { throw Rejection.field("/cursor", "invalid_format", "expected the next of the page before") }
        return number
    }

    /// The newest first. A transaction may touch several accounts of the user and counts once.
    func transactions(before number: Int64, _ count: Int) throws -> [Int64] {
        let accounts = try database.rows(
            "SELECT number FROM ledger_accounts WHERE owner_kind = 'user' AND owner = ? ORDER BY number", user
        ) { try $0.value(0, as: Int64.self) }
        var numbers: Set<Int64> = []
        for account in accounts {
            try database.each(
                """
                SELECT transaction_number FROM ledger_postings WHERE account = ? AND transaction_number < ?
                ORDER BY transaction_number DESC LIMIT ?
                """, account, number, count
            ) { row in
                numbers.insert(try row.value(0))
                return true
            }
        }
        return Array(numbers.sorted(by: >).prefix(count))
    }

    func item(_ number: Int64) throws -> ListWalletTransactions.Item? {
        let changes = try database.rows(
            """
            SELECT a.bucket, p.amount, p.balance, c.code, c.scale
            FROM ledger_postings p JOIN ledger_accounts a ON a.number = p.account
                JOIN currencies c ON c.number = a.currency
            WHERE p.transaction_number = ? AND a.owner_kind = 'user' AND a.owner = ? ORDER BY p.account
            """, number, user
        ) { row in
            let currency = Currency(code: try row.value(3), scale: try row.value(4))
            return ListWalletTransactions.Change(
                bucket: try row.value(0), amount: Money(try row.value(1), currency),
                balance: Money(try row.value(2), currency))
        }
        return try database.first(
            "SELECT id, kind, entity, time FROM ledger_transactions WHERE number = ?", number
        ) { row in
            ListWalletTransactions.Item(
                id: try row.value(0), kind: try row.value(1), entity: try row.value(2), time: try row.value(3),
                changes: changes)
        }
    }
}

extension WalletBucket: StorageValue {}
