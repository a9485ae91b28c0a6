public import Messages
public import Runtime
import Storage

extension GetDeposit: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Deposit {
        let statement = try context.user()
        let isAdmin = context.caller.has(.admin)
        guard let record = try DepositRecord.find(request.depositID, in: context.database),
            record.deposit.userID == statement.user || isAdmin
        else { throw Rejection.notFound("deposit") }
        return record.shown(toAdmin: isAdmin)
    }
}

extension ListDeposits: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Page<Deposit> {
        let own = try context.user().user
        let isAdmin = context.caller.has(.admin)
        guard isAdmin || request.userID == nil || request.userID == own else {
            throw CommonFailure.forbidden.because("others' deposits need the role admin")
        }
        let count = (request.limit ?? .standard).count
        let ids = try ids(
            of: isAdmin ? request.userID : own, request.status, before: try start(request.cursor), count + 1,
            in: context.database)
        let items = try ids.prefix(count).compactMap {
            try DepositRecord.find($0, in: context.database)?.shown(toAdmin: isAdmin)
        }
        return Page(items: items, next: ids.count > count ? items.last?.id.text : nil)
    }

    /// Where a page begins: the last that the page before showed, or after the newest.
    private static func start(_ cursor: Cursor?) throws -> ID<Deposit> {
        guard let cursor else { return ID(high: .max, low: .max) }
        guard let id = ID<Deposit>(cursor.text) else {
            throw Rejection.field("/cursor", "invalid_format", "expected the next of the page before")
        }
        return id
    }

    private static func ids(
        of user: ID<User>?, _ status: DepositStatus?, before id: ID<Deposit>, _ count: Int, in database: Connection
    ) throws -> [ID<Deposit>] {
        switch (user, status) {
        case (nil, nil):
            try database.rows("SELECT id FROM deposits WHERE id < ? ORDER BY id DESC LIMIT ?", id, count) {
                try $0.value(0)
            }
        case (let user?, nil):
            try database.rows(
                "SELECT id FROM deposits WHERE user = ? AND id < ? ORDER BY id DESC LIMIT ?", user, id, count
            ) { try $0.value(0) }
        case (nil, let status?):
            try database.rows(
                "SELECT id FROM deposits WHERE status = ? AND id < ? ORDER BY id DESC LIMIT ?", status, id, count
            ) { try $0.value(0) }
        case (let user?, let status?):
            try database.rows(
                """
                SELECT id FROM deposits INDEXED BY deposits_of_user
                WHERE user = ? AND status = ? AND id < ? ORDER BY id DESC LIMIT ?
                """, user, status, id, count
            ) { try $0.value(0) }
        }
    }
}
