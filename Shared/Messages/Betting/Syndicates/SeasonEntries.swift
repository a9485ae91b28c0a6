/// An entry of a season's ledger. It is never changed: what was wrong is put right by another that reverses it.
public struct SeasonEntry: Codable, Sendable, Equatable {
    public let id: ID<SeasonEntry>
    public let season: ID<Season>
    public let entryDate: Day
    public let entryType: SeasonEntryType
    public let player: ID<SyndicatePlayer>
    public let week: ID<SeasonWeek>?
    public let bet: ID<SyndicateBet>?
    /// Negative for what goes out of the bank.
    public let amount: Money
    public let source: MoneySource
    public let description: String?
    /// The entry that this one takes back.
    public let reverses: ID<SeasonEntry>?
    public let createdAt: Timestamp
    public let createdBy: ID<User>?
    /// What the wallet's ledger knows its transactions of this entry by.
    public let ledgerEntity: String

    enum CodingKeys: String, CodingKey {
        case id, season = "season_id", entryDate = "entry_date", entryType = "entry_type", player = "player_id"
        case week = "week_id", bet = "bet_id", amount, source, description, reverses, createdAt = "created_at"
        case createdBy = "created_by", ledgerEntity = "ledger_entity"
    }

    public init(
        id: ID<SeasonEntry>, season: ID<Season>, entryDate: Day, entryType: SeasonEntryType,
        player: ID<SyndicatePlayer>, week: ID<SeasonWeek>?, bet: ID<SyndicateBet>?, amount: Money,
        source: MoneySource, description: String?, reverses: ID<SeasonEntry>?, createdAt: Timestamp,
        createdBy: ID<User>?, ledgerEntity: String
    ) {
        (self.id, self.season, self.entryDate, self.entryType) = (id, season, entryDate, entryType)
        (self.player, self.week, self.bet, self.amount) = (player, week, bet, amount)
        (self.source, self.description, self.reverses) = (source, description, reverses)
        (self.createdAt, self.createdBy, self.ledgerEntity) = (createdAt, createdBy, ledgerEntity)
    }
}

/// Where money of a syndicate's came from or went.
public enum MoneySource: String, WireEnum {
    /// A player's wallet on the platform.
    case wallet
    /// Cash, a bank, a bookmaker: by the word of who keeps the books.
    case outside
    case unknown

    public static var fallback: MoneySource? { .unknown }
}

/// Why money of a season cannot move as was asked.
public enum SeasonMoneyFailure: String, DomainFailure {
    case wrongState = "wrong_state"
    /// The season has no such player.
    case unknownPlayer = "unknown_player"
    case unknownWeek = "unknown_week"
    /// A day that has not come, or that is out of the season.
    case wrongDate = "wrong_date"
    /// Only a player themself pays from their wallet, and only into a player's that is theirs is paid.
    case noWallet = "no_wallet"
    /// The bank has less, or less of it is on the platform.
    case insufficientBank = "insufficient_bank"
    /// More than the player paid in from their wallet, and more than the season has won that was not paid into one.
    case notWon = "not_won"
    case tooManyContributions = "too_many_contributions"
    /// The wallet's word, handed on as it is.
    case insufficientFunds = "insufficient_funds"

    public var status: Int {
        switch self {
        case .wrongState, .insufficientBank, .notWon: 409
        case .unknownPlayer, .unknownWeek, .wrongDate, .noWallet, .tooManyContributions, .insufficientFunds: 422
        }
    }
}

public enum ContributeToSeason: Command {
    public struct Request: Codable, Sendable {
        public let season: ID<Season>
        /// Oneself where nothing is said.
        public let player: ID<SyndicatePlayer>?
        public let amount: Money
        /// Today where nothing is said.
        public let entryDate: Day?
        public let week: ID<SeasonWeek>?
        public let description: Note?
        /// One's own wallet for oneself; for others, and where this says so, what a treasurer was given outside.
        public let source: MoneySource?

        enum CodingKeys: String, CodingKey {
            case season = "season_id", player = "player_id", amount, entryDate = "entry_date", week = "week_id"
            case description, source
        }

        public init(
            season: ID<Season>, player: ID<SyndicatePlayer>? = nil, amount: Money, entryDate: Day? = nil,
            week: ID<SeasonWeek>? = nil, description: Note? = nil, source: MoneySource? = nil
        ) {
            (self.season, self.player, self.amount, self.entryDate) = (season, player, amount, entryDate)
            (self.week, self.description, self.source) = (week, description, source)
        }
    }
    public typealias Reply = SeasonEntry
    public typealias Failure = SeasonMoneyFailure
    public static let sharedFailures: [any DomainFailure.Type] = [StandingRefusal.self]
    /// How many a player may pay into a season from their wallet.
    public static let walletLimit = 500
    public static let name = "betting.contribute-to-season"
    public static let summary = "Pay into a season's bank from one's own wallet, or record what was paid outside"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/seasons/{season_id}/contributions")
    public static func location(of reply: Reply) -> String? { GetSeasonEntry.path(of: reply) }
}

public enum PayOutOfSeason: Command {
    public struct Request: Codable, Sendable {
        public let season: ID<Season>
        public let player: ID<SyndicatePlayer>
        public let amount: Money
        public let entryDate: Day?
        public let description: Note?
        /// The player's wallet where they have one and may have so much from the platform: what they paid in from it, and
        /// above that what the season has won. Else outside.
        public let source: MoneySource?

        enum CodingKeys: String, CodingKey {
            case season = "season_id", player = "player_id", amount, entryDate = "entry_date", description, source
        }

        public init(
            season: ID<Season>, player: ID<SyndicatePlayer>, amount: Money, entryDate: Day? = nil,
            description: Note? = nil, source: MoneySource? = nil
        ) {
            (self.season, self.player, self.amount, self.entryDate) = (season, player, amount, entryDate)
            (self.description, self.source) = (description, source)
        }
    }
    public typealias Reply = SeasonEntry
    public typealias Failure = SeasonMoneyFailure
    public static let name = "betting.pay-out-of-season"
    public static let summary = "Pay a player out of a season's bank, also when it is frozen; for treasurers"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/seasons/{season_id}/payouts")
    public static func location(of reply: Reply) -> String? { GetSeasonEntry.path(of: reply) }
}

public enum GetSeasonEntry: Query {
    public struct Request: Codable, Sendable {
        public let season: ID<Season>
        public let entry: ID<SeasonEntry>

        enum CodingKeys: String, CodingKey { case season = "season_id", entry = "entry_id" }

        public init(season: ID<Season>, entry: ID<SeasonEntry>) { (self.season, self.entry) = (season, entry) }
    }
    public typealias Reply = SeasonEntry
    public static let name = "betting.get-season-entry"
    public static let summary = "One entry of a season's ledger"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/seasons/{season_id}/ledger/{entry_id}")

    static func path(of entry: SeasonEntry) -> String { "/v1/seasons/\(entry.season)/ledger/\(entry.id)" }
}

public enum ListSeasonEntries: Query {
    public struct Request: Codable, Sendable {
        public let season: ID<Season>
        public let player: ID<SyndicatePlayer>?
        public let bet: ID<SyndicateBet>?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case season = "season_id", player = "player_id", bet = "bet_id", limit, cursor
        }

        public init(
            season: ID<Season>, player: ID<SyndicatePlayer>? = nil, bet: ID<SyndicateBet>? = nil,
            limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.season, self.player, self.bet, self.limit) = (season, player, bet, limit)
            self.cursor = cursor
        }
    }
    public typealias Reply = Page<SeasonEntry>
    public static let name = "betting.list-season-entries"
    public static let summary = "A season's ledger, newest entry first"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/seasons/{season_id}/ledger")
}
