public import Messages
public import Runtime
public import Storage
import TimeZones

extension GetLedgerTransaction: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> LedgerEntry {
        let number = try context.database.first(
            "SELECT number FROM ledger_transactions WHERE id = ?", request.transactionID,
            read: { try $0.value(0, as: Int64.self) })
        guard let number, let entry = try LedgerEntry.find(number, in: context.database) else {
            throw Rejection.notFound("transaction")
        }
        return entry
    }
}

extension ListLedgerTransactions: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Page<LedgerEntry> {
        let database = context.database
        var search = TransactionSearch(
            numbers: try QueryDays().numbers(from: request.from, to: request.to, in: database), database: database)
        search.kind = request.kind
        search.entity = request.entity?.text
        search.actor = request.actor?.text
        if let user = request.userID {
            search.touching.append(try UserAccount.all(of: user, in: database).map(\.number))
        }
        if let account = request.account { search.touching.append([account]) }
        let page = try search.page(request.cursor, limit: (request.limit ?? .standard).count)
        return Page(items: try page.numbers.compactMap { try LedgerEntry.find($0, in: database) }, next: page.next)
    }
}

extension LedgerEntry {
    /// The transaction that was just posted.
    static func existing(_ number: Int64, in database: Connection) throws -> LedgerEntry {
        guard let entry = try find(number, in: database) else { throw Rejection.notFound("transaction") }
        return entry
    }

    static func find(_ number: Int64, in database: Connection) throws -> LedgerEntry? {
        try database.first(
            """
            SELECT t.id, t.kind, t.entity, t.time, t.actor, t.causation, t.metadata, o.id, r.id, t.group_id,
                w.reason
            FROM ledger_transactions t LEFT JOIN ledger_transactions o ON o.number = t.reverses
                LEFT JOIN ledger_transactions r ON r.reverses = t.number
                LEFT JOIN transaction_reasons w ON w.number = t.number
            WHERE t.number = ?
            """, number
        ) { row in
            let metadata = try row.value(6, as: String.self)
            return LedgerEntry(
                id: try row.value(0), kind: try row.value(1), entity: try row.value(2), time: try row.value(3),
                actor: try row.value(4), causation: try row.value(5),
                metadata: try WireCoding().decode(RawJSON.self, from: Array(metadata.utf8)),
                reason: try row.value(10, as: String?.self).map(Note.init(trusted:)),
                reverses: try row.value(7), reversedBy: try row.value(8), group: try row.value(9),
                postings: try postings(of: number, in: database))
        }
    }

    private static func postings(of number: Int64, in database: Connection) throws -> [Posting] {
        try database.rows(
            """
            SELECT a.number, a.owner_kind, a.owner, a.bucket, p.amount, p.balance, c.code, c.scale
            FROM ledger_postings p JOIN ledger_accounts a ON a.number = p.account
                JOIN currencies c ON c.number = a.currency
            WHERE p.transaction_number = ? ORDER BY p.account
            """, number
        ) { row in
            let owner = try AccountOwner(kind: try row.value(1), key: try row.value(2))
            let currency = Currency(code: try row.value(6), scale: try row.value(7))
            return Posting(
                account: try row.value(0), ownerKind: owner.shownKind, userID: owner.user, name: owner.shownName,
                bucket: try row.value(3), amount: Money(try row.value(4), currency),
                balance: Money(try row.value(5), currency))
        }
    }
}

extension AccountOwner {
    var shownKind: LedgerOwner {
        switch self {
        case .user: .user
        case .escrow: .escrow
        case .house: .house
        case .world: .world
        }
    }

    var user: ID<User>? { if case .user(let user) = self { user } else { nil } }

    var shownName: String? {
        switch self {
        case .escrow(let service, let name): "\(service.rawValue):\(name)"
        case .house(let name): name
        case .user, .world: nil
        }
    }
}

extension LedgerBucket: StorageValue {}
extension LedgerOwner: StorageValue {}
