import Messages
import Runtime
import Storage

/// What is looked for, and between which leaves.
struct EventSearch {
    /// More candidates than this are not looked at for one page: a rare combination gives short pages, never a query
    /// that keeps a snapshot open for long.
    static let candidateLimit = 5000

    private let request: ListAuditEvents.Request
    private let database: Connection
    private let low: Int64
    private let high: Int64

    /// Ingestion time never goes back, so times become places in the log.
    init(_ request: ListAuditEvents.Request, in database: Connection) throws {
        (self.request, self.database) = (request, database)
        let size = try StoredTree.size(in: database)
        func leaf(since time: Timestamp) throws -> Int64 {
            try database.first(
                "SELECT leaf FROM log WHERE ingested_at >= ? ORDER BY ingested_at, leaf LIMIT 1", time
            ) { try $0.value(0) } ?? size
        }
        low = try request.from.map(leaf(since:)) ?? 0
        var high = try request.to.map(leaf(since:)) ?? size
        if let cursor = request.cursor {
            guard let leaf = Int64(cursor.text), leaf >= 0 else {
                throw Rejection.field("/cursor", "invalid_format", "expected the `next` of the page before")
            }
            high = min(high, leaf)
        }
        self.high = high
    }

    func page() throws -> Page<AuditEvent> {
        let limit = (request.limit ?? .standard).count
        let coding = WireCoding()
        var items: [AuditEvent] = []
        var (looked, last, next) = (0, high, String?.none)
        try candidates { leaf in
            if items.count == limit || looked == EventSearch.candidateLimit {
                next = String(last)
                return false
            }
            (looked, last) = (looked + 1, leaf)
            if let event = try LogEntry.event(leaf, matching: matches, coding, in: database) { items.append(event) }
            return true
        }
        return Page(items: items, next: next)
    }

    /// The leaves that the most telling filter finds, the latest first.
    private func candidates(_ visit: (Int64) throws -> Bool) throws {
        if let trace = request.traceID {
            try database.each(
                "SELECT leaf FROM log WHERE trace = ? AND leaf >= ? AND leaf < ? ORDER BY leaf DESC", trace.text, low,
                high
            ) { try visit(try $0.value(0)) }
        } else if let entity = request.entityID {
            try database.each(
                "SELECT leaf FROM log WHERE subject_id = ? AND leaf >= ? AND leaf < ? ORDER BY leaf DESC", entity.text,
                low, high
            ) { try visit(try $0.value(0)) }
        } else if let actor = request.actor {
            try database.each(
                "SELECT leaf FROM log WHERE actor = ? AND leaf >= ? AND leaf < ? ORDER BY leaf DESC", actor.text, low,
                high
            ) { try visit(try $0.value(0)) }
        } else if let action = request.action {
            try database.each(
                "SELECT leaf FROM log WHERE type = ? AND leaf >= ? AND leaf < ? ORDER BY leaf DESC", action.text, low,
                high
            ) { try visit(try $0.value(0)) }
        } else if let severity = request.severity, severity != .info {
            try database.each(
                """
                SELECT leaf FROM log WHERE severity = ? AND severity <> 'info' AND leaf >= ? AND leaf < ?
                ORDER BY leaf DESC
                """, severity, low, high
            ) { try visit(try $0.value(0)) }
        } else {
            try database.each(
                "SELECT leaf FROM log WHERE leaf >= ? AND leaf < ? ORDER BY leaf DESC", low, high
            ) { try visit(try $0.value(0)) }
        }
    }

    private func matches(_ entry: LogEntry) -> Bool {
        func holds(_ filter: Text<AuditFilterRule>?, _ value: String) -> Bool {
            filter.map { $0.text == value } ?? true
        }
        return holds(request.traceID, entry.leaf.trace) && holds(request.entityID, entry.leaf.subjectID)
            && holds(request.actor, entry.leaf.actor) && holds(request.action, entry.leaf.type)
            && holds(request.entityType, entry.leaf.subjectKind)
            && request.severity.map { $0 == entry.leaf.severity } ?? true
            && request.source.map { $0 == entry.source } ?? true
    }
}
