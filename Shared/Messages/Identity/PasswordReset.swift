/// Asks for a mail with which a forgotten password can be replaced. The answer never tells whether there is such an
/// account.
public enum RequestPasswordReset: Command {
    public struct Request: Codable, Sendable {
        public let email: Email

        public init(email: Email) { self.email = email }
    }
    public typealias Reply = Nothing
    public static let name = "identity.request-password-reset"
    public static let summary = "Ask for a mail to replace a forgotten password"
    public static let access = Access.anyone
    public static let route: Route? = .act("/v1/password-resets", success: 202)
}

/// Replaces a password with the help of a mailed token. All sessions end; a second factor stays what it is.
public enum ConfirmPasswordReset: Command {
    public struct Request: Codable, Sendable {
        public let token: Text<MailTokenRule>
        public let password: Text<NewPasswordRule>

        public init(token: Text<MailTokenRule>, password: Text<NewPasswordRule>) {
            (self.token, self.password) = (token, password)
        }
    }
    public typealias Reply = Nothing
    public enum Failure: String, DomainFailure {
        case invalidToken = "invalid_token"
        case passwordTooCommon = "password_too_common"
    }
    public static let name = "identity.confirm-password-reset"
    public static let summary = "Replace a forgotten password"
    public static let access = Access.anyone
    public static let route: Route? = .act("/v1/password-resets/confirm")
}

/// Somebody has asked for a password to be replaced.
public struct PasswordResetRequested: Event {
    public static let type = "identity.password-reset-requested"
    /// Left out where the address is nobody's.
    public let user: ID<User>?
    public var subject: Subject { user.map { Subject("user", $0) } ?? Subject("user", "unknown") }

    public init(user: ID<User>?) { self.user = user }
}

/// A password was replaced by whoever reads the mail of its user's address.
public struct PasswordReset: Event {
    public static let type = "identity.password-reset"
    public static let severity = Severity.warning
    public let user: ID<User>
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>) { self.user = user }
}
