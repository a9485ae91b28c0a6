/// Somebody who bets with a syndicate: a user of the platform, or a mere name.
public struct SyndicatePlayer: Codable, Sendable, Equatable {
    public let id: ID<SyndicatePlayer>
    public let syndicate: ID<Syndicate>
    public let name: String
    public let email: String?
    /// Whose wallet is theirs.
    public let user: ID<User>?
    public let isActive: Bool
    public let createdAt: Timestamp

    enum CodingKeys: String, CodingKey {
        case id, syndicate = "syndicate_id", name, email, user = "user_id", isActive = "is_active"
        case createdAt = "created_at"
    }

    public init(
        id: ID<SyndicatePlayer>, syndicate: ID<Syndicate>, name: String, email: String?, user: ID<User>?,
        isActive: Bool, createdAt: Timestamp
    ) {
        (self.id, self.syndicate, self.name, self.email) = (id, syndicate, name, email)
        (self.user, self.isActive, self.createdAt) = (user, isActive, createdAt)
    }
}

public enum PlayerNameRule: NameRule {
    public static let length = 1...100
    public static let sample = "Niamh Byrne"
}
public typealias PlayerName = Text<PlayerNameRule>

/// Why a player cannot be as was asked.
public enum SyndicatePlayerFailure: String, DomainFailure {
    case emailTaken = "email_taken"
    /// Another player of the syndicate is this user already.
    case userTaken = "user_taken"
    /// Money has moved between the player and the user's wallet, so that they stay together.
    case userStays = "user_stays"
    /// Nobody has signed up under the id.
    case unknownUser = "unknown_user"
    case tooManyPlayers = "too_many_players"
    public var status: Int { self == .tooManyPlayers || self == .unknownUser ? 422 : 409 }
}

public enum AddSyndicatePlayer: Command {
    public struct Request: Codable, Sendable {
        public let syndicate: ID<Syndicate>
        public let name: PlayerName
        public let email: Email?
        /// For a player who is a user of the platform.
        public let user: ID<User>?

        enum CodingKeys: String, CodingKey { case syndicate = "syndicate_id", name, email, user = "user_id" }

        public init(syndicate: ID<Syndicate>, name: PlayerName, email: Email? = nil, user: ID<User>? = nil) {
            (self.syndicate, self.name, self.email, self.user) = (syndicate, name, email, user)
        }
    }
    public typealias Reply = SyndicatePlayer
    public typealias Failure = SyndicatePlayerFailure
    /// How many a syndicate may have in all its time.
    public static let limit = 500
    public static let name = "betting.add-syndicate-player"
    public static let summary = "Add somebody who bets with a syndicate; for its treasurers"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/syndicates/{syndicate_id}/players")
    public static func location(of reply: Reply) -> String? {
        "/v1/syndicates/\(reply.syndicate)/players/\(reply.id)"
    }
}

public enum GetSyndicatePlayer: Query {
    public struct Request: Codable, Sendable {
        public let syndicate: ID<Syndicate>
        public let player: ID<SyndicatePlayer>

        enum CodingKeys: String, CodingKey { case syndicate = "syndicate_id", player = "player_id" }

        public init(syndicate: ID<Syndicate>, player: ID<SyndicatePlayer>) {
            (self.syndicate, self.player) = (syndicate, player)
        }
    }
    public typealias Reply = SyndicatePlayer
    public static let name = "betting.get-syndicate-player"
    public static let summary = "One who bets with a syndicate or did"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/syndicates/{syndicate_id}/players/{player_id}")
}

public enum ListSyndicatePlayers: Query {
    public typealias Request = ListSyndicateMembers.Request
    public typealias Reply = Page<SyndicatePlayer>
    public static let name = "betting.list-syndicate-players"
    public static let summary = "Who bets with a syndicate or did, in the order in which they came"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/syndicates/{syndicate_id}/players")
}

public enum ChangeSyndicatePlayer: Command {
    public struct Request: Codable, Sendable {
        public let syndicate: ID<Syndicate>
        public let player: ID<SyndicatePlayer>
        public let name: PlayerName?
        public let email: Change<Email>
        public let user: Change<ID<User>>
        public let isActive: Bool?

        enum CodingKeys: String, CodingKey {
            case syndicate = "syndicate_id", player = "player_id", name, email, user = "user_id"
            case isActive = "is_active"
        }

        public init(
            syndicate: ID<Syndicate>, player: ID<SyndicatePlayer>, name: PlayerName? = nil,
            email: Change<Email> = .keep, user: Change<ID<User>> = .keep, isActive: Bool? = nil
        ) {
            (self.syndicate, self.player, self.name, self.email) = (syndicate, player, name, email)
            (self.user, self.isActive) = (user, isActive)
        }
    }
    public typealias Reply = SyndicatePlayer
    public typealias Failure = SyndicatePlayerFailure
    public static let name = "betting.change-syndicate-player"
    public static let summary = "Change what is kept of a player; for the syndicate's treasurers"
    public static let access = Access.signedIn
    public static let route: Route? = .patch("/v1/syndicates/{syndicate_id}/players/{player_id}")
}
