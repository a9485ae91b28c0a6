public import Messages
public import Runtime
import Storage

extension GetEvent: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        try StoredEvent.existing(request.event, in: context.database).view(in: context.database)
    }
}

extension ListEvents: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let limit = Paging.limit(request.limit)
        let found = try ids(request, before: try Paging.before(request.cursor), limit + 1, in: context.database)
        let (shown, next) = Paging.page(found, limit: limit) { $0.text }
        let events = try shown.map { id in
            try StoredEvent.existing(id, in: context.database).view(in: context.database)
        }
        return Page(items: events, next: next)
    }

    /// Walks the index of the filter that leaves fewest, and tries the others on each row.
    private static func ids(
        _ request: Request, before: ID<BettingEvent>, _ limit: Int, in database: Connection
    ) throws -> [ID<BettingEvent>] {
        let (from, to) = (request.from?.milliseconds ?? .min, request.to?.milliseconds ?? .max)
        let (sport, status) = (request.sport?.text, request.status?.rawValue)
        if let organizer = request.organizer {
            return try database.rows(
                """
                SELECT id FROM event WHERE organizer = ?1 AND id < ?2 AND (?3 IS NULL OR sport = ?3)
                    AND (?4 IS NULL OR status = ?4) AND starts_at >= ?5 AND starts_at < ?6
                ORDER BY id DESC LIMIT ?7
                """, organizer, before, sport, status, from, to, limit
            ) { try $0.value(0) }
        }
        if let sport {
            return try database.rows(
                """
                SELECT id FROM event WHERE sport = ?1 AND id < ?2 AND (?3 IS NULL OR status = ?3)
                    AND starts_at >= ?4 AND starts_at < ?5
                ORDER BY id DESC LIMIT ?6
                """, sport, before, status, from, to, limit
            ) { try $0.value(0) }
        }
        if let status {
            return try database.rows(
                """
                SELECT id FROM event WHERE status = ?1 AND id < ?2 AND starts_at >= ?3 AND starts_at < ?4
                ORDER BY id DESC LIMIT ?5
                """, status, before, from, to, limit
            ) { try $0.value(0) }
        }
        return try database.rows(
            "SELECT id FROM event WHERE id < ?1 AND starts_at >= ?2 AND starts_at < ?3 ORDER BY id DESC LIMIT ?4",
            before, from, to, limit
        ) { try $0.value(0) }
    }
}
