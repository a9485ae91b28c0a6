public import Messages
public import Runtime
import Storage

extension GetSyndicate: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        try SeenSyndicate(request.syndicate, by: context.user(), in: context.database, where: \.seesSyndicate).view
    }
}

extension ListSyndicates: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let (caller, limit) = (try context.user(), Paging.limit(request.limit))
        let before: ID<Syndicate> = try Paging.before(request.cursor)
        if request.all == true, !caller.roles.contains(.admin) {
            throw CommonFailure.forbidden.because("every syndicate there is is for admins")
        }
        let found: [ID<Syndicate>] =
            if request.all == true {
                try context.database.rows(
                    "SELECT id FROM syndicate WHERE id < ? ORDER BY id DESC LIMIT ?", before, limit + 1
                ) { try $0.value(0) }
            } else {
                try context.database.rows(
                    """
                    SELECT syndicate FROM syndicate_member WHERE user = ?1 AND syndicate < ?2
                    UNION SELECT syndicate FROM syndicate_player WHERE user = ?1 AND syndicate < ?2 AND is_out = 0
                    ORDER BY syndicate DESC LIMIT ?3
                    """, caller.user, before, limit + 1
                ) { try $0.value(0) }
            }
        let (shown, next) = Paging.page(found, limit: limit) { $0.text }
        return Page(
            items: try shown.map {
                try SeenSyndicate($0, by: caller, in: context.database, where: \.seesSyndicate).view
            }, next: next)
    }
}

extension ListSyndicateMembers: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let id = try SeenSyndicate(request.syndicate, by: context.user(), in: context.database).syndicate.id
        let limit = Paging.limit(request.limit)
        let found = try context.database.rows(
            """
            SELECT number, syndicate, user, role, invited_at, joined_at FROM syndicate_member
            WHERE syndicate = ? AND number > ? ORDER BY number LIMIT ?
            """, id, try Paging.after(request.cursor), limit + 1
        ) { (number: try $0.value(0, as: Int64.self), member: try SyndicateMember($0, from: 1)) }
        let (shown, next) = Paging.page(found, limit: limit) { String($0.number) }
        return Page(items: shown.map(\.member), next: next)
    }
}

extension GetSyndicateMember: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let seen = try SeenSyndicate(request.syndicate, by: context.user(), in: context.database)
        return try SyndicateMembership.existing(request.user, in: seen.syndicate.id, context.database)
    }
}

extension SyndicateMember {
    init(_ row: borrowing Row, from column: Int) throws {
        let joinedAt: Timestamp? = try row.value(column + 4)
        self.init(
            syndicate: try row.value(column), user: try row.value(column + 1), role: try row.value(column + 2),
            status: joinedAt == nil ? .invited : .member, invitedAt: try row.value(column + 3), joinedAt: joinedAt)
    }
}
