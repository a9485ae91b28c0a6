import Messages
import Runtime
import Storage

/// A page of what a search finds, the latest first.
struct EventSearch {
    private let filter: EventFilter
    private let high: Int64
    private let limit: Int
    private let database: Connection

    init(_ request: ListAuditEvents.Request, in database: Connection) throws {
        self.database = database
        limit = (request.limit ?? .standard).count
        filter = try EventFilter(request, size: try StoredTree.size(in: database), in: database)
        if let cursor = request.cursor {
            guard let leaf = Int64(cursor.text), leaf >= 0 else {
                throw Rejection.field("/cursor", "invalid_format", "expected the `next` of the page before")
            }
            high = min(filter.range.upperBound, leaf)
        } else {
            high = filter.range.upperBound
        }
    }

    /// The cursor is the place after which nothing has been looked at.
    func page(budget: Int = LeafSearch.standardBudget) throws -> Page<AuditEvent> {
        let low = filter.range.lowerBound
        var search = LeafSearch(
            filter.traits.trails, in: low..<max(low, high), .latestFirst, budget: budget, database: database)
        let coding = WireCoding()
        var items: [AuditEvent] = []
        while true {
            switch try search.next() {
            case .end: return Page(items: items, next: nil)
            case .pause: return Page(items: items, next: String(search.place + 1))
            case .found(let leaf):
                guard let entry = try LogEntry.find(leaf, in: database), filter.traits.holds(for: entry.leaf) else {
                    continue
                }
                // One more than fits tells that there is another page.
                if items.count == limit { return Page(items: items, next: String(leaf + 1)) }
                items.append(entry.event(coding))
            }
        }
    }
}
