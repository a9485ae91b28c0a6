/// Gives a user a role, on the platform or within an organization. It shows in what they may do within a statement's
/// lifetime.
///
/// The platform's admins give every role. An organization's own admins give the roles of its staff there: seller,
/// operator, organizer. That is more than a list of roles can say, so the handler decides; whoever may not gets 403.
public enum GrantRole: Command {
    public struct Request: Codable, Sendable {
        public let userID: ID<User>
        public let role: Role
        /// Left out for the whole platform. Whether there is such an organization is not asked: it is another service's.
        public let organizationID: ID<Organization>?

        enum CodingKeys: String, CodingKey { case userID = "user_id", role, organizationID = "organization_id" }

        public init(userID: ID<User>, role: Role, organizationID: ID<Organization>? = nil) {
            (self.userID, self.role, self.organizationID) = (userID, role, organizationID)
        }
    }
    public typealias Reply = UserProfile
    public enum Failure: String, DomainFailure {
        case roleNotForPeople = "role_not_for_people"
        case roleNotForOrganizations = "role_not_for_organizations"
        case tooManyRoles = "too_many_roles"
        case accountDeleted = "account_deleted"
        public var status: Int { self == .accountDeleted ? 409 : 422 }
    }
    public static let name = "identity.grant-role"
    public static let summary = "Give a user a role, as an admin of the platform or of the organization"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/users/{user_id}/roles")
}

/// Takes a role from a user. Who may give it may take it.
public enum RevokeRole: Command {
    public typealias Request = GrantRole.Request
    public typealias Reply = UserProfile
    public enum Failure: String, DomainFailure {
        case lastAdmin = "last_admin"
        case rolePermanent = "role_permanent"
        public var status: Int { self == .lastAdmin ? 409 : 422 }
    }
    public static let name = "identity.revoke-role"
    public static let summary = "Take a role from a user, as an admin of the platform or of the organization"
    public static let access = Access.signedIn
    public static let route: Route? = .delete("/v1/users/{user_id}/roles/{role}")
}

/// A user may do more than before.
public struct RoleGranted: Event {
    public static let type = "identity.role-granted"
    public static let severity = Severity.warning
    public let user: ID<User>
    public let role: Role
    /// Left out for the whole platform.
    public let organization: ID<Organization>?
    /// The user's roles there.
    public let before: [Role]
    public let after: [Role]
    public var subject: Subject { Subject("user", user) }

    public init(
        user: ID<User>, role: Role, organization: ID<Organization>? = nil, before: [Role], after: [Role]
    ) {
        (self.user, self.role, self.organization) = (user, role, organization)
        (self.before, self.after) = (before, after)
    }
}

/// A user may do less than before.
public struct RoleRevoked: Event {
    public static let type = "identity.role-revoked"
    public static let severity = Severity.warning
    public let user: ID<User>
    public let role: Role
    /// Left out for the whole platform.
    public let organization: ID<Organization>?
    /// The user's roles there.
    public let before: [Role]
    public let after: [Role]
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>, role: Role, organization: ID<Organization>?, before: [Role], after: [Role]) {
        (self.user, self.role, self.organization) = (user, role, organization)
        (self.before, self.after) = (before, after)
    }
}

/// Somebody tried to give or take a role and may not.
public struct RoleChangeRefused: Event {
    public static let type = "identity.role-change-refused"
    public static let severity = Severity.warning
    /// Who tried.
    public let caller: ID<User>
    public let user: ID<User>
    public let role: Role
    public let organization: ID<Organization>?
    public var subject: Subject { Subject("user", caller) }

    public init(caller: ID<User>, user: ID<User>, role: Role, organization: ID<Organization>?) {
        (self.caller, self.user, self.role, self.organization) = (caller, user, role, organization)
    }
}

/// There was no admin, and configuration named one.
public struct AdminBootstrapped: Event {
    public static let type = "identity.admin-bootstrapped"
    public static let severity = Severity.critical
    public let user: ID<User>
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>) { self.user = user }
}
