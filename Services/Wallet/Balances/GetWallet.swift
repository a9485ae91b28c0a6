public import Messages
public import Runtime

extension GetWallet: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let lines = try UserBuckets.all(of: try context.user().user, at: context.now, in: context.database)
        return Reply(items: try lines.map { try $0.line() })
    }
}

extension GetUserWallet: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let lines = try UserBuckets.all(of: request.userID, at: context.now, in: context.database)
        return Reply(items: try lines.map { try $0.line() })
    }
}
