import Messages
import Runtime
import Storage

/// The sessions' rows. A session's secrets are known to its holder alone; here lie their hashes.
enum Sessions {
    /// How many a user may have open, not counting those that bots opened, of which they may have as many again.
    static let limit = 5

    /// Opens a session of a user's own.
    static func open(
        for user: ID<User>, hasSecondFactor: Bool, _ lifetimes: SessionLifetimes, in context: CommandContext
    ) throws -> OpenSession.Reply {
        let id = context.newID(Session.self)
        let expiry = context.now.adding(seconds: lifetimes.absolute)
        let tokens = SessionTokens(lifetimes, until: expiry, in: context)
        let session = NewSession(
            user: user, token: tokens.access, tokenExpiresAt: tokens.accessExpiry, refresh: tokens.refresh,
            liveUntil: tokens.refreshExpiry, expiresAt: expiry, hasSecondFactor: hasSecondFactor,
            proofEndsAt: context.now.adding(seconds: lifetimes.proof))
        try insert(session, id, in: context)
        try context.emit(SessionOpened(session: id, user: user, expiresAt: expiry))
        return try tokens.reply(id, of: user, in: context.database)
    }

    /// What a session begins with.
    struct NewSession {
        let user: ID<User>
        let token: Token
        let tokenExpiresAt: Timestamp
        var refresh: Token?
        let liveUntil: Timestamp
        let expiresAt: Timestamp
        var hasSecondFactor = false
        /// Until when its holder has proved who they are; nil for who never can.
        var proofEndsAt: Timestamp?
        var chat: (system: ChatSystem, key: ID<APIKey>)?
    }

    static func insert(_ session: NewSession, _ id: ID<Session>, in context: CommandContext) throws {
        context.concerns(session.user)
        try makeRoom(for: session.user, isChat: session.chat != nil, in: context)
        try context.database.run(
            """
            INSERT INTO sessions (id, user, secret_hash, token_expires_at, refresh_hash, opened_at, live_until,
                expires_at, device, address, chat_system, api_key, second_factor, proof_ends_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, id, session.user, session.token.hash, session.tokenExpiresAt, session.refresh?.hash, context.now,
            session.liveUntil, session.expiresAt, context.client?.agent?.cut(to: LastUses.agentLength),
            context.client?.address, session.chat?.system.text, session.chat?.key,
            session.hasSecondFactor, session.proofEndsAt)
        try LastUses.begin(id, in: context)
        try LastUses.noteNow(id, in: context)
        try Retention.forgetSome(in: context)
    }

    // MARK: - Ending

    /// Ends what has run out, and the oldest of the rest until there is room for one more.
    private static func makeRoom(for user: ID<User>, isChat: Bool, in context: CommandContext) throws {
        let open = try context.database.rows(
            """
            SELECT id, live_until FROM sessions
            WHERE user = ? AND ended_at IS NULL AND (chat_system IS NOT NULL) = ? ORDER BY id
            """, user, isChat
        ) { (id: try $0.value(0, as: ID<Session>.self), liveUntil: try $0.value(1, as: Timestamp.self)) }
        for session in open where session.liveUntil <= context.now {
            try end(session.id, of: user, reason: .expired, in: context)
        }
        let live = open.filter { $0.liveUntil > context.now }
        for session in live.dropLast(limit - 1) { try end(session.id, of: user, reason: .replaced, in: context) }
    }

    static func isOpen(_ session: ID<Session>, in database: Connection) throws -> Bool {
        try database.first("SELECT 1 FROM sessions WHERE id = ? AND ended_at IS NULL", session) { _ in true } ?? false
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
    /// - Returns: whether it was still open.
    @discardableResult
    static func end(
        _ session: ID<Session>, of user: ID<User>, reason: SessionEnded.Reason, in context: CommandContext
    ) throws -> Bool {
        let changed = try context.database.run(
            "UPDATE sessions SET ended_at = ? WHERE id = ? AND user = ? AND ended_at IS NULL", context.now, session,
            user)
        if changed > 0 { try context.emit(SessionEnded(session: session, user: user, reason: reason)) }
        return changed > 0
    }
}
