/// A season as events tell of it: without its name.
public struct SeasonFacts: Codable, Sendable, Equatable {
    public let startDate: Day
    public let endDate: Day?
    public let status: SeasonStatus
    public let weeklyAmount: Money
    public let budgetBlockWeeks: Int64
    public let budgetBlockAmount: Money
    public let expectedFrom: ExpectedFrom

    public init(_ season: Season) {
        (startDate, endDate, status) = (season.startDate, season.endDate, season.status)
        (weeklyAmount, budgetBlockWeeks) = (season.weeklyAmount, season.budgetBlockWeeks)
        (budgetBlockAmount, expectedFrom) = (season.budgetBlockAmount, season.expectedFrom)
    }
}

public struct SeasonCreated: Event {
    public static let type = "betting.season-created"
    public let season: ID<Season>
    public let syndicate: ID<Syndicate>
    public let after: SeasonFacts
    public var subject: Subject { Subject("season", season) }
    public init(_ season: Season) {
        (self.season, syndicate, after) = (season.id, season.syndicate, SeasonFacts(season))
    }
}

public struct SeasonChanged: Event {
    public static let type = "betting.season-changed"
    public let season: ID<Season>
    public let before: SeasonFacts
    public let after: SeasonFacts
    public var subject: Subject { Subject("season", season) }
    public init(before: Season, after: Season) {
        (season, self.before, self.after) = (after.id, SeasonFacts(before), SeasonFacts(after))
    }
}

/// It is the syndicate's current one from now on.
public struct SeasonActivated: Event {
    public static let type = "betting.season-activated"
    public let season: ID<Season>
    public let before: SeasonStatus
    public var subject: Subject { Subject("season", season) }
    public init(season: ID<Season>, before: SeasonStatus) { (self.season, self.before) = (season, before) }
}

/// Another took its place.
public struct SeasonDeactivated: Event {
    public static let type = "betting.season-deactivated"
    public let season: ID<Season>
    public var subject: Subject { Subject("season", season) }
    public init(season: ID<Season>) { self.season = season }
}

/// The day after its end date has come.
public struct SeasonFrozen: Event {
    public static let type = "betting.season-frozen"
    public let season: ID<Season>
    public let endDate: Day
    public var subject: Subject { Subject("season", season) }
    public init(season: ID<Season>, endDate: Day) { (self.season, self.endDate) = (season, endDate) }
}

public struct SeasonPlayerAdded: Event {
    public static let type = "betting.season-player-added"
    public let season: ID<Season>
    public let player: ID<SyndicatePlayer>
    public let joinedDate: Day
    public var subject: Subject { Subject("season", season) }
    public init(season: ID<Season>, player: ID<SyndicatePlayer>, joinedDate: Day) {
        (self.season, self.player, self.joinedDate) = (season, player, joinedDate)
    }
}

public struct SeasonPlayerChanged: Event {
    public static let type = "betting.season-player-changed"
    public struct State: Codable, Sendable, Equatable {
        public let joinedDate: Day
        public let leftDate: Day?
        public init(joinedDate: Day, leftDate: Day?) { (self.joinedDate, self.leftDate) = (joinedDate, leftDate) }
    }
    public let season: ID<Season>
    public let player: ID<SyndicatePlayer>
    public let before: State
    public let after: State
    public var subject: Subject { Subject("season", season) }
    public init(season: ID<Season>, player: ID<SyndicatePlayer>, before: State, after: State) {
        (self.season, self.player, self.before, self.after) = (season, player, before, after)
    }
}

public struct SeasonWeekAdded: Event {
    public static let type = "betting.season-week-added"
    public let season: ID<Season>
    public let week: ID<SeasonWeek>
    public let weekNumber: Int64
    public let startDate: Day
    public let endDate: Day
    public var subject: Subject { Subject("season", season) }
    public init(_ week: SeasonWeek) {
        (season, self.week, weekNumber) = (week.season, week.id, week.weekNumber)
        (startDate, endDate) = (week.startDate, week.endDate)
    }
}

/// Who places a week's bets.
public struct SeasonWeekAssigned: Event {
    public static let type = "betting.season-week-assigned"
    public let season: ID<Season>
    public let week: ID<SeasonWeek>
    public let before: [ID<SyndicatePlayer>]
    public let after: [ID<SyndicatePlayer>]
    public var subject: Subject { Subject("season", season) }
    public init(
        season: ID<Season>, week: ID<SeasonWeek>, before: [ID<SyndicatePlayer>], after: [ID<SyndicatePlayer>]
    ) {
        (self.season, self.week, self.before, self.after) = (season, week, before, after)
    }
}
