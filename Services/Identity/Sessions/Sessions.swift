import Crypto
import Messages
import Runtime
import Storage

/// The sessions' rows. A session's secret is known to its holder alone; here lies its hash.
enum Sessions {
    static let limit = 5
    static let lifetimeSeconds: Int64 = 30 * 86_400
    static let secretByteCount = 32

    static func open(
        for user: ID<User>, hasSecondFactor: Bool, in context: CommandContext
    ) throws -> OpenSession.Reply {
        try makeRoom(for: user, in: context)
        let secret = context.randomBytes(secretByteCount)
        let id = context.newID(Session.self)
        let expiry = context.now.adding(seconds: lifetimeSeconds)
        try context.database.run(
            """
            INSERT INTO sessions (id, user, secret_hash, opened_at, expires_at, second_factor)
            VALUES (?, ?, ?, ?, ?, ?)
            """, id, user, SHA256.hash(secret), context.now, expiry, hasSecondFactor)
        try context.emit(SessionOpened(session: id, user: user, expiresAt: expiry))
        guard let profile = try Users.profile(of: user, in: context.database) else { throw Rejection.notFound("user") }
        return OpenSession.Reply(token: Base64URL.encode(secret), expiresAt: expiry, sessionID: id, user: profile)
    }

    /// Ends what has run out, and the oldest of the rest until there is room for one more.
    private static func makeRoom(for user: ID<User>, in context: CommandContext) throws {
        try context.database.run(
            "UPDATE sessions SET ended_at = expires_at WHERE user = ? AND ended_at IS NULL AND expires_at <= ?", user,
            context.now)
        let open: [ID<Session>] = try context.database.rows(
            "SELECT id FROM sessions WHERE user = ? AND ended_at IS NULL ORDER BY id", user
        ) { try $0.value(0) }
        for session in open.dropLast(limit - 1) { try end(session, of: user, reason: .replaced, in: context) }
    }

    /// Ends all of a user's sessions but one that may go on.
    static func endAll(
        of user: ID<User>, except kept: ID<Session>? = nil, reason: SessionEnded.Reason, in context: CommandContext
    ) throws {
        let open: [ID<Session>] = try context.database.rows(
            "SELECT id FROM sessions WHERE user = ? AND ended_at IS NULL ORDER BY id", user
        ) { try $0.value(0) }
        for session in open where session != kept { try end(session, of: user, reason: reason, in: context) }
    }

    /// Ends a session; one that has ended already is left as it is.
    static func end(
        _ session: ID<Session>, of user: ID<User>, reason: SessionEnded.Reason, in context: CommandContext
    ) throws {
        let changed = try context.database.run(
            "UPDATE sessions SET ended_at = ? WHERE id = ? AND user = ? AND ended_at IS NULL", context.now, session,
            user)
        if changed > 0 { try context.emit(SessionEnded(session: session, user: user, reason: reason)) }
    }
}
