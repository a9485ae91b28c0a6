/// What a season's operations are asked with that need nothing else.
public struct SeasonRequest: Codable, Sendable {
    public let season: ID<Season>

    enum CodingKeys: String, CodingKey { case season = "season_id" }

    public init(season: ID<Season>) { self.season = season }
}

/// What a list that belongs to a season is asked with.
public struct SeasonListRequest: Codable, Sendable {
    public let season: ID<Season>
    public let limit: PageLimit?
    public let cursor: Cursor?

    enum CodingKeys: String, CodingKey { case season = "season_id", limit, cursor }

    public init(season: ID<Season>, limit: PageLimit? = nil, cursor: Cursor? = nil) {
        (self.season, self.limit, self.cursor) = (season, limit, cursor)
    }
}

/// Why a season cannot be as was asked.
public enum SeasonFailure: String, DomainFailure {
    /// Another season of the syndicate has the name.
    case nameTaken = "name_taken"
    case endBeforeStart = "end_before_start"
    case unknownCurrency = "unknown_currency"
    case unknownTimeZone = "unknown_time_zone"
    case tooManySeasons = "too_many_seasons"
    /// What is due is settled once a season has begun.
    case termsStay = "terms_stay"
    /// A bet or contribution has a day that would lie outside of the season.
    case bookedOutside = "booked_outside"
    case wrongState = "wrong_state"
    public var status: Int {
        switch self {
        case .nameTaken, .termsStay, .bookedOutside, .wrongState: 409
        case .endBeforeStart, .unknownCurrency, .unknownTimeZone, .tooManySeasons: 422
        }
    }
}

public enum CreateSeason: Command {
    public struct Request: Codable, Sendable {
        public let syndicate: ID<Syndicate>
        public let name: PlayerName
        public let startDate: Day
        public let endDate: Day?
        /// 5.00 where nothing is said. Its currency is the season's.
        public let weeklyAmount: Money?
        /// 6 where nothing is said.
        public let budgetBlockWeeks: WholeNumber<1, 520>?
        /// 30.00 where nothing is said.
        public let budgetBlockAmount: Money?
        /// The season's start where nothing is said.
        public let expectedFrom: ExpectedFrom?
        /// The syndicate's where nothing is said.
        public let timeZone: TimeZoneName?

        enum CodingKeys: String, CodingKey {
            case syndicate = "syndicate_id", name, startDate = "start_date", endDate = "end_date"
            case weeklyAmount = "weekly_amount", budgetBlockWeeks = "budget_block_weeks"
            case budgetBlockAmount = "budget_block_amount", expectedFrom = "expected_from", timeZone = "time_zone"
        }

        public init(
            syndicate: ID<Syndicate>, name: PlayerName, startDate: Day, endDate: Day? = nil,
            weeklyAmount: Money? = nil, budgetBlockWeeks: WholeNumber<1, 520>? = nil,
            budgetBlockAmount: Money? = nil, expectedFrom: ExpectedFrom? = nil, timeZone: TimeZoneName? = nil
        ) {
            (self.syndicate, self.name, self.startDate, self.endDate) = (syndicate, name, startDate, endDate)
            (self.weeklyAmount, self.budgetBlockWeeks) = (weeklyAmount, budgetBlockWeeks)
            (self.budgetBlockAmount, self.expectedFrom, self.timeZone) = (budgetBlockAmount, expectedFrom, timeZone)
        }
    }
    public typealias Reply = Season
    public typealias Failure = SeasonFailure
    /// How many a syndicate may have.
    public static let limit = 500
    public static let name = "betting.create-season"
    public static let summary = "Prepare a season; for the syndicate's treasurers"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/syndicates/{syndicate_id}/seasons")
    public static func location(of reply: Reply) -> String? { "/v1/seasons/\(reply.id)" }
}

public enum GetSeason: Query {
    public typealias Request = SeasonRequest
    public typealias Reply = Season
    public static let name = "betting.get-season"
    public static let summary = "One season, for those in its syndicate"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/seasons/{season_id}")
}

public enum ListSeasons: Query {
    public typealias Request = ListSyndicateMembers.Request
    public typealias Reply = Page<Season>
    public static let name = "betting.list-seasons"
    public static let summary = "A syndicate's seasons, newest first"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/syndicates/{syndicate_id}/seasons")
}

public enum ChangeSeason: Command {
    public struct Request: Codable, Sendable {
        public let season: ID<Season>
        public let name: PlayerName?
        /// A day that is over freezes the season; a later one, or null, lets it go on.
        public let endDate: Change<Day>
        /// What is due can be changed until the season is active.
        public let startDate: Day?
        public let weeklyAmount: Money?
        public let budgetBlockWeeks: WholeNumber<1, 520>?
        public let budgetBlockAmount: Money?
        public let expectedFrom: ExpectedFrom?

        enum CodingKeys: String, CodingKey {
            case season = "season_id", name, endDate = "end_date", startDate = "start_date"
            case weeklyAmount = "weekly_amount", budgetBlockWeeks = "budget_block_weeks"
            case budgetBlockAmount = "budget_block_amount", expectedFrom = "expected_from"
        }

        public init(
            season: ID<Season>, name: PlayerName? = nil, endDate: Change<Day> = .keep, startDate: Day? = nil,
            weeklyAmount: Money? = nil, budgetBlockWeeks: WholeNumber<1, 520>? = nil,
            budgetBlockAmount: Money? = nil, expectedFrom: ExpectedFrom? = nil
        ) {
            (self.season, self.name, self.endDate, self.startDate) = (season, name, endDate, startDate)
            (self.weeklyAmount, self.budgetBlockWeeks) = (weeklyAmount, budgetBlockWeeks)
            (self.budgetBlockAmount, self.expectedFrom) = (budgetBlockAmount, expectedFrom)
        }
    }
    public typealias Reply = Season
    public typealias Failure = SeasonFailure
    public static let name = "betting.change-season"
    public static let summary = "Change a season, freeze it by its end date or let it go on; for treasurers"
    public static let access = Access.signedIn
    public static let route: Route? = .patch("/v1/seasons/{season_id}")
}

public enum ActivateSeason: Command {
    public typealias Request = SeasonRequest
    public typealias Reply = Season
    public typealias Failure = SeasonFailure
    public static let name = "betting.activate-season"
    public static let summary = "Make a season the current one; the one before becomes inactive; for treasurers"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/seasons/{season_id}/activate")
}
