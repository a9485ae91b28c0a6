public import Messages
public import Runtime

extension EndCurrentSession: CommandHandler {
    public static func run(_ request: Nothing, in context: CommandContext) throws -> Nothing {
        let statement = try context.user()
        try Sessions.end(statement.session, of: statement.user, reason: .signedOut, in: context)
        return Nothing()
    }
}

extension EndSession: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Nothing {
        let user = try context.user().user
        let isOwn = try context.database.first(
            "SELECT 1 FROM sessions WHERE id = ? AND user = ?", request.sessionID, user
        ) { _ in true }
        guard isOwn != nil else { throw Rejection.notFound("session of yours") }
        try Sessions.end(request.sessionID, of: user, reason: .revoked, in: context)
        return Nothing()
    }
}

extension EndAllSessions: CommandHandler {
    public static func run(_ request: Nothing, in context: CommandContext) throws -> Nothing {
        try Sessions.endAll(of: try context.user().user, reason: .signedOut, in: context)
        return Nothing()
    }
}

extension ListSessions: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Page<Item> {
        let limit = Paging.limit(request.limit)
        let items = try Sessions.underWay(
            of: try context.user(), before: try Paging.before(request.cursor), limit + 1, in: context)
        let page = Paging.page(items, limit: limit) { $0.id.text }
        return Page(items: page.items, next: page.next)
    }
}

extension GetSession: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> ListSessions.Item {
        try Sessions.underWay(request.sessionID, of: try context.user(), in: context)
    }
}

extension GetCurrentSession: QueryHandler {
    public static func run(_ request: Nothing, in context: QueryContext) throws -> ListSessions.Item {
        let statement = try context.user()
        return try Sessions.underWay(statement.session, of: statement, in: context)
    }
}

extension Sessions {
    /// A user's sessions that are under way, newest first.
    fileprivate static func underWay(
        of statement: Statement, before end: ID<Session>, _ count: Int, in context: QueryContext
    ) throws -> [ListSessions.Item] {
        try context.database.rows(
            """
            SELECT s.id, opened_at, expires_at, device, s.address, used_at, l.address, chat_system
            FROM sessions s LEFT JOIN last_uses l ON l.credential = s.id
            WHERE user = ? AND ended_at IS NULL AND live_until > ? AND s.id < ? ORDER BY s.id DESC LIMIT ?
            """, statement.user, context.now, end, count
        ) { row in
            let id: ID<Session> = try row.value(0)
            return ListSessions.Item(
                id: id, openedAt: try row.value(1), expiresAt: try row.value(2), isCurrent: id == statement.session,
                device: try row.value(3), address: try row.value(4), lastUsedAt: try row.value(5),
                lastUsedAddress: try row.value(6), chatSystem: try row.value(7))
        }
    }

    /// One of them. A user has few, so it is looked for among them all.
    fileprivate static func underWay(
        _ session: ID<Session>, of statement: Statement, in context: QueryContext
    ) throws -> ListSessions.Item {
        let all = try underWay(of: statement, before: try Paging.before(nil), 2 * limit, in: context)
        guard let found = all.first(where: { $0.id == session }) else { throw Rejection.notFound("session of yours") }
        return found
    }
}
