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
    public let reason: Note
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>, before: UserState, after: UserState, reason: Note) {
        (self.user, self.before, self.after, self.reason) = (user, before, after, reason)
    }
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
