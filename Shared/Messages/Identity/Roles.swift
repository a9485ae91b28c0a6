/// Gives a user a role. It shows in what they may do within a statement's lifetime.
public enum GrantRole: Command {
    public struct Request: Codable, Sendable {
        public let userID: ID<User>
        public let role: Role

        enum CodingKeys: String, CodingKey { case userID = "user_id", role }

        public init(userID: ID<User>, role: Role) { (self.userID, self.role) = (userID, role) }
    }
    public typealias Reply = UserProfile
    public enum Failure: String, DomainFailure {
        case roleNotForPeople = "role_not_for_people"
    }
    public static let name = "identity.grant-role"
    public static let summary = "Give a user a role"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .act("/v1/users/{user_id}/roles")
}

/// A user may do more than before.
public struct RoleGranted: Event {
    public static let type = "identity.role-granted"
    public static let severity = Severity.warning
    public let user: ID<User>
    public let role: Role
    public let before: [Role]
    public let after: [Role]
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>, role: Role, before: [Role], after: [Role]) {
        (self.user, self.role, self.before, self.after) = (user, role, before, after)
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
