public import Messages
import Runtime
public import Storage
import TimeZones

extension ListWalletTransactions {
    static func run(_ request: Request, _ zones: ZoneBook, in context: QueryContext) throws -> Page<Item> {
        let (user, database) = (try context.user().user, context.database)
        let days = try QueryDays(of: user, zones, in: database)
        var search = TransactionSearch(
            numbers: try days.numbers(from: request.from, to: request.to, in: database), database: database)
        search.kind = request.kind
        search.touching = [try UserAccount.all(of: user, in: database, currency: request.currency).map(\.number)]
        let page = try search.page(request.cursor, limit: (request.limit ?? .standard).count)
        return Page(items: try page.numbers.compactMap { try item($0, of: user, in: database) }, next: page.next)
    }

    private static func item(_ number: Int64, of user: ID<User>, in database: Connection) throws -> Item? {
        let changes = try database.rows(
            """
            SELECT a.bucket, p.amount, p.balance, c.code, c.scale
            FROM ledger_postings p JOIN ledger_accounts a ON a.number = p.account
                JOIN currencies c ON c.number = a.currency
            WHERE p.transaction_number = ? AND a.owner_kind = 'user' AND a.owner = ? ORDER BY p.account
            """, number, user
        ) { row in
            let currency = Currency(code: try row.value(3), scale: try row.value(4))
            return Change(
                bucket: try row.value(0), amount: Money(try row.value(1), currency),
                balance: Money(try row.value(2), currency))
        }
        return try database.first("SELECT id, kind, entity, time FROM ledger_transactions WHERE number = ?", number) {
            Item(
                id: try $0.value(0), kind: try $0.value(1), entity: try $0.value(2), time: try $0.value(3),
                changes: changes)
        }
    }
}

extension WalletBucket: StorageValue {}
