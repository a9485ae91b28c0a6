/// Signs a user in. The tokens are shown this once and kept only as hashes: one for requests, which lives for an hour, and
/// one with which both are renewed.
public enum OpenSession: Command {
    public struct Request: Codable, Sendable {
        /// An email address or a username.
        public let login: Text<LoginRule>
        /// Left out only where the account has none.
        public let password: Text<PasswordRule>?
        /// The authenticator app's code, where one is enrolled, or a recovery code in its stead.
        public let totp: OneTimeCode?
        public let recoveryCode: RecoveryCode?

        enum CodingKeys: String, CodingKey { case login, password, totp, recoveryCode = "recovery_code" }

        public init(
            login: Text<LoginRule>, password: Text<PasswordRule>?, totp: OneTimeCode? = nil,
            recoveryCode: RecoveryCode? = nil
        ) {
            (self.login, self.password, self.totp, self.recoveryCode) = (login, password, totp, recoveryCode)
        }
    }
    public struct Reply: Codable, Sendable {
        public let token: String
        public let expiresAt: Timestamp
        public let refreshToken: String
        /// Until when the session can be refreshed, unless it is in between.
        public let refreshExpiresAt: Timestamp
        public let sessionID: ID<Session>
        public let user: UserProfile
        public var previousSignIn: PreviousSignIn?

        enum CodingKeys: String, CodingKey {
            case token, expiresAt = "expires_at", refreshToken = "refresh_token"
            case refreshExpiresAt = "refresh_expires_at", sessionID = "session_id", user
            case previousSignIn = "previous_sign_in"
        }

        public init(
            token: String, expiresAt: Timestamp, refreshToken: String, refreshExpiresAt: Timestamp,
            sessionID: ID<Session>, user: UserProfile
        ) {
            (self.token, self.expiresAt, self.sessionID, self.user) = (token, expiresAt, sessionID, user)
            (self.refreshToken, self.refreshExpiresAt) = (refreshToken, refreshExpiresAt)
        }
    }
    public enum Failure: String, DomainFailure {
        case invalidCredentials = "invalid_credentials"
        /// The password was right; ask again with a code.
        case totpRequired = "totp_required"
        case tooManyAttempts = "too_many_attempts"
        case accountNotActive = "account_not_active"
        public var status: Int {
            switch self {
            case .invalidCredentials, .totpRequired: 401
            case .accountNotActive: 403
            case .tooManyAttempts: 429
            }
        }
    }
    public static let name = "identity.open-session"
    public static let summary = "Sign in"
    public static let access = Access.anyone
    public static let route: Route? = .create("/v1/sessions")
    public static let replyHoldsSecrets = true
    public static func location(of reply: Reply) -> String? { "/v1/sessions/\(reply.sessionID)" }
}

/// A user has signed in.
public struct SessionOpened: Event {
    public static let type = "identity.session-opened"
    public let session: ID<Session>
    public let user: ID<User>
    public let expiresAt: Timestamp
    public var subject: Subject { Subject("session", session) }

    enum CodingKeys: String, CodingKey { case session, user, expiresAt = "expires_at" }

    public init(session: ID<Session>, user: ID<User>, expiresAt: Timestamp) {
        (self.session, self.user, self.expiresAt) = (session, user, expiresAt)
    }
}

/// Somebody tried to sign in and was not who they said, or was not heard because too many had tried before.
public struct SignInFailed: Event {
    public static let type = "identity.sign-in-failed"
    public static let severity = Severity.warning
    /// Left out where the login is nobody's: what was typed is not repeated, since it may be a secret typed into the
    /// wrong field.
    public let user: ID<User>?
    /// A keyed hash that tells attempts on one account from those on another.
    public let account: String
    /// Whether this attempt was the one too many.
    public let isBlocked: Bool
    public var subject: Subject { user.map { Subject("user", $0) } ?? Subject("login", account) }

    enum CodingKeys: String, CodingKey { case user, account, isBlocked = "blocked" }

    public init(user: ID<User>?, account: String, isBlocked: Bool) {
        (self.user, self.account, self.isBlocked) = (user, account, isBlocked)
    }
}
