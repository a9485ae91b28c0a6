public import Messages
public import Runtime
import Storage

/// The API keys' rows.
enum APIKeys {
    /// How many a user may have that work.
    static let limit = 20

    static func text(of scopes: [APIScope]) -> String { scopes.map(\.rawValue).joined(separator: " ") }

    /// A scope that is no more is passed over.
    static func scopes(in text: String) -> [APIScope] {
        text.split(separator: " ").compactMap { APIScope(rawValue: String($0)) }
    }

    /// Revokes those that have run out, so that they take no place.
    static func revokeExpired(of user: ID<User>, in context: CommandContext) throws {
        let expired: [ID<APIKey>] = try context.database.rows(
            "SELECT id FROM api_keys WHERE user = ? AND revoked_at IS NULL AND expires_at <= ?", user, context.now
        ) { try $0.value(0) }
        for key in expired { try revoke(key, of: user, in: context) }
    }

    /// After somebody else may have had the account in hand, no key of that time is trusted.
    static func revokeAll(of user: ID<User>, in context: CommandContext) throws {
        let open: [ID<APIKey>] = try context.database.rows(
            "SELECT id FROM api_keys WHERE user = ? AND revoked_at IS NULL", user
        ) { try $0.value(0) }
        for key in open { try revoke(key, of: user, in: context) }
    }

    /// Those that work, newest first.
    static func working(of user: ID<User>, at now: Timestamp, in database: Connection) throws -> [ListAPIKeys.Item] {
        try database.rows(
            """
            SELECT id, name, scopes, created_at, expires_at, used_at, address
            FROM api_keys JOIN last_uses ON credential = id
            WHERE user = ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?) ORDER BY id DESC
            """, user, now
        ) { row in
            ListAPIKeys.Item(
                id: try row.value(0), name: try row.value(1), scopes: scopes(in: try row.value(2)),
                createdAt: try row.value(3), expiresAt: try row.value(4), lastUsedAt: try row.value(5),
                lastUsedAddress: try row.value(6))
        }
    }

    static func revoke(_ key: ID<APIKey>, of user: ID<User>, in context: CommandContext) throws {
        let changed = try context.database.run(
            "UPDATE api_keys SET revoked_at = ? WHERE id = ? AND user = ? AND revoked_at IS NULL", context.now, key,
            user)
        guard changed > 0 else { return }
        try context.emit(APIKeyRevoked(key: key, user: user))
        try ChatSessions.endSoon(openedBy: key, in: context)
    }
}

extension CreateAPIKey {
    static func run(_ request: Request, _ notices: Notices, in context: CommandContext) throws -> Reply {
        try FreshProof.require(in: context)
        let statement = try context.user()
        let scopes = try checkedScopes(request, of: statement)
        if let expiry = request.expiresAt, expiry <= context.now {
            throw Rejection.field("/expires_at", "out_of_range", "expected a time to come")
        }
        try makeRoom(for: statement.user, in: context)
        let (id, token) = (context.newID(APIKey.self), Token(.apiKey, in: context))
        let hasSecondFactor = try Sessions.hasSecondFactor(statement.session, in: context.database)
        try context.database.run(
            """
            INSERT INTO api_keys (id, user, name, secret_hash, scopes, second_factor, created_at, expires_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """, id, statement.user, request.name.text, token.hash, APIKeys.text(of: scopes), hasSecondFactor,
            context.now, request.expiresAt)
        try LastUses.begin(id, in: context)
        try context.emit(
            APIKeyCreated(
                key: id, user: statement.user, scopes: scopes, expiresAt: request.expiresAt,
                hasSecondFactor: hasSecondFactor))
        try notices.send(.keyMade, to: statement.user, in: context)
        return Reply(
            id: id, key: token.text, name: request.name.text, scopes: scopes, createdAt: context.now,
            expiresAt: request.expiresAt)
    }

    /// Each once and in their fixed order.
    private static func checkedScopes(_ request: Request, of statement: Statement) throws -> [APIScope] {
        let scopes = APIScope.allCases.filter(request.scopes.items.contains)
        guard !scopes.isEmpty else { throw Rejection.field("/scopes", "required", "expected one scope at the least") }
        guard !scopes.contains(.chatSessions) || ChatSessions.mayOpen(statement) else {
            throw Failure.scopeNotAllowed.because(
                "only an operator's or an admin's key may open sessions for others", at: "/scopes")
        }
        return scopes
    }

    private static func makeRoom(for user: ID<User>, in context: CommandContext) throws {
        try APIKeys.revokeExpired(of: user, in: context)
        let count = try context.database.first(
            "SELECT COUNT(*) FROM api_keys WHERE user = ? AND revoked_at IS NULL", user
        ) { try $0.value(0, as: Int.self) }
        guard (count ?? 0) < APIKeys.limit else {
            throw Failure.tooManyKeys.because("there are \(APIKeys.limit) keys already; revoke one of them first")
        }
    }
}

extension ListAPIKeys: QueryHandler {
    public static func run(_ request: Nothing, in context: QueryContext) throws -> Page<Item> {
        let items = try APIKeys.working(of: try context.user().user, at: context.now, in: context.database)
        return Page(items: items, next: nil)
    }
}

extension GetAPIKey: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> ListAPIKeys.Item {
        let keys = try APIKeys.working(of: try context.user().user, at: context.now, in: context.database)
        guard let key = keys.first(where: { $0.id == request.keyID }) else {
            throw Rejection.notFound("API key of yours")
        }
        return key
    }
}

extension RevokeAPIKey: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Nothing {
        let user = try context.user().user
        let isOwn = try context.database.first(
            "SELECT 1 FROM api_keys WHERE id = ? AND user = ?", request.keyID, user
        ) { _ in true }
        guard isOwn != nil else { throw Rejection.notFound("API key of yours") }
        try APIKeys.revoke(request.keyID, of: user, in: context)
        return Nothing()
    }
}
