public import Messages
public import Runtime
import Storage

extension GetMatch: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        try StoredMatch.existing(request.match, in: context.database).view
    }
}

extension ListMatches: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let limit = Paging.limit(request.limit)
        let found = try ids(request, before: try Paging.before(request.cursor), limit + 1, in: context.database)
        let (shown, next) = Paging.page(found, limit: limit) { $0.text }
        return Page(items: try shown.map { try StoredMatch.existing($0, in: context.database).view }, next: next)
    }

    /// Walks the index of the filter that leaves fewest, and tries the others on each row.
    private static func ids(
        _ request: Request, before: ID<Match>, _ limit: Int, in database: Connection
    ) throws -> [ID<Match>] {
        let (from, to) = (request.from?.milliseconds ?? .min, request.to?.milliseconds ?? .max)
        let (sport, status, external) = (request.sport?.text, request.status?.rawValue, request.externalID?.text)
        if let external {
            return try database.rows(
                """
                SELECT id FROM matches WHERE external_id = ?1 AND id < ?2 AND (?3 IS NULL OR organizer = ?3)
                    AND (?4 IS NULL OR sport = ?4) AND (?5 IS NULL OR status = ?5)
                    AND starts_at >= ?6 AND starts_at < ?7
                ORDER BY id DESC LIMIT ?8
                """, external, before, request.organizer, sport, status, from, to, limit
            ) { try $0.value(0) }
        }
        if let organizer = request.organizer {
            return try database.rows(
                """
                SELECT id FROM matches WHERE organizer = ?1 AND id < ?2 AND (?3 IS NULL OR sport = ?3)
                    AND (?4 IS NULL OR status = ?4) AND starts_at >= ?5 AND starts_at < ?6
                ORDER BY id DESC LIMIT ?7
                """, organizer, before, sport, status, from, to, limit
            ) { try $0.value(0) }
        }
        if let sport {
            return try database.rows(
                """
                SELECT id FROM matches WHERE sport = ?1 AND id < ?2 AND (?3 IS NULL OR status = ?3)
                    AND starts_at >= ?4 AND starts_at < ?5
                ORDER BY id DESC LIMIT ?6
                """, sport, before, status, from, to, limit
            ) { try $0.value(0) }
        }
        if let status {
            return try database.rows(
                """
                SELECT id FROM matches WHERE status = ?1 AND id < ?2 AND starts_at >= ?3 AND starts_at < ?4
                ORDER BY id DESC LIMIT ?5
                """, status, before, from, to, limit
            ) { try $0.value(0) }
        }
        return try database.rows(
            "SELECT id FROM matches WHERE id < ?1 AND starts_at >= ?2 AND starts_at < ?3 ORDER BY id DESC LIMIT ?4",
            before, from, to, limit
        ) { try $0.value(0) }
    }
}
