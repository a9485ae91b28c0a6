import Messages
import Runtime
import Storage

/// A session's two secrets, drawn at its opening and anew at each refresh, and until when each is good.
struct SessionTokens {
    let access: Token
    let accessExpiry: Timestamp
    let refresh: Token
    let refreshExpiry: Timestamp

    /// - Parameter expiry: when the session ends in any case.
    init(_ lifetimes: SessionLifetimes, until expiry: Timestamp, in context: CommandContext) {
        (access, refresh) = (Token(.session, in: context), Token(.session, in: context))
        refreshExpiry = min(expiry, context.now.adding(seconds: lifetimes.idle))
        accessExpiry = min(refreshExpiry, context.now.adding(seconds: lifetimes.token))
    }

    func reply(_ session: ID<Session>, of user: ID<User>, in database: Connection) throws -> OpenSession.Reply {
        guard let profile = try Users.profile(of: user, in: database) else { throw Rejection.notFound("user") }
        return OpenSession.Reply(
            token: access.text, expiresAt: accessExpiry, refreshToken: refresh.text, refreshExpiresAt: refreshExpiry,
            sessionID: session, user: profile)
    }
}
