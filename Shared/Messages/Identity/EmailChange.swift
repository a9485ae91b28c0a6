/// Asks for another email address. A token is mailed to the new one; until it has come back nothing changes. A later
/// request takes the place of an earlier one.
public enum RequestEmailChange: Command {
    public struct Request: Codable, Sendable {
        public let email: Email
        /// Needed where there is one. Who has none asks with a fresh proof.
        public let password: Text<PasswordRule>?

        public init(email: Email, password: Text<PasswordRule>? = nil) {
            (self.email, self.password) = (email, password)
        }
    }
    public typealias Reply = Nothing
    public enum Failure: String, DomainFailure {
        case emailTaken = "email_taken"
        case wrongPassword = "wrong_password"
        case tooManyAttempts = "too_many_attempts"
        case tooManyMails = "too_many_mails"
        public var status: Int {
            switch self {
            case .emailTaken: 409
            case .wrongPassword: 422
            case .tooManyAttempts, .tooManyMails: 429
            }
        }
    }
    public static let sharedFailures: [any DomainFailure.Type] = [ProofFailure.self]
    public static let name = "identity.request-email-change"
    public static let summary = "Ask for another email address"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/me/email", success: 202)
}

/// Makes the address one's own with the token that was mailed to it. It is verified by that, and the old one is told.
/// Whoever else gets the mail, since it was mistyped, cannot do this: it takes a session of the one who asked.
public enum ConfirmEmailChange: Command {
    public struct Request: Codable, Sendable {
        public let token: Text<MailTokenRule>

        public init(token: Text<MailTokenRule>) { self.token = token }
    }
    public typealias Reply = UserProfile
    public enum Failure: String, DomainFailure {
        /// Unknown, over, used, replaced or another's: which of them is not told.
        case invalidToken = "invalid_token"
        /// By somebody who came first.
        case emailTaken = "email_taken"
        public var status: Int { self == .emailTaken ? 409 : 422 }
    }
    public static let name = "identity.confirm-email-change"
    public static let summary = "Take the email address that a token was mailed to"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/me/email/confirm")
}

/// Somebody wants another email address.
public struct EmailChangeRequested: Event {
    public static let type = "identity.email-change-requested"
    public static let severity = Severity.warning
    public let user: ID<User>
    public let address: Sealed
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>, address: Sealed) { (self.user, self.address) = (user, address) }
}

/// A user has another email address.
public struct EmailChanged: Event {
    public static let type = "identity.email-changed"
    public static let severity = Severity.warning
    public let user: ID<User>
    public let before: Sealed
    public let after: Sealed
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>, before: Sealed, after: Sealed) {
        (self.user, self.before, self.after) = (user, before, after)
    }
}
