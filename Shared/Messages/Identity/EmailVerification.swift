/// A secret that was mailed to somebody: 32 random bytes in base64url. Any text may be tried; only the right one fits.
public enum MailTokenRule: TextRule {
    public static let length = 1...200
    public static let sample = "q2sN8y7dJmHkqz4v0n1o2p3a4b5c6d7e8f9g0hAbCdE"
}

/// Mails the signed-in user a token once more that proves their address.
public enum RequestEmailVerification: Command {
    public typealias Request = Nothing
    public typealias Reply = Nothing
    public enum Failure: String, DomainFailure {
        case alreadyVerified = "already_verified"
        case tooManyMails = "too_many_mails"
        public var status: Int { self == .alreadyVerified ? 409 : 429 }
    }
    public static let name = "identity.request-email-verification"
    public static let summary = "Send the mail that verifies one's address again"
    public static let access = Access.signedIn
    public static let isOpenToFrozen = true
    public static let route: Route? = .act("/v1/email-verifications", success: 202)
}

/// Proves with a mailed token that its user reads the mail of their address.
public enum ConfirmEmail: Command {
    public struct Request: Codable, Sendable {
        public let token: Text<MailTokenRule>

        public init(token: Text<MailTokenRule>) { self.token = token }
    }
    public typealias Reply = Nothing
    public enum Failure: String, DomainFailure {
        /// Unknown, over, used, or sent to an address that is no longer the user's: which of them is not told.
        case invalidToken = "invalid_token"
    }
    public static let name = "identity.confirm-email"
    public static let summary = "Verify an email address with the token that was mailed to it"
    public static let access = Access.anyone
    public static let route: Route? = .act("/v1/email-verifications/confirm")
}

/// A user has proved their email address.
public struct EmailVerified: Event {
    public static let type = "identity.email-verified"
    public let user: ID<User>
    public let before: UserState
    public let after: UserState
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>, before: UserState, after: UserState) {
        (self.user, self.before, self.after) = (user, before, after)
    }
}
