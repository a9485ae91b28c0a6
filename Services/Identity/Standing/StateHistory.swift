public import Messages
public import Runtime

extension ListStateChanges: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Page<Item> {
        let (user, database) = (request.userID, context.database)
        _ = try Users.existingProfile(of: user, in: database)
        let limit = Paging.limit(request.limit)
        let before = request.cursor == nil ? Int64.max : try Paging.after(request.cursor)
        let found = try database.rows(
            """
            SELECT number, at, before, after, reason, sealed_reason, actor FROM state_changes
            WHERE user = ? AND number < ? ORDER BY number DESC LIMIT ?
            """, user, before, limit + 1
        ) { row in
            let reason = Note(trusted: try row.value(4))
            let sealed = try row.value(5, as: String?.self).map(Sealed.init(text:))
            let item = Item(
                at: try row.value(1), before: try row.value(2), after: try row.value(3),
                // Nobody can read the words of one who was forgotten; that there were some is still told.
                reason: try sealed.flatMap { try PersonalSeal.open(Note.self, $0, of: user, in: database) } ?? reason,
                actor: try row.value(6))
            return (number: try row.value(0, as: Int64.self), item: item)
        }
        let (shown, next) = Paging.page(found, limit: limit) { String($0.number) }
        return Page(items: shown.map(\.item), next: next)
    }
}
