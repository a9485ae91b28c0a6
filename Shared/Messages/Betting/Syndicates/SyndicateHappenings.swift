// What betting tells of syndicates and their seasons. What people wrote, names above all, is in none of it.

public struct SyndicateCreated: Event {
    public static let type = "betting.syndicate-created"
    public let syndicate: ID<Syndicate>
    public let treasurer: ID<User>
    public let currency: CurrencyCode
    public let timeZone: TimeZoneName
    public var subject: Subject { Subject("syndicate", syndicate) }
    public init(syndicate: ID<Syndicate>, treasurer: ID<User>, currency: CurrencyCode, timeZone: TimeZoneName) {
        (self.syndicate, self.treasurer) = (syndicate, treasurer)
        (self.currency, self.timeZone) = (currency, timeZone)
    }
}

/// Its name or description changed, or where its days begin.
public struct SyndicateChanged: Event {
    public static let type = "betting.syndicate-changed"
    public let syndicate: ID<Syndicate>
    /// The names of the fields.
    public let fields: [String]
    public var subject: Subject { Subject("syndicate", syndicate) }
    public init(syndicate: ID<Syndicate>, fields: [String]) { (self.syndicate, self.fields) = (syndicate, fields) }
}

public struct SyndicateMemberInvited: Event {
    public static let type = "betting.syndicate-member-invited"
    public let syndicate: ID<Syndicate>
    public let user: ID<User>
    public let role: SyndicateRole
    public var subject: Subject { Subject("syndicate", syndicate) }
    public init(syndicate: ID<Syndicate>, user: ID<User>, role: SyndicateRole) {
        (self.syndicate, self.user, self.role) = (syndicate, user, role)
    }
}

public struct SyndicateMemberJoined: Event {
    public static let type = "betting.syndicate-member-joined"
    public let syndicate: ID<Syndicate>
    public let user: ID<User>
    public let role: SyndicateRole
    public var subject: Subject { Subject("syndicate", syndicate) }
    public init(syndicate: ID<Syndicate>, user: ID<User>, role: SyndicateRole) {
        (self.syndicate, self.user, self.role) = (syndicate, user, role)
    }
}

public struct SyndicateRoleChanged: Event {
    public static let type = "betting.syndicate-role-changed"
    public let syndicate: ID<Syndicate>
    public let user: ID<User>
    public let before: SyndicateRole
    public let after: SyndicateRole
    public var subject: Subject { Subject("syndicate", syndicate) }
    public init(syndicate: ID<Syndicate>, user: ID<User>, before: SyndicateRole, after: SyndicateRole) {
        (self.syndicate, self.user, self.before, self.after) = (syndicate, user, before, after)
    }
}

/// Somebody left, was sent away, or turned an invitation down.
public struct SyndicateMemberLeft: Event {
    public static let type = "betting.syndicate-member-left"
    public let syndicate: ID<Syndicate>
    public let user: ID<User>
    public let role: SyndicateRole
    public let wasInvited: Bool
    public var subject: Subject { Subject("syndicate", syndicate) }
    public init(syndicate: ID<Syndicate>, user: ID<User>, role: SyndicateRole, wasInvited: Bool) {
        (self.syndicate, self.user, self.role, self.wasInvited) = (syndicate, user, role, wasInvited)
    }
}

public struct SyndicatePlayerAdded: Event {
    public static let type = "betting.syndicate-player-added"
    public let player: ID<SyndicatePlayer>
    public let syndicate: ID<Syndicate>
    public let user: ID<User>?
    public var subject: Subject { Subject("syndicate-player", player) }
    public init(player: ID<SyndicatePlayer>, syndicate: ID<Syndicate>, user: ID<User>?) {
        (self.player, self.syndicate, self.user) = (player, syndicate, user)
    }
}

public struct SyndicatePlayerChanged: Event {
    public static let type = "betting.syndicate-player-changed"
    public struct State: Codable, Sendable, Equatable {
        public let user: ID<User>?
        public let isActive: Bool
        public init(user: ID<User>?, isActive: Bool) { (self.user, self.isActive) = (user, isActive) }
    }
    public let player: ID<SyndicatePlayer>
    public let syndicate: ID<Syndicate>
    public let before: State
    public let after: State
    /// The names of the fields, of what people wrote too.
    public let fields: [String]
    public var subject: Subject { Subject("syndicate-player", player) }
    public init(
        player: ID<SyndicatePlayer>, syndicate: ID<Syndicate>, before: State, after: State, fields: [String]
    ) {
        (self.player, self.syndicate, self.before, self.after) = (player, syndicate, before, after)
        self.fields = fields
    }
}
