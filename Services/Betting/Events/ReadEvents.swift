public import Messages
public import Runtime

extension GetEvent: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        try StoredEvent.existing(request.event, in: context.database).view(in: context.database)
    }
}
