/// What an admin may do to an account.
public enum StateAction: String, WireEnum, Hashable {
    /// Nothing may be taken from the account any more; it still looks and is paid.
    case freeze
    case unfreeze
    /// Nobody signs in to it any more, for now.
    case suspend
    /// Takes a suspension or a disabling back.
    case reactivate
    /// For good, unless an admin thinks again.
    case disable
}

/// A command that brings an account into another state.
public protocol StateCommand: Command
where Request == StateChange, Reply == Confirmed<UserProfile>, Failure == StateFailure {
    static var action: StateAction { get }
}

extension StateCommand {
    public static var name: String { "identity.\(action.rawValue)-user" }
    public static var access: Access { .roles([.admin]) }
    public static var route: Route? { .act("/v1/users/{user_id}/\(action.rawValue)") }
}

public struct StateChange: Codable, Sendable {
    public let userID: ID<User>
    public let reason: Note

    enum CodingKeys: String, CodingKey { case userID = "user_id", reason }

    public init(userID: ID<User>, reason: Note) { (self.userID, self.reason) = (userID, reason) }
}

public enum StateFailure: String, DomainFailure {
    case wrongState = "wrong_state"
    case ownAccount = "own_account"
    case lastAdmin = "last_admin"
    public var status: Int {
        switch self {
        case .wrongState, .lastAdmin: 409
        case .ownAccount: 403
        }
    }
}

public enum FreezeUser: StateCommand {
    public static let action = StateAction.freeze
    public static let summary = "Let nothing be taken from an account"
}

public enum UnfreezeUser: StateCommand {
    public static let action = StateAction.unfreeze
    public static let summary = "Let a frozen account act again"
}

public enum SuspendUser: StateCommand {
    public static let action = StateAction.suspend
    public static let summary = "Shut an account's user out for now"
}

public enum ReactivateUser: StateCommand {
    public static let action = StateAction.reactivate
    public static let summary = "Let a suspended or disabled account's user in again"
}

public enum DisableUser: StateCommand {
    public static let action = StateAction.disable
    public static let summary = "Shut an account's user out for good"
}

/// An account is in another state.
public struct UserStateChanged: Event {
    public static let type = "identity.user-state-changed"
    public static let severity = Severity.warning
    public let user: ID<User>
    public let before: UserState
    public let after: UserState
    /// In the platform's own words. Where somebody gave a reason this says no more than that.
    public let reason: Note
    /// What was given as the reason.
    public let sealedReason: Sealed?
    public var subject: Subject { Subject("user", user) }

    enum CodingKeys: String, CodingKey { case user, before, after, reason, sealedReason = "sealed_reason" }

    public init(user: ID<User>, before: UserState, after: UserState, reason: Note, sealedReason: Sealed?) {
        (self.user, self.before, self.after) = (user, before, after)
        (self.reason, self.sealedReason) = (reason, sealedReason)
    }
}

/// What has become of an account, why and by whom, newest first.
public enum ListStateChanges: Query {
    public struct Request: Codable, Sendable {
        public let userID: ID<User>
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey { case userID = "user_id", limit, cursor }

        public init(userID: ID<User>, limit: PageLimit? = nil, cursor: Cursor? = nil) {
            (self.userID, self.limit, self.cursor) = (userID, limit, cursor)
        }
    }
    public struct Item: Codable, Sendable {
        public let at: Timestamp
        public let before: UserState
        public let after: UserState
        public let reason: Note
        /// As events name one.
        public let actor: String

        public init(at: Timestamp, before: UserState, after: UserState, reason: Note, actor: String) {
            (self.at, self.before, self.after) = (at, before, after)
            (self.reason, self.actor) = (reason, actor)
        }
    }
    public typealias Reply = Page<Item>
    public static let name = "identity.list-state-changes"
    public static let summary = "What has become of an account, and why"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .get("/v1/users/{user_id}/state-changes")
}

/// Somebody tried to change their own account's state.
public struct OwnStateChangeRefused: Event {
    public static let type = "identity.own-state-change-refused"
    public static let severity = Severity.warning
    public let user: ID<User>
    public let action: StateAction
    public var subject: Subject { Subject("admin", user) }

    public init(user: ID<User>, action: StateAction) { (self.user, self.action) = (user, action) }
}
