public import Messages
public import Runtime
import Storage

extension GetTrackedTransaction: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> TrackedTransaction {
        try StoredTransaction.acted(on: request.transaction, by: context.user(), in: context.database).view
    }
}

extension ListTrackedTransactions: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let (reader, database) = (try context.user(), context.database)
        let owner = try TrackedOwner.asked(request.user, by: reader)
        var sieve = Sieve<TrackedTransaction>(limit: Paging.limit(request.limit))
        let before = try QuotePlace.before(request.cursor)
        let look = { (row: borrowing Row) throws -> Bool in
            let (number, id): (Int64, ID<TrackedTransaction>) = try (row.value(0), row.value(1))
            return try sieve.take(String(number)) {
                guard let found = try StoredTransaction.find(id, in: database), found.owner == owner,
                    request.suits(found)
                else { return nil }
                return found.view
            }
        }
        if let bet = request.bet {
            try database.each(
                "SELECT number, id FROM tracked_transaction WHERE bet = ? AND number < ? ORDER BY number DESC", bet,
                before, read: look)
        } else {
            try database.each(
                "SELECT number, id FROM tracked_transaction WHERE owner = ? AND number < ? ORDER BY number DESC", owner,
                before, read: look)
        }
        return Page(items: sieve.found, next: sieve.next)
    }
}

extension ListTrackedTransactions.Request {
    fileprivate func suits(_ row: StoredTransaction) -> Bool {
        type.map { $0 == row.type } ?? true && status.map { $0 == row.status } ?? true
            && book.map { $0.text == row.book } ?? true
    }
}

extension ListBookBalances: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let owner = try TrackedOwner.asked(request.user, by: try context.user())
        let limit = Paging.limit(request.limit)
        let place = try BalancePlace(request.cursor)
        let found = try BookBalances.list(of: owner, after: place, limit: limit + 1, in: context.database)
        let page = Paging.page(found, limit: limit) { BalancePlace($0).text }
        return Page(items: page.items, next: page.next)
    }
}

enum BookBalances {
    static func list(
        of owner: ID<User>, after place: BalancePlace, limit: Int, in database: Connection
    ) throws -> [BookBalance] {
        try database.rows(
            """
            SELECT book, b.currency, scale, completed, pending FROM tracked_balance b
            JOIN currency ON currency.code = b.currency
            WHERE owner = ?1 AND (book, b.currency) > (?2, ?3) ORDER BY book, b.currency LIMIT ?4
            """, owner, place.book, place.currency, limit
        ) { row in
            let currency = Currency(code: try row.value(1), scale: try row.value(2))
            return BookBalance(
                book: try row.value(0), balance: Money(try row.value(3), currency),
                pending: Money(try row.value(4), currency))
        }
    }
}

/// Where a list of balances has got to: a currency's code, a dot and a book's name.
struct BalancePlace {
    static let start = BalancePlace(book: "", currency: "")
    let book: String
    let currency: String

    private init(book: String, currency: String) { (self.book, self.currency) = (book, currency) }

    init(_ balance: BookBalance) { self.init(book: balance.book, currency: balance.balance.currency.text) }

    init(_ cursor: Cursor?) throws {
        guard let cursor else {
            self = .start
            return
        }
        let parts = cursor.text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            throw Rejection.field(
                "/cursor", "invalid_format", "expected the `next` of the page before, as it was given")
        }
        self.init(book: String(parts[1]), currency: String(parts[0]))
    }

    var text: String { "\(currency).\(book)" }
}
