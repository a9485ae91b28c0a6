/// A user of a syndicate's, or one who has been asked to be.
public struct SyndicateMember: Codable, Sendable, Equatable {
    public enum Status: String, WireEnum {
        /// Has not said yes so far.
        case invited
        case member
        case unknown

        public static var fallback: Status? { .unknown }
    }

    public let syndicate: ID<Syndicate>
    public let user: ID<User>
    public let role: SyndicateRole
    public let status: Status
    public let invitedAt: Timestamp
    public let joinedAt: Timestamp?

    enum CodingKeys: String, CodingKey {
        case syndicate = "syndicate_id", user = "user_id", role, status, invitedAt = "invited_at"
        case joinedAt = "joined_at"
    }

    public init(
        syndicate: ID<Syndicate>, user: ID<User>, role: SyndicateRole, status: Status, invitedAt: Timestamp,
        joinedAt: Timestamp?
    ) {
        (self.syndicate, self.user, self.role, self.status) = (syndicate, user, role, status)
        (self.invitedAt, self.joinedAt) = (invitedAt, joinedAt)
    }
}

/// Why somebody's place in a syndicate cannot be as was asked.
public enum SyndicateMemberFailure: String, DomainFailure {
    /// They are in it, or invited, already.
    case alreadyMember = "already_member"
    /// Nobody has signed up under the id.
    case unknownUser = "unknown_user"
    case tooManyMembers = "too_many_members"
    case tooManySyndicates = "too_many_syndicates"
    /// Nobody would be left who keeps the books.
    case lastTreasurer = "last_treasurer"
    public var status: Int {
        switch self {
        case .alreadyMember, .lastTreasurer: 409
        case .unknownUser, .tooManyMembers, .tooManySyndicates: 422
        }
    }
}

public enum InviteSyndicateMember: Command {
    public struct Request: Codable, Sendable {
        public let syndicate: ID<Syndicate>
        public let user: ID<User>
        /// A plain member where nothing is said.
        public let role: SyndicateRole?

        enum CodingKeys: String, CodingKey { case syndicate = "syndicate_id", user = "user_id", role }

        public init(syndicate: ID<Syndicate>, user: ID<User>, role: SyndicateRole? = nil) {
            (self.syndicate, self.user, self.role) = (syndicate, user, role)
        }
    }
    public typealias Reply = SyndicateMember
    public typealias Failure = SyndicateMemberFailure
    /// How many a syndicate may have, those who are invited among them.
    public static let limit = 200
    public static let name = "betting.invite-syndicate-member"
    public static let summary = "Ask a user to take part in a syndicate; for its treasurers"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/syndicates/{syndicate_id}/members")
    public static func location(of reply: Reply) -> String? {
        "/v1/syndicates/\(reply.syndicate)/members/\(reply.user)"
    }
}

public enum GetSyndicateMember: Query {
    public typealias Request = RemoveSyndicateMember.Request
    public typealias Reply = SyndicateMember
    public static let name = "betting.get-syndicate-member"
    public static let summary = "One who is in a syndicate, or invited to it"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/syndicates/{syndicate_id}/members/{user_id}")
}

public enum AcceptSyndicateInvitation: Command {
    public typealias Request = SyndicateRequest
    public typealias Reply = Syndicate
    public typealias Failure = SyndicateMemberFailure
    public static let name = "betting.accept-syndicate-invitation"
    public static let summary = "Say yes to a syndicate that one is invited to"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/syndicates/{syndicate_id}/accept")
}

public enum ListSyndicateMembers: Query {
    public struct Request: Codable, Sendable {
        public let syndicate: ID<Syndicate>
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey { case syndicate = "syndicate_id", limit, cursor }

        public init(syndicate: ID<Syndicate>, limit: PageLimit? = nil, cursor: Cursor? = nil) {
            (self.syndicate, self.limit, self.cursor) = (syndicate, limit, cursor)
        }
    }
    public typealias Reply = Page<SyndicateMember>
    public static let name = "betting.list-syndicate-members"
    public static let summary = "Who is in a syndicate and who is invited, in the order of the invitations"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/syndicates/{syndicate_id}/members")
}

public enum ChangeSyndicateMember: Command {
    public struct Request: Codable, Sendable {
        public let syndicate: ID<Syndicate>
        public let user: ID<User>
        public let role: SyndicateRole

        enum CodingKeys: String, CodingKey { case syndicate = "syndicate_id", user = "user_id", role }

        public init(syndicate: ID<Syndicate>, user: ID<User>, role: SyndicateRole) {
            (self.syndicate, self.user, self.role) = (syndicate, user, role)
        }
    }
    public typealias Reply = SyndicateMember
    public typealias Failure = SyndicateMemberFailure
    public static let name = "betting.change-syndicate-member"
    public static let summary = "Give a member another role; for the syndicate's treasurers"
    public static let access = Access.signedIn
    public static let route: Route? = .patch("/v1/syndicates/{syndicate_id}/members/{user_id}")
}

public enum RemoveSyndicateMember: Command {
    public struct Request: Codable, Sendable {
        public let syndicate: ID<Syndicate>
        public let user: ID<User>

        enum CodingKeys: String, CodingKey { case syndicate = "syndicate_id", user = "user_id" }

        public init(syndicate: ID<Syndicate>, user: ID<User>) { (self.syndicate, self.user) = (syndicate, user) }
    }
    public typealias Reply = Nothing
    public typealias Failure = SyndicateMemberFailure
    public static let name = "betting.remove-syndicate-member"
    public static let summary =
        "Leave a syndicate or turn its invitation down; for its treasurers, have a member or a player's user leave"
    public static let access = Access.signedIn
    public static let route: Route? = .delete("/v1/syndicates/{syndicate_id}/members/{user_id}")
}
