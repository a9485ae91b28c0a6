public struct UserRequest: Codable, Sendable {
    public let userID: ID<User>

    enum CodingKeys: String, CodingKey { case userID = "user_id" }

    public init(userID: ID<User>) { self.userID = userID }
}

/// Users, newest first.
public enum ListUsers: Query {
    public struct Request: Codable, Sendable {
        public var state: UserState?
        /// A role on the platform.
        public var role: Role?
        /// Exact, without regard to case; so are username and external id.
        public var email: Email?
        public var username: Username?
        public var externalID: ExternalID?
        /// When they signed up: from this moment on, and before that one.
        public var createdFrom: Timestamp?
        public var createdTo: Timestamp?
        /// Those who have left instead of those who have not.
        public var isDeleted: Bool?
        public var limit: PageLimit?
        public var cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case state, role, email, username, externalID = "external_id", createdFrom = "created_from"
            case createdTo = "created_to", isDeleted = "deleted", limit, cursor
        }

        public init() {}
    }
    public typealias Reply = Page<UserProfile>
    public static let name = "identity.list-users"
    public static let summary = "The users"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .get("/v1/users")
}

public enum GetUser: Query {
    public typealias Request = UserRequest
    public typealias Reply = UserProfile
    public static let name = "identity.get-user"
    public static let summary = "One user"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .get("/v1/users/{user_id}")
}

/// Changes what is known of a user, and what a user cannot change themself.
public enum UpdateUser: Command {
    public struct Request: Codable, Sendable {
        public let userID: ID<User>
        public var externalID = Change<ExternalID>.keep
        public var displayName = Change<Text<DisplayNameRule>>.keep
        public var name = Change<Text<FullNameRule>>.keep
        public var country = Change<CountryCode>.keep
        public var birthDate: Day?
        public var timeZone = Change<TimeZoneName>.keep
        public var language = Change<Text<LanguageRule>>.keep
        /// Why, for whoever looks into it later.
        public var note: Note?

        enum CodingKeys: String, CodingKey {
            case userID = "user_id", externalID = "external_id", displayName = "display_name", name, country
            case birthDate = "birth_date", timeZone = "time_zone", language, note
        }

        public init(userID: ID<User>) { self.userID = userID }
    }
    public typealias Reply = UserProfile
    public enum Failure: String, DomainFailure {
        case externalIDTaken = "external_id_taken"
        case underAge = "under_age"
        case accountDeleted = "account_deleted"
        public var status: Int { self == .underAge ? 422 : 409 }
    }
    public static let name = "identity.update-user"
    public static let summary = "Change a user's profile"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .patch("/v1/users/{user_id}")
}

public enum SetKYCLevel: Command {
    public struct Request: Codable, Sendable {
        public let userID: ID<User>
        public let level: KYCLevel
        public let note: Note?

        enum CodingKeys: String, CodingKey { case userID = "user_id", level, note }

        public init(userID: ID<User>, level: KYCLevel, note: Note? = nil) {
            (self.userID, self.level, self.note) = (userID, level, note)
        }
    }
    public typealias Reply = UserProfile
    public enum Failure: String, DomainFailure {
        case accountDeleted = "account_deleted"
        case ownAccount = "own_account"
        public var status: Int { self == .ownAccount ? 403 : 409 }
    }
    public static let name = "identity.set-kyc-level"
    public static let summary = "Say how surely it is known who a user is"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .put("/v1/users/{user_id}/kyc")
}

public struct KYCChanged: Event {
    public static let type = "identity.kyc-changed"
    public static let severity = Severity.warning
    public let user: ID<User>
    public let before: KYCLevel
    public let after: KYCLevel
    public let note: Sealed?
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>, before: KYCLevel, after: KYCLevel, note: Sealed?) {
        (self.user, self.before, self.after, self.note) = (user, before, after, note)
    }
}

/// Identity's own figures of a user.
public enum GetUserStatistics: Query {
    public typealias Request = UserRequest
    public struct Reply: Codable, Sendable {
        public let userID: ID<User>
        public let state: UserState
        public let registeredAt: Timestamp
        /// Who made the account, as events name an actor.
        public let createdBy: String
        public let updatedAt: Timestamp
        public let deletedAt: Timestamp?
        public let kycLevel: KYCLevel
        public let kycChangedAt: Timestamp?
        /// How many roles are held, on the platform and in organizations.
        public let roles: Int
        public let stateChanges: Int
        /// As far back as the history of sign-ins goes.
        public let signIns: Int
        public let lastSignInAt: Timestamp?
        public let failedSignIns: Int
        public let openSessions: Int
        public let hasTOTP: Bool

        enum CodingKeys: String, CodingKey {
            case userID = "user_id", state, registeredAt = "registered_at", createdBy = "created_by"
            case updatedAt = "updated_at", deletedAt = "deleted_at", kycLevel = "kyc_level"
            case kycChangedAt = "kyc_changed_at", roles, stateChanges = "state_changes", signIns = "sign_ins"
            case lastSignInAt = "last_sign_in_at", failedSignIns = "failed_sign_ins", openSessions = "open_sessions"
            case hasTOTP = "has_totp"
        }

        public init(
            userID: ID<User>, state: UserState, registeredAt: Timestamp, createdBy: String, updatedAt: Timestamp,
            deletedAt: Timestamp?, kycLevel: KYCLevel, kycChangedAt: Timestamp?, roles: Int, stateChanges: Int,
            signIns: Int, lastSignInAt: Timestamp?, failedSignIns: Int, openSessions: Int, hasTOTP: Bool
        ) {
            (self.userID, self.state, self.registeredAt, self.createdBy) = (userID, state, registeredAt, createdBy)
            (self.updatedAt, self.deletedAt, self.kycLevel) = (updatedAt, deletedAt, kycLevel)
            (self.kycChangedAt, self.roles, self.stateChanges) = (kycChangedAt, roles, stateChanges)
            (self.signIns, self.lastSignInAt, self.failedSignIns) = (signIns, lastSignInAt, failedSignIns)
            (self.openSessions, self.hasTOTP) = (openSessions, hasTOTP)
        }
    }
    public static let name = "identity.get-user-statistics"
    public static let summary = "A user's figures"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .get("/v1/users/{user_id}/statistics")
}
