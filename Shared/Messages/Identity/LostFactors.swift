/// Draws new recovery codes; those before cease to work. It takes a session that was opened with a code.
public enum RenewRecoveryCodes: Command {
    public typealias Request = Nothing
    public typealias Reply = RecoveryCodes
    public enum Failure: String, DomainFailure {
        case notEnrolled = "not_enrolled"
        public var status: Int { 409 }
    }
    public static let sharedFailures: [any DomainFailure.Type] = [ProofFailure.self]
    public static let name = "identity.renew-recovery-codes"
    public static let summary = "Get new recovery codes"
    public static let access = Access.signedIn
    public static let isOpenToFrozen = true
    public static let route: Route? = .act("/v1/me/recovery-codes")
    public static let replyHoldsSecrets = true
}

/// Takes a lost authenticator app from an account, for somebody who has no recovery code left either. All sessions end;
/// the password is enough then, so there has to be one.
public enum ResetTOTP: Command {
    public struct Request: Codable, Sendable {
        public let userID: ID<User>
        public let reason: Note

        enum CodingKeys: String, CodingKey { case userID = "user_id", reason }

        public init(userID: ID<User>, reason: Note) { (self.userID, self.reason) = (userID, reason) }
    }
    public typealias Reply = UserProfile
    public enum Failure: String, DomainFailure {
        case notEnrolled = "not_enrolled"
        /// They choose one with the help of a mailed token first.
        case noPassword = "no_password"
        case ownAccount = "own_account"
        case accountDeleted = "account_deleted"
        public var status: Int { self == .ownAccount ? 403 : 409 }
    }
    public static let name = "identity.reset-totp"
    public static let summary = "Remove a user's lost authenticator app"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .act("/v1/users/{user_id}/reset-totp")
}

/// A user's recovery codes were replaced by new ones.
public struct RecoveryCodesRenewed: Event {
    public static let type = "identity.recovery-codes-renewed"
    public static let severity = Severity.warning
    public let user: ID<User>
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>) { self.user = user }
}

/// An admin has taken a lost authenticator app from an account.
public struct TOTPReset: Event {
    public static let type = "identity.totp-reset"
    public static let severity = Severity.warning
    public let user: ID<User>
    /// Why, for who holds the person's key.
    public let reason: Sealed
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>, reason: Sealed) { (self.user, self.reason) = (user, reason) }
}
