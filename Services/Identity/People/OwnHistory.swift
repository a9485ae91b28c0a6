public import Messages
public import Runtime
import Storage

extension ListOwnSignIns: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Page<ListSignIns.Item> {
        let limit = Paging.limit(request.limit)
        let before = request.cursor == nil ? Int64.max : try Paging.after(request.cursor)
        let found = try SignIns.newest(
            of: try context.user().user, before: before, limit + 1, in: context.database)
        let (shown, next) = Paging.page(found, limit: limit) { String($0.number) }
        return Page(items: shown.map(\.item), next: next)
    }
}

extension ListPastSessions: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Page<PersonalExport.PastSession> {
        let limit = Paging.limit(request.limit)
        let found = try PastSessions.newest(
            of: try context.user().user, before: try Paging.before(request.cursor), limit + 1, in: context.database)
        let (shown, next) = Paging.page(found, limit: limit, cursor: \.id.text)
        return Page(items: shown, next: next)
    }
}

/// A person's sessions, whether or not they are over.
enum PastSessions {
    /// Ids begin with the time at which they were made, so that they are in the order of the index by time.
    static func newest(
        of user: ID<User>, before: ID<Session> = ID(high: .max, low: .max), _ count: Int, in database: Connection
    ) throws -> [PersonalExport.PastSession] {
        try database.rows(
            """
            SELECT id, opened_at, s.expires_at, ended_at, device, s.address, used_at, u.address
            FROM sessions s LEFT JOIN last_uses u ON credential = id
            WHERE user = ?1 AND (opened_at, id) < (?2, ?3) ORDER BY opened_at DESC, id DESC LIMIT ?4
            """, user, time(of: before), before, count
        ) { row in
            var session = PersonalExport.PastSession(
                id: try row.value(0), openedAt: try row.value(1), expiresAt: try row.value(2),
                endedAt: try row.value(3))
            (session.device, session.address) = (try row.value(4), try row.value(5))
            (session.lastUsedAt, session.lastUsedAddress) = (try row.value(6), try row.value(7))
            return session
        }
    }

    private static func time(of id: ID<Session>) -> Int64 { Int64(clamping: id.high >> 16) }
}
