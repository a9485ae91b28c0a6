public import Messages
public import Runtime

extension EndCurrentSession: CommandHandler {
    public static func run(_ request: Nothing, in context: CommandContext) throws -> Nothing {
        let statement = try context.user()
        try Sessions.end(statement.session, of: statement.user, reason: .signedOut, in: context)
        return Nothing()
    }
}

extension ListSessions: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Page<Item> {
        let statement = try context.user()
        let limit = (request.limit ?? .standard).count
        var before = ID<Session>(high: .max, low: .max)
        if let cursor = request.cursor {
            guard let id = ID<Session>(cursor.text) else {
                throw Rejection.field("/cursor", "invalid_format", "expected the `next` of the page before")
            }
            before = id
        }
        var items = try context.database.rows(
            """
            SELECT id, opened_at, expires_at FROM sessions
            WHERE user = ? AND ended_at IS NULL AND expires_at > ? AND id < ? ORDER BY id DESC LIMIT ?
            """, statement.user, context.now, before, limit + 1
        ) { row in
            let id: ID<Session> = try row.value(0)
            return Item(
                id: id, openedAt: try row.value(1), expiresAt: try row.value(2), isCurrent: id == statement.session)
        }
        let hasMore = items.count > limit
        if hasMore { items.removeLast() }
        return Page(items: items, next: hasMore ? items.last?.id.text : nil)
    }
}
