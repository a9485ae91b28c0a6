/// What a user may do at all, apart from roles.
public enum UserState: String, WireEnum {
    case pendingVerification = "pending_verification"
    case active, frozen, suspended, disabled, unknown

    public static var fallback: UserState? { .unknown }
}

/// How surely it is known who a person is. It gates withdrawals above configured sums.
public enum KYCLevel: String, WireEnum {
    case none, basic, full, unknown

    public static var fallback: KYCLevel? { .unknown }
}

/// A user as they see themselves, and as an admin sees them.
public struct UserProfile: Codable, Sendable {
    public let id: ID<User>
    /// Left empty for who may not see it, an organization's admins, and of one who was forgotten.
    public let email: String
    public let username: String?
    public let displayName: String?
    /// Left out for the first admin, who is made from configuration.
    public let birthDate: Day?
    public let country: String?
    public let state: UserState
    public let roles: [Role]
    public let createdAt: Timestamp
    /// Whether signing in takes a code of an authenticator app.
    public var hasTOTP: Bool?
    /// Told to oneself alone, where an app is enrolled.
    public var recoveryCodesLeft: Int?
    public var isEmailVerified: Bool?
    /// The full name.
    public var name: String?
    public var timeZone: String?
    public var language: String?
    public var contact: Contact?
    public var preferences: Preferences?
    /// The user's id in an outside system, as an admin has set it.
    public var externalID: String?
    public var kycLevel: KYCLevel?
    /// Roles within organizations; `roles` are those on the platform.
    public var grants: [Statement.Grant]?
    public var updatedAt: Timestamp?
    public var deletedAt: Timestamp?
    /// Since when nothing is known of them any more.
    public var forgottenAt: Timestamp?

    enum CodingKeys: String, CodingKey {
        case id, email, username, displayName = "display_name", birthDate = "birth_date", country, state, roles
        case createdAt = "created_at", hasTOTP = "has_totp", recoveryCodesLeft = "recovery_codes_left"
        case isEmailVerified = "email_verified"
        case name, timeZone = "time_zone", language, contact, preferences, externalID = "external_id"
        case kycLevel = "kyc_level", grants, updatedAt = "updated_at", deletedAt = "deleted_at"
        case forgottenAt = "forgotten_at"
    }

    public init(
        id: ID<User>, email: String, username: String?, displayName: String?, birthDate: Day?, country: String?,
        state: UserState, roles: [Role], createdAt: Timestamp
    ) {
        (self.id, self.email, self.username, self.displayName) = (id, email, username, displayName)
        (self.birthDate, self.country, self.state) = (birthDate, country, state)
        (self.roles, self.createdAt) = (roles, createdAt)
    }
}

/// Who one is.
public enum GetMe: Query {
    public typealias Request = Nothing
    public typealias Reply = UserProfile
    public static let name = "identity.get-me"
    public static let summary = "The signed-in user"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/me")
}
