/// Why a week cannot be as was asked.
public enum SeasonWeekFailure: String, DomainFailure {
    case weekTaken = "week_taken"
    /// Two weeks would have a day in common.
    case weeksOverlap = "weeks_overlap"
    case endBeforeStart = "end_before_start"
    case dateOutOfSeason = "date_out_of_season"
    case tooManyWeeks = "too_many_weeks"
    /// The season has no such player, or they are not active in it.
    case unknownPlayer = "unknown_player"
    /// They join the season after the week.
    case notJoinedYet = "not_joined_yet"
    case playerTwice = "player_twice"
    case wrongState = "wrong_state"
    public var status: Int {
        switch self {
        case .weekTaken, .weeksOverlap, .wrongState: 409
        case .endBeforeStart, .dateOutOfSeason, .tooManyWeeks, .unknownPlayer, .notJoinedYet, .playerTwice: 422
        }
    }
}

public enum CreateSeasonWeek: Command {
    public struct Request: Codable, Sendable {
        public let season: ID<Season>
        /// The one after the last where nothing is said.
        public let weekNumber: WholeNumber<1, 1000>?
        /// The day after the last week, or the Monday of the season's first, where nothing is said.
        public let startDate: Day?
        /// The Sunday of that week where nothing is said.
        public let endDate: Day?

        enum CodingKeys: String, CodingKey {
            case season = "season_id", weekNumber = "week_number", startDate = "start_date", endDate = "end_date"
        }

        public init(
            season: ID<Season>, weekNumber: WholeNumber<1, 1000>? = nil, startDate: Day? = nil, endDate: Day? = nil
        ) {
            (self.season, self.weekNumber, self.startDate, self.endDate) = (season, weekNumber, startDate, endDate)
        }
    }
    public typealias Reply = SeasonWeek
    public typealias Failure = SeasonWeekFailure
    /// How many a season may have.
    public static let limit = 1000
    public static let name = "betting.create-season-week"
    public static let summary = "Add a week to a season; for treasurers"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/seasons/{season_id}/weeks")
    public static func location(of reply: Reply) -> String? { "/v1/weeks/\(reply.id)" }
}

public struct SeasonWeekRequest: Codable, Sendable {
    public let week: ID<SeasonWeek>

    enum CodingKeys: String, CodingKey { case week = "week_id" }

    public init(week: ID<SeasonWeek>) { self.week = week }
}

public enum GetSeasonWeek: Query {
    public typealias Request = SeasonWeekRequest
    public typealias Reply = SeasonWeek
    public static let name = "betting.get-season-week"
    public static let summary = "One week of a season, and who places its bets"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/weeks/{week_id}")
}

public enum ListSeasonWeeks: Query {
    public typealias Request = SeasonListRequest
    public typealias Reply = Page<SeasonWeek>
    public static let name = "betting.list-season-weeks"
    public static let summary = "A season's weeks in their order, and who places their bets: the rota"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/seasons/{season_id}/weeks")
}

public enum AssignSeasonWeek: Command {
    public struct Request: Codable, Sendable {
        public let week: ID<SeasonWeek>
        /// In their order; nobody, or one alone, is right as well.
        public let players: UpTo<2, ID<SyndicatePlayer>>

        enum CodingKeys: String, CodingKey { case week = "week_id", players = "player_ids" }

        public init(week: ID<SeasonWeek>, players: UpTo<2, ID<SyndicatePlayer>>) {
            (self.week, self.players) = (week, players)
        }
    }
    public typealias Reply = SeasonWeek
    public typealias Failure = SeasonWeekFailure
    public static let name = "betting.assign-season-week"
    public static let summary = "Say who places a week's bets; for treasurers"
    public static let access = Access.signedIn
    public static let route: Route? = .put("/v1/weeks/{week_id}/assignments")
}

public enum MakeSeasonRota: Command {
    public struct Request: Codable, Sendable {
        public let season: ID<Season>
        /// How many weeks to add behind the last; none where nothing is said.
        public let weeks: WholeNumber<0, 60>?

        enum CodingKeys: String, CodingKey { case season = "season_id", weeks }

        public init(season: ID<Season>, weeks: WholeNumber<0, 60>? = nil) {
            (self.season, self.weeks) = (season, weeks)
        }
    }
    /// The weeks that were added or had nobody.
    public struct Reply: Codable, Sendable {
        public let items: [SeasonWeek]

        public init(items: [SeasonWeek]) { self.items = items }
    }
    public typealias Failure = SeasonWeekFailure
    public static let name = "betting.make-season-rota"
    public static let summary = "Add weeks, and ask two active players in turn for each that has nobody; for treasurers"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/seasons/{season_id}/rota")
}
