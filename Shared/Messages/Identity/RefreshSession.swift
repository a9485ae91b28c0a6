/// Renews both tokens of a session; the old ones are worth nothing from then on.
///
/// A refresh token that comes a second time is in two hands, and nobody knows whose are the owner's: the session ends.
/// Who lost the answer therefore repeats the request with the same idempotency key, which answers the same tokens again.
public enum RefreshSession: Command {
    public struct Request: Codable, Sendable {
        public let refreshToken: Text<RefreshTokenRule>

        enum CodingKeys: String, CodingKey { case refreshToken = "refresh_token" }

        public init(refreshToken: Text<RefreshTokenRule>) { self.refreshToken = refreshToken }
    }
    public typealias Reply = OpenSession.Reply
    public enum Failure: String, DomainFailure {
        case invalidRefreshToken = "invalid_refresh_token"
        case refreshTokenReused = "refresh_token_reused"
        public var status: Int { 401 }
    }
    public static let name = "identity.refresh-session"
    public static let summary = "Renew a session's tokens"
    public static let access = Access.anyone
    public static let isOpenToFrozen = true
    public static let route: Route? = .act("/v1/sessions/refresh")
    public static let replyHoldsSecrets = true
}

/// What a refresh token may look like at all.
public enum RefreshTokenRule: TextRule {
    public static let length = 1...200
    public static let sample = "q7H4c0bLZ1nVtq8m3yX5u9oJrK2sW6dEfGhAiBjCkDl"
}

/// A session goes on with new tokens; what the old ones proved is over.
public struct SessionRefreshed: Event {
    public static let type = "identity.session-refreshed"
    public let session: ID<Session>
    public let user: ID<User>
    /// Until when it lives if it is not refreshed again.
    public let liveUntil: Timestamp
    public var subject: Subject { Subject("session", session) }

    enum CodingKeys: String, CodingKey { case session, user, liveUntil = "live_until" }

    public init(session: ID<Session>, user: ID<User>, liveUntil: Timestamp) {
        (self.session, self.user, self.liveUntil) = (session, user, liveUntil)
    }
}

/// A refresh token was used a second time: it has been stolen, or its holder was robbed. The session has been ended.
public struct RefreshTokenReused: Event {
    public static let type = "identity.refresh-token-reused"
    public static let severity = Severity.critical
    public let session: ID<Session>
    public let user: ID<User>
    public var subject: Subject { Subject("session", session) }

    public init(session: ID<Session>, user: ID<User>) { (self.session, self.user) = (session, user) }
}
