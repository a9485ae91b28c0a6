public import Messages
public import Runtime
import Storage

extension ListUsers: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Page<UserProfile> {
        let limit = Paging.limit(request.limit)
        guard let range = try range(request, in: context.database) else { return Page(items: [], next: nil) }
        let found = try ids(request, range, limit + 1, in: context.database)
        let (shown, next) = Paging.page(found, limit: limit) { $0.text }
        return Page(
            items: try shown.map { try Users.existingProfile(of: $0, in: context.database) }, next: next)
    }

    /// The ids to look at. They begin with the time of signing up, so that a time is a bound of theirs; and who is
    /// asked for by what is unique has one id. Nil where nobody is left.
    private static func range(_ request: Request, in database: Connection) throws -> ClosedRange<ID<User>>? {
        var (low, high) = (ID<User>(high: 0, low: 0), ID<User>(high: .max, low: .max))
        if let from = request.createdFrom { low = first(at: from) }
        for end in [try Paging.before(request.cursor), request.createdTo.map(first)].compactMap({ $0 }) {
            guard let last = before(end) else { return nil }
            high = min(high, last)
        }
        var exact: [ID<User>?] = []
        if let email = request.email { exact.append(try Users.owner(email: email, in: database)) }
        if let username = request.username {
            exact.append(try Users.owner(usernameKey: username.text.lowercased(), in: database))
        }
        if let externalID = request.externalID { exact.append(try Users.owner(externalID: externalID, in: database)) }
        for user in exact {
            guard let user else { return nil }
            (low, high) = (max(low, user), min(high, user))
        }
        return low <= high ? low...high : nil
    }

    private static func first(at time: Timestamp) -> ID<User> {
        ID(high: UInt64(clamping: time.milliseconds) << 16, low: 0)
    }

    /// The id beside it; nil where there is none below.
    private static func before(_ id: ID<User>) -> ID<User>? {
        if id.low > 0 { return ID(high: id.high, low: id.low - 1) }
        return id.high > 0 ? ID(high: id.high - 1, low: .max) : nil
    }

    /// Walks the index of the filter that leaves fewest, and tries the others on each row.
    private static func ids(
        _ request: Request, _ range: ClosedRange<ID<User>>, _ limit: Int, in database: Connection
    ) throws -> [ID<User>] {
        let (low, high, isDeleted) = (range.lowerBound, range.upperBound, request.isDeleted ?? false)
        if let role = request.role {
            return try database.rows(
                """
                SELECT r.user FROM user_roles r JOIN users u ON u.id = r.user
                WHERE r.role = ?1 AND r.organization = x'' AND r.user BETWEEN ?2 AND ?3
                    AND (?4 IS NULL OR u.state = ?4) AND (u.deleted_at IS NOT NULL) = ?5
                ORDER BY r.user DESC LIMIT ?6
                """, role, low, high, request.state, isDeleted, limit
            ) { try $0.value(0) }
        }
        if let state = request.state {
            return try database.rows(
                """
                SELECT id FROM users WHERE state = ?1 AND id BETWEEN ?2 AND ?3 AND (deleted_at IS NOT NULL) = ?4
                ORDER BY id DESC LIMIT ?5
                """, state, low, high, isDeleted, limit
            ) { try $0.value(0) }
        }
        return try database.rows(
            """
            SELECT id FROM users WHERE id BETWEEN ?1 AND ?2 AND (deleted_at IS NOT NULL) = ?3
            ORDER BY id DESC LIMIT ?4
            """, low, high, isDeleted, limit
        ) { try $0.value(0) }
    }
}
