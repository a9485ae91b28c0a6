public import Messages
public import Runtime

extension FollowAuditLog: LiveQueryHandler {
    /// What taking events in touches.
    static let news = "log"

    public static func topic(of request: Request) -> String { news }

    public static func run(_ request: Request, in context: QueryContext) throws -> LivePage {
        let stream = LogStream(StreamFilter(request), in: context.database)
        return try stream.page(
            after: try stream.start(of: request, at: context.now), limit: (request.limit ?? .most).count)
    }
}

/// Which events a follower wants.
struct StreamFilter {
    let type: String?
    let entityType: String?
    let entityID: String?
    let severity: Severity?
    let source: ServiceName?

    init(_ request: FollowAuditLog.Request) {
        (type, entityType, entityID) = (request.type?.text, request.entityType?.text, request.entityID?.text)
        (severity, source) = (request.severity, request.source)
    }

    func matches(_ entry: LogEntry) -> Bool {
        type.map { $0.hasSuffix(".") ? entry.leaf.type.hasPrefix($0) : entry.leaf.type == $0 } ?? true
            && entityType.map { $0 == entry.leaf.subjectKind } ?? true
            && entityID.map { $0 == entry.leaf.subjectID } ?? true
            && severity.map { entry.leaf.severity.rank >= $0.rank } ?? true
            && source.map { $0 == entry.source } ?? true
    }
}

extension Severity {
    fileprivate var rank: Int {
        switch self {
        case .info: 0
        case .warning: 1
        case .critical: 2
        }
    }
}
