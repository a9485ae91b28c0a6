public import Messages
public import Runtime
import Transparency

extension ListAuditEvents: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Page<AuditEvent> {
        try EventSearch(request, in: context.database).page()
    }
}

extension GetAuditEvent: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        guard let entry = try LogEntry.find(request.index, in: context.database) else {
            throw Rejection.notFound("event in the log")
        }
        return Reply(
            event: entry.event(WireCoding()), body: Base64.encode(entry.body ?? []),
            leafHash: Base64.encode(try StoredTree.tree(in: context.database).leaf(request.index)),
            link: Base64.encode(entry.link))
    }
}
