public import Messages
public import Runtime

extension FollowAuditLog: LiveQueryHandler {
    /// What taking events in touches.
    static let news = "log"

    public static func topic(of request: Request) -> String { news }

    public static func run(_ request: Request, in context: QueryContext) throws -> LiveLook {
        let stream = try LogStream(request, in: context.database)
        return try stream.page(
            after: try stream.start(of: request, at: context.now), limit: (request.limit ?? .most).count)
    }
}
