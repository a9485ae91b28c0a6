/// A user has been given a new secret, which counts once it is confirmed.
public struct TOTPEnrolled: Event {
    public static let type = "identity.totp-enrolled"
    public let user: ID<User>
    /// Whether there is one already that it would replace.
    public let isReplacement: Bool
    public var subject: Subject { Subject("user", user) }

    enum CodingKeys: String, CodingKey { case user, isReplacement = "replacement" }

    public init(user: ID<User>, isReplacement: Bool) { (self.user, self.isReplacement) = (user, isReplacement) }
}

/// From now on signing in takes a code of the user's authenticator app.
public struct TOTPConfirmed: Event {
    public static let type = "identity.totp-confirmed"
    public static let severity = Severity.warning
    public let user: ID<User>
    /// Whether the codes of an earlier app ceased to work.
    public let isReplacement: Bool
    public var subject: Subject { Subject("user", user) }

    enum CodingKeys: String, CodingKey { case user, isReplacement = "replacement" }

    public init(user: ID<User>, isReplacement: Bool) { (self.user, self.isReplacement) = (user, isReplacement) }
}

/// From now on a password is enough to sign in.
public struct TOTPRemoved: Event {
    public static let type = "identity.totp-removed"
    public static let severity = Severity.warning
    public let user: ID<User>
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>) { self.user = user }
}

/// Somebody got by without the authenticator app.
public struct RecoveryCodeUsed: Event {
    public static let type = "identity.recovery-code-used"
    public static let severity = Severity.warning
    public let user: ID<User>
    /// How many are left.
    public let left: Int
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>, left: Int) { (self.user, self.left) = (user, left) }
}

/// Somebody who was asked for a password or a code, apart from signing in, gave a wrong one.
public struct ProofFailed: Event {
    public static let type = "identity.proof-failed"
    public static let severity = Severity.warning
    public let user: ID<User>
    /// The operation that was asked for.
    public let operation: String
    /// Whether this attempt was the one too many.
    public let isBlocked: Bool
    public var subject: Subject { Subject("user", user) }

    enum CodingKeys: String, CodingKey { case user, operation, isBlocked = "blocked" }

    public init(user: ID<User>, operation: String, isBlocked: Bool) {
        (self.user, self.operation, self.isBlocked) = (user, operation, isBlocked)
    }
}
