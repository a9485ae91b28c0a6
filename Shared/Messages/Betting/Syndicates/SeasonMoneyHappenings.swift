/// An entry was added to a season's ledger.
public struct SeasonEntryPosted: Event {
    public static let type = "betting.season-entry-posted"
    public let entry: ID<SeasonEntry>
    public let season: ID<Season>
    public let entryType: SeasonEntryType
    public let player: ID<SyndicatePlayer>
    public let bet: ID<SyndicateBet>?
    /// Negative for what goes out of the bank.
    public let amount: Money
    public let source: MoneySource
    public let entryDate: Day
    public let reverses: ID<SeasonEntry>?
    public var subject: Subject { Subject("season", season) }

    public init(_ entry: SeasonEntry) {
        (self.entry, season, entryType, player) = (entry.id, entry.season, entry.entryType, entry.player)
        (bet, amount, source, entryDate) = (entry.bet, entry.amount, entry.source, entry.entryDate)
        reverses = entry.reverses
    }
}

/// A player tried to pay from their wallet and could not.
public struct SeasonContributionRejected: Event {
    public static let type = "betting.season-contribution-rejected"
    public let season: ID<Season>
    public let user: ID<User>
    public let amount: Money
    public var subject: Subject { Subject("season", season) }
    public init(season: ID<Season>, user: ID<User>, amount: Money) {
        (self.season, self.user, self.amount) = (season, user, amount)
    }
}

public struct SyndicateBetPlaced: Event {
    public static let type = "betting.syndicate-bet-placed"
    public let bet: ID<SyndicateBet>
    public let season: ID<Season>
    public let placedBy: ID<SyndicatePlayer>
    public let stake: Money
    public let free: Bool
    public let betDate: Day
    public var subject: Subject { Subject("syndicate-bet", bet) }
    public init(_ bet: SyndicateBet) {
        (self.bet, season, placedBy, stake) = (bet.id, bet.season, bet.placedBy, bet.stake)
        (free, betDate) = (bet.free, bet.betDate)
    }
}

public struct SyndicateBetSettled: Event {
    public static let type = "betting.syndicate-bet-settled"
    public let bet: ID<SyndicateBet>
    public let season: ID<Season>
    public let status: SyndicateBetStatus
    public let winnings: Money?
    public let resultDate: Day?
    public var subject: Subject { Subject("syndicate-bet", bet) }
    public init(_ bet: SyndicateBet) {
        (self.bet, season, status) = (bet.id, bet.season, bet.status)
        (winnings, resultDate) = (bet.winnings, bet.resultDate)
    }
}

/// A bet's result was taken back.
public struct SyndicateBetReversed: Event {
    public static let type = "betting.syndicate-bet-reversed"
    public let bet: ID<SyndicateBet>
    public let season: ID<Season>
    public let before: SyndicateBetStatus
    public let winnings: Money?
    public var subject: Subject { Subject("syndicate-bet", bet) }
    public init(before bet: SyndicateBet) {
        (self.bet, season, before, winnings) = (bet.id, bet.season, bet.status, bet.winnings)
    }
}

/// Whoever has the link reads the board from now on; a link that there was works no more.
public struct SyndicateShared: Event {
    public static let type = "betting.syndicate-shared"
    public let syndicate: ID<Syndicate>
    public let wasShared: Bool
    public var subject: Subject { Subject("syndicate", syndicate) }
    public init(syndicate: ID<Syndicate>, wasShared: Bool) {
        (self.syndicate, self.wasShared) = (syndicate, wasShared)
    }
}

public struct SyndicateUnshared: Event {
    public static let type = "betting.syndicate-unshared"
    public let syndicate: ID<Syndicate>
    public var subject: Subject { Subject("syndicate", syndicate) }
    public init(syndicate: ID<Syndicate>) { self.syndicate = syndicate }
}
