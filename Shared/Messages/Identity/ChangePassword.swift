/// Sets one's own password. All other sessions end.
public enum ChangePassword: Command {
    public struct Request: Codable, Sendable {
        /// Needed where there is one; the first password takes a fresh proof.
        public let currentPassword: Text<PasswordRule>?
        public let password: Text<NewPasswordRule>

        enum CodingKeys: String, CodingKey { case currentPassword = "current_password", password }

        public init(currentPassword: Text<PasswordRule>?, password: Text<NewPasswordRule>) {
            (self.currentPassword, self.password) = (currentPassword, password)
        }
    }
    public typealias Reply = Nothing
    public enum Failure: String, DomainFailure {
        case wrongPassword = "wrong_password"
        case passwordTooCommon = "password_too_common"
        case tooManyAttempts = "too_many_attempts"
        public var status: Int { self == .tooManyAttempts ? 429 : 422 }
    }
    public static let sharedFailures: [any DomainFailure.Type] = [ProofFailure.self]
    public static let name = "identity.change-password"
    public static let summary = "Set one's password"
    public static let access = Access.signedIn
    public static let isOpenToFrozen = true
    public static let route: Route? = .act("/v1/me/password")
}

/// A user has another password than before, or the first one.
public struct PasswordChanged: Event {
    public static let type = "identity.password-changed"
    public static let severity = Severity.warning
    public let user: ID<User>
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>) { self.user = user }
}
