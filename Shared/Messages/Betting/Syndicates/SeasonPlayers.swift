/// Why somebody cannot be in a season as was asked.
public enum SeasonPlayerFailure: String, DomainFailure {
    case unknownPlayer = "unknown_player"
    case alreadyInSeason = "already_in_season"
    /// Joining lies outside of the season.
    case dateOutOfSeason = "date_out_of_season"
    case tooManyPlayers = "too_many_players"
    case wrongState = "wrong_state"
    public var status: Int {
        switch self {
        case .alreadyInSeason, .wrongState: 409
        case .unknownPlayer, .dateOutOfSeason, .tooManyPlayers: 422
        }
    }
}

public enum AddSeasonPlayer: Command {
    public struct Request: Codable, Sendable {
        public let season: ID<Season>
        public let player: ID<SyndicatePlayer>
        /// The season's start where nothing is said.
        public let joinedDate: Day?

        enum CodingKeys: String, CodingKey {
            case season = "season_id", player = "player_id", joinedDate = "joined_date"
        }

        public init(season: ID<Season>, player: ID<SyndicatePlayer>, joinedDate: Day? = nil) {
            (self.season, self.player, self.joinedDate) = (season, player, joinedDate)
        }
    }
    public typealias Reply = SeasonPlayer
    public typealias Failure = SeasonPlayerFailure
    /// How many a season may have.
    public static let limit = 200
    public static let name = "betting.add-season-player"
    public static let summary = "Let a player of the syndicate into a season; for treasurers"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/seasons/{season_id}/players")
    public static func location(of reply: Reply) -> String? { "/v1/seasons/\(reply.season)/players/\(reply.player)" }
}

public enum GetSeasonPlayer: Query {
    public struct Request: Codable, Sendable {
        public let season: ID<Season>
        public let player: ID<SyndicatePlayer>

        enum CodingKeys: String, CodingKey { case season = "season_id", player = "player_id" }

        public init(season: ID<Season>, player: ID<SyndicatePlayer>) { (self.season, self.player) = (season, player) }
    }
    public typealias Reply = SeasonPlayer
    public static let name = "betting.get-season-player"
    public static let summary = "One who plays in a season"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/seasons/{season_id}/players/{player_id}")
}

public enum ListSeasonPlayers: Query {
    public typealias Request = SeasonListRequest
    public typealias Reply = Page<SeasonPlayer>
    public static let name = "betting.list-season-players"
    public static let summary = "Who plays in a season, in the order in which they came"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/seasons/{season_id}/players")
}

public enum ChangeSeasonPlayer: Command {
    public struct Request: Codable, Sendable {
        public let season: ID<Season>
        public let player: ID<SyndicatePlayer>
        public let joinedDate: Day?
        /// Who is not active any more owes nothing from then on, has no share and is not asked to place bets.
        public let isActive: Bool?

        enum CodingKeys: String, CodingKey {
            case season = "season_id", player = "player_id", joinedDate = "joined_date", isActive = "is_active"
        }

        public init(
            season: ID<Season>, player: ID<SyndicatePlayer>, joinedDate: Day? = nil, isActive: Bool? = nil
        ) {
            (self.season, self.player, self.joinedDate, self.isActive) = (season, player, joinedDate, isActive)
        }
    }
    public typealias Reply = SeasonPlayer
    public typealias Failure = SeasonPlayerFailure
    public static let name = "betting.change-season-player"
    public static let summary = "Change when somebody joined a season, or whether they are active in it; for treasurers"
    public static let access = Access.signedIn
    public static let route: Route? = .patch("/v1/seasons/{season_id}/players/{player_id}")
}
