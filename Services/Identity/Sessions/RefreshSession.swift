import Messages
import Runtime
import Storage

extension RefreshSession {
    static func run(
        _ request: Request, _ lifetimes: SessionLifetimes, _ notices: Notices, in context: CommandContext
    ) throws -> OpenSession.Reply {
        guard let hash = Token(request.refreshToken.text)?.hash else { throw unknown }
        guard let session = try RefreshableSession.find(hash, in: context) else {
            if let used = try UsedRefreshTokens.find(hash, in: context.database) { throw used.refusal(notices) }
            throw unknown
        }
        let tokens = SessionTokens(lifetimes, until: session.expiresAt, in: context)
        try UsedRefreshTokens.add(hash, of: session, in: context)
        try context.database.run(
            """
            UPDATE sessions SET secret_hash = ?, token_expires_at = ?, refresh_hash = ?, live_until = ? WHERE id = ?
            """, tokens.access.hash, tokens.accessExpiry, tokens.refresh.hash, tokens.refreshExpiry, session.id)
        try LastUses.noteNow(session.id, in: context)
        try context.emit(
            SessionRefreshed(session: session.id, user: session.user, liveUntil: tokens.refreshExpiry))
        return try tokens.reply(session.id, of: session.user, in: context.database)
    }

    private static var unknown: Rejection {
        Failure.invalidRefreshToken.because("this refresh token is unknown, or its session is over; sign in again")
    }
}

/// A session that goes on if its refresh token is shown in time.
private struct RefreshableSession {
    let id: ID<Session>
    let user: ID<User>
    let expiresAt: Timestamp

    static func find(_ hash: [UInt8], in context: CommandContext) throws -> RefreshableSession? {
        let found = try context.database.first(
            """
            SELECT s.id, s.user, s.expires_at, u.state FROM sessions s JOIN users u ON u.id = s.user
            WHERE s.refresh_hash = ? AND s.ended_at IS NULL AND s.live_until > ?
            """, hash, context.now
        ) { row in
            (
                RefreshableSession(id: try row.value(0), user: try row.value(1), expiresAt: try row.value(2)),
                state: try row.value(3, as: UserState.self)
            )
        }
        guard let (session, state) = found, state.isAdmitted else { return nil }
        return session
    }
}

/// Refresh tokens that have been exchanged for new ones.
private struct UsedRefreshTokens {
    /// Old ones forgotten at each use: more than it adds, so that the table shrinks to what still counts.
    private static let forgottenAtOnce = 8

    let session: ID<Session>
    let user: ID<User>

    static func add(_ hash: [UInt8], of session: RefreshableSession, in context: CommandContext) throws {
        try context.database.run(
            """
            DELETE FROM used_refresh_tokens WHERE hash IN
                (SELECT hash FROM used_refresh_tokens WHERE forget_at <= ? ORDER BY forget_at LIMIT ?)
            """, context.now, forgottenAtOnce)
        try context.database.run(
            "INSERT INTO used_refresh_tokens (hash, session, forget_at) VALUES (?, ?, ?)", hash, session.id,
            session.expiresAt)
    }

    static func find(_ hash: [UInt8], in database: Connection) throws -> UsedRefreshTokens? {
        try database.first(
            """
            SELECT r.session, s.user FROM used_refresh_tokens r JOIN sessions s ON s.id = r.session WHERE r.hash = ?
            """, hash
        ) { UsedRefreshTokens(session: try $0.value(0), user: try $0.value(1)) }
    }

    /// Ends the session, unless it is over: told once, however often the token is tried.
    func refusal(_ notices: Notices) -> Rejection {
        RefreshSession.Failure.refreshTokenReused.because(
            "this refresh token has been used before, so its session is ended; sign in again",
            recording: { [session, user] context in
                guard try Sessions.end(session, of: user, reason: .refreshReused, in: context) else { return }
                try context.emit(RefreshTokenReused(session: session, user: user))
                try notices.send(.sessionStolen, to: user, in: context)
            })
    }
}
