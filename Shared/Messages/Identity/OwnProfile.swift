/// Changes what is known of oneself.
public enum UpdateMe: Command {
    public struct Request: Codable, Sendable {
        /// It can be changed and not taken away.
        public var username: Username?
        public var displayName = Change<Text<DisplayNameRule>>.keep
        public var name = Change<Text<FullNameRule>>.keep
        public var timeZone = Change<TimeZoneName>.keep
        public var language = Change<Text<LanguageRule>>.keep
        public var contact = Change<ContactPatch>.keep
        public var preferences = Change<PreferencesPatch>.keep

        enum CodingKeys: String, CodingKey {
            case username, displayName = "display_name", name, timeZone = "time_zone", language, contact, preferences
        }

        public init() {}
    }
    public typealias Reply = UserProfile
    public enum Failure: String, DomainFailure {
        case usernameTaken = "username_taken"
        case usernameReserved = "username_reserved"
        case timeZoneChangedLately = "time_zone_changed_lately"
        public var status: Int {
            switch self {
            case .usernameTaken, .timeZoneChangedLately: 409
            case .usernameReserved: 422
            }
        }
    }
    public static let name = "identity.update-me"
    public static let summary = "Change one's own profile and preferences"
    public static let access = Access.signedIn
    public static let route: Route? = .patch("/v1/me")
}

/// Leaves the platform: all sessions end and nobody signs in to the account again. What must be kept is kept, and what
/// was unique stays taken. The wallet is asked first, and takes neither stake nor deposit from then on; what is owed for
/// bets that are under way still comes in.
public enum DeleteMe: Command {
    public struct Request: Codable, Sendable {
        /// Whether to leave although there is money in the wallet. It stays there, for an admin to pay out.
        public let abandonBalance: Bool?

        enum CodingKeys: String, CodingKey { case abandonBalance = "abandon_balance" }

        public init(abandonBalance: Bool? = nil) { self.abandonBalance = abandonBalance }
    }
    public typealias Reply = Nothing
    public enum Failure: String, DomainFailure {
        case lastAdmin = "last_admin"
        public var status: Int { 409 }
    }
    public static let sharedFailures: [any DomainFailure.Type] = [LeavingRefusal.self, ProofFailure.self]
    public static let name = "identity.delete-me"
    public static let summary = "Delete one's own account"
    public static let access = Access.signedIn
    public static let route: Route? = .delete("/v1/me")
}

/// All that identity holds about oneself.
public enum ExportMe: Query {
    public typealias Request = Nothing
    public typealias Reply = PersonalExport
    public static let name = "identity.export-me"
    public static let summary = "All that is held about oneself"
    public static let access = Access.signedIn
    /// A key that may read must not carry everything away.
    public static let scope: String? = nil
    public static let route: Route? = .get("/v1/me/export")
}

/// What identity holds about a person, section by section. Lists hold the newest entries, at most `limit` each; which of
/// them are whole, and where the rest of the others is, stands in `lists`.
public struct PersonalExport: Codable, Sendable {
    public static let limit = 500

    public struct HeldRole: Codable, Sendable {
        public let role: Role
        /// Left out for a role on the whole platform.
        public let organizationID: ID<Organization>?
        public let grantedBy: String
        public let grantedAt: Timestamp

        enum CodingKeys: String, CodingKey {
            case role, organizationID = "organization_id", grantedBy = "granted_by", grantedAt = "granted_at"
        }

        public init(role: Role, organizationID: ID<Organization>?, grantedBy: String, grantedAt: Timestamp) {
            (self.role, self.organizationID) = (role, organizationID)
            (self.grantedBy, self.grantedAt) = (grantedBy, grantedAt)
        }
    }
    public struct PastSession: Codable, Sendable {
        public let id: ID<Session>
        public let openedAt: Timestamp
        public let expiresAt: Timestamp
        public let endedAt: Timestamp?
        public var device: String?
        public var address: String?
        public var lastUsedAt: Timestamp?
        public var lastUsedAddress: String?

        enum CodingKeys: String, CodingKey {
            case id, openedAt = "opened_at", expiresAt = "expires_at", endedAt = "ended_at", device, address
            case lastUsedAt = "last_used_at", lastUsedAddress = "last_used_address"
        }

        public init(id: ID<Session>, openedAt: Timestamp, expiresAt: Timestamp, endedAt: Timestamp?) {
            (self.id, self.openedAt, self.expiresAt, self.endedAt) = (id, openedAt, expiresAt, endedAt)
        }
    }

    /// How much of a list stands in the export.
    public struct ListState: Codable, Sendable, Equatable {
        /// The section's name.
        public let list: String
        public let isComplete: Bool
        /// Where what is missing is, page by page. Left out where nothing is.
        public let rest: String?

        enum CodingKeys: String, CodingKey { case list, isComplete = "complete", rest }

        public init(list: String, rest: String?) { (self.list, isComplete, self.rest) = (list, rest == nil, rest) }
    }

    public let exportedAt: Timestamp
    public let profile: UserProfile
    public var lists: [ListState]?
    public var riskProfile: RiskProfile?
    public var roles: [HeldRole]?
    public var sessions: [PastSession]?
    public var apiKeys: [ListAPIKeys.Item]?
    public var chats: [LinkedChat]?
    public var signIns: [ListSignIns.Item]?
    public var safeguards: Safeguards?

    enum CodingKeys: String, CodingKey {
        case exportedAt = "exported_at", profile, lists, riskProfile = "risk_profile", roles, sessions
        case apiKeys = "api_keys", chats, signIns = "sign_ins", safeguards
    }

    public init(exportedAt: Timestamp, profile: UserProfile) {
        (self.exportedAt, self.profile) = (exportedAt, profile)
    }
}

/// What is known of a person has changed. What it was and is stands in it only sealed.
public struct UserUpdated: Event {
    public static let type = "identity.user-updated"
    public let user: ID<User>
    /// The names of the fields that changed.
    public let fields: [String]
    public let before: Sealed
    public let after: Sealed
    /// Why, where an admin did it and said so.
    public let note: Sealed?
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>, fields: [String], before: Sealed, after: Sealed, note: Sealed?) {
        (self.user, self.fields, self.before, self.after, self.note) = (user, fields, before, after, note)
    }
}

/// A user has left; the account is disabled by that.
public struct UserDeleted: Event {
    public static let type = "identity.user-deleted"
    public static let severity = Severity.warning
    public let user: ID<User>
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>) { self.user = user }
}
