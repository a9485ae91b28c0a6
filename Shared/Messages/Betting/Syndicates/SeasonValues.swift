/// A season of a syndicate's: from when to when, and what is due.
public struct Season: Codable, Sendable, Equatable {
    public let id: ID<Season>
    public let syndicate: ID<Syndicate>
    public let name: String
    public let startDate: Day
    /// Absent while it is open.
    public let endDate: Day?
    public let status: SeasonStatus
    /// Whether it is the syndicate's current one, frozen or not.
    public let isActive: Bool
    /// Due every Monday from each player.
    public let weeklyAmount: Money
    /// How many weeks are a block of the budget, and what each block adds to it.
    public let budgetBlockWeeks: Int64
    public let budgetBlockAmount: Money
    public let expectedFrom: ExpectedFrom
    public let timeZone: TimeZoneName
    public let createdAt: Timestamp

    enum CodingKeys: String, CodingKey {
        case id, syndicate = "syndicate_id", name, startDate = "start_date", endDate = "end_date", status
        case isActive = "is_active", weeklyAmount = "weekly_amount", budgetBlockWeeks = "budget_block_weeks"
        case budgetBlockAmount = "budget_block_amount", expectedFrom = "expected_from", timeZone = "time_zone"
        case createdAt = "created_at"
    }

    public init(
        id: ID<Season>, syndicate: ID<Syndicate>, name: String, startDate: Day, endDate: Day?, status: SeasonStatus,
        weeklyAmount: Money, budgetBlockWeeks: Int64, budgetBlockAmount: Money, expectedFrom: ExpectedFrom,
        timeZone: TimeZoneName, createdAt: Timestamp
    ) {
        (self.id, self.syndicate, self.name, self.startDate) = (id, syndicate, name, startDate)
        (self.endDate, self.status, self.weeklyAmount) = (endDate, status, weeklyAmount)
        isActive = status == .active || status == .frozen
        (self.budgetBlockWeeks, self.budgetBlockAmount) = (budgetBlockWeeks, budgetBlockAmount)
        (self.expectedFrom, self.timeZone, self.createdAt) = (expectedFrom, timeZone, createdAt)
    }
}

/// How far a season has come.
public enum SeasonStatus: String, WireEnum {
    /// Being prepared; a season of the past is imported now.
    case draft
    /// The syndicate's one that goes on.
    case active
    /// Its end date is over: no bets and no contributions, but payouts, and results of bets that were placed.
    case frozen
    /// Not the current one any more.
    case inactive
    case unknown

    public static var fallback: SeasonStatus? { .unknown }
}

/// From when on a player owes contributions.
public enum ExpectedFrom: String, WireEnum {
    case seasonStart = "season_start"
    /// The day on which they joined the season.
    case joining
    case unknown

    public static var fallback: ExpectedFrom? { .unknown }
}

/// What an entry of a season's ledger is.
public enum SeasonEntryType: String, WireEnum {
    case contribution
    case betPlaced = "bet_placed"
    /// All that came back of a won bet, stake and profit.
    case winnings
    /// The stake of a void bet.
    case betVoid = "bet_void"
    case payout
    case unknown

    public static var fallback: SeasonEntryType? { .unknown }
}

/// Somebody who plays in a season.
public struct SeasonPlayer: Codable, Sendable, Equatable {
    public let player: ID<SyndicatePlayer>
    public let season: ID<Season>
    public let name: String
    public let user: ID<User>?
    public let joinedDate: Day
    public let isActive: Bool
    /// The last day on which they were active.
    public let leftDate: Day?

    enum CodingKeys: String, CodingKey {
        case player = "player_id", season = "season_id", name, user = "user_id", joinedDate = "joined_date"
        case isActive = "is_active", leftDate = "left_date"
    }

    public init(
        player: ID<SyndicatePlayer>, season: ID<Season>, name: String, user: ID<User>?, joinedDate: Day,
        isActive: Bool, leftDate: Day?
    ) {
        (self.player, self.season, self.name, self.user) = (player, season, name, user)
        (self.joinedDate, self.isActive, self.leftDate) = (joinedDate, isActive, leftDate)
    }
}

/// A week of a season, and who places its bets.
public struct SeasonWeek: Codable, Sendable, Equatable {
    public struct Assignment: Codable, Sendable, Equatable {
        public let player: ID<SyndicatePlayer>
        public let name: String
        /// 1 for who is asked first, 2 for the other.
        public let assignmentOrder: Int64

        enum CodingKeys: String, CodingKey { case player = "player_id", name, assignmentOrder = "assignment_order" }

        public init(player: ID<SyndicatePlayer>, name: String, assignmentOrder: Int64) {
            (self.player, self.name, self.assignmentOrder) = (player, name, assignmentOrder)
        }
    }

    public let id: ID<SeasonWeek>
    public let season: ID<Season>
    public let weekNumber: Int64
    public let startDate: Day
    public let endDate: Day
    public let assignments: [Assignment]
    public let createdAt: Timestamp

    enum CodingKeys: String, CodingKey {
        case id, season = "season_id", weekNumber = "week_number", startDate = "start_date", endDate = "end_date"
        case assignments, createdAt = "created_at"
    }

    public init(
        id: ID<SeasonWeek>, season: ID<Season>, weekNumber: Int64, startDate: Day, endDate: Day,
        assignments: [Assignment], createdAt: Timestamp
    ) {
        (self.id, self.season, self.weekNumber) = (id, season, weekNumber)
        (self.startDate, self.endDate, self.assignments) = (startDate, endDate, assignments)
        self.createdAt = createdAt
    }
}
