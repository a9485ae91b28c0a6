public import Messages
public import Runtime
import Storage

extension GetWithdrawal: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Withdrawal {
        let statement = try context.user()
        let isAdmin = context.caller.has(.admin)
        guard let record = try WithdrawalRecord.find(request.withdrawalID, in: context.database),
            record.withdrawal.userID == statement.user || isAdmin
        else { throw Rejection.notFound("withdrawal") }
        return record.shown(toAdmin: isAdmin)
    }
}

extension ListWithdrawals: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Page<Withdrawal> {
        let own = try context.user().user
        let isAdmin = context.caller.has(.admin)
        guard isAdmin || request.userID == nil || request.userID == own else {
            throw CommonFailure.forbidden.because("others' withdrawals need the role admin")
        }
        let limit = Paging.limit(request.limit)
        let ids = try ids(
            of: isAdmin ? request.userID : own, request.status, before: try Paging.before(request.cursor), limit + 1,
            in: context.database)
        let page = Paging.page(ids, limit: limit, cursor: \.text)
        let items = try page.items.compactMap {
            try WithdrawalRecord.find($0, in: context.database)?.shown(toAdmin: isAdmin)
        }
        return Page(items: items, next: page.next)
    }

    private static func ids(
        of user: ID<User>?, _ status: WithdrawalStatus?, before id: ID<Withdrawal>, _ count: Int,
        in database: Connection
    ) throws -> [ID<Withdrawal>] {
        switch (user, status) {
        case (nil, nil):
            try database.rows("SELECT id FROM withdrawals WHERE id < ? ORDER BY id DESC LIMIT ?", id, count) {
                try $0.value(0)
            }
        case (let user?, nil):
            try database.rows(
                "SELECT id FROM withdrawals WHERE user = ? AND id < ? ORDER BY id DESC LIMIT ?", user, id, count
            ) { try $0.value(0) }
        case (nil, let status?):
            try database.rows(
                "SELECT id FROM withdrawals WHERE status = ? AND id < ? ORDER BY id DESC LIMIT ?", status, id, count
            ) { try $0.value(0) }
        case (let user?, let status?):
            try database.rows(
                """
                SELECT id FROM withdrawals INDEXED BY withdrawals_of_user
                WHERE user = ? AND status = ? AND id < ? ORDER BY id DESC LIMIT ?
                """, user, status, id, count
            ) { try $0.value(0) }
        }
    }
}
