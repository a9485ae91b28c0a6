/// A bet that a syndicate placed at a bookmaker's.
public struct SyndicateBet: Codable, Sendable, Equatable {
    public let id: ID<SyndicateBet>
    public let season: ID<Season>
    public let week: ID<SeasonWeek>?
    /// The player who placed it.
    public let placedBy: ID<SyndicatePlayer>
    public let stake: Money
    /// Whether the bookmaker gave the stake, so that the bank pays none.
    public let free: Bool
    public let description: String
    public let odds: String?
    public let betDate: Day
    public let status: SyndicateBetStatus
    public let resultDate: Day?
    /// All that came back of a won bet, stake and profit.
    public let winnings: Money?
    public let notes: String?
    /// The file of the slip's screenshot.
    public let screenshot: String?
    public let createdAt: Timestamp

    enum CodingKeys: String, CodingKey {
        case id, season = "season_id", week = "week_id", placedBy = "placed_by", stake, free, description, odds
        case betDate = "bet_date", status, resultDate = "result_date", winnings, notes, screenshot, createdAt =
            "created_at"
    }

    public init(
        id: ID<SyndicateBet>, season: ID<Season>, week: ID<SeasonWeek>?, placedBy: ID<SyndicatePlayer>, stake: Money,
        free: Bool, description: String, odds: String?, betDate: Day, status: SyndicateBetStatus, resultDate: Day?,
        winnings: Money?, notes: String?, screenshot: String?, createdAt: Timestamp
    ) {
        (self.id, self.season, self.week, self.placedBy) = (id, season, week, placedBy)
        (self.stake, self.free, self.description, self.odds) = (stake, free, description, odds)
        (self.betDate, self.status, self.resultDate) = (betDate, status, resultDate)
        (self.winnings, self.notes, self.screenshot) = (winnings, notes, screenshot)
        self.createdAt = createdAt
    }
}

public enum SyndicateBetStatus: String, WireEnum {
    case pending, won, lost, void, unknown

    public static var fallback: SyndicateBetStatus? { .unknown }
}

/// The wording of odds: "5/1", "evens" or "2.5".
public enum OddsWordingRule: TextRule {
    public static let length = 1...50
    public static let sample = "5/1"
}

/// Why a bet of a season cannot be as was asked.
public enum SyndicateBetFailure: String, DomainFailure {
    case wrongState = "wrong_state"
    case unknownPlayer = "unknown_player"
    case unknownWeek = "unknown_week"
    case wrongDate = "wrong_date"
    case wrongOdds = "wrong_odds"
    case insufficientBank = "insufficient_bank"
    /// It has a result, which only a reversal takes back.
    case alreadySettled = "already_settled"
    /// It has no result that could be taken back.
    case notSettled = "not_settled"
    /// What a won bet returned is missing, or what another returned is said.
    case wrongWinnings = "wrong_winnings"

    public var status: Int {
        switch self {
        case .wrongState, .insufficientBank, .alreadySettled, .notSettled: 409
        case .unknownPlayer, .unknownWeek, .wrongDate, .wrongOdds, .wrongWinnings: 422
        }
    }
}

public enum PlaceSyndicateBet: Command {
    public struct Request: Codable, Sendable {
        public let season: ID<Season>
        public let week: ID<SeasonWeek>?
        public let placedBy: ID<SyndicatePlayer>
        public let stake: Money
        public let description: Note
        public let odds: Text<OddsWordingRule>?
        public let free: Bool?
        /// Today where nothing is said.
        public let betDate: Day?
        public let notes: Note?

        enum CodingKeys: String, CodingKey {
            case season = "season_id", week = "week_id", placedBy = "placed_by", stake, description, odds, free
            case betDate = "bet_date", notes
        }

        public init(
            season: ID<Season>, week: ID<SeasonWeek>? = nil, placedBy: ID<SyndicatePlayer>, stake: Money,
            description: Note, odds: Text<OddsWordingRule>? = nil, free: Bool? = nil, betDate: Day? = nil,
            notes: Note? = nil
        ) {
            (self.season, self.week, self.placedBy, self.stake) = (season, week, placedBy, stake)
            (self.description, self.odds, self.free) = (description, odds, free)
            (self.betDate, self.notes) = (betDate, notes)
        }
    }
    public typealias Reply = SyndicateBet
    public typealias Failure = SyndicateBetFailure
    public static let name = "betting.place-syndicate-bet"
    public static let summary = "Book a bet that was placed at a bookmaker's; for treasurers"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/seasons/{season_id}/bets")
    public static func location(of reply: Reply) -> String? { "/v1/syndicate-bets/\(reply.id)" }
}

public struct SyndicateBetRequest: Codable, Sendable {
    public let bet: ID<SyndicateBet>

    enum CodingKeys: String, CodingKey { case bet = "bet_id" }

    public init(bet: ID<SyndicateBet>) { self.bet = bet }
}

public enum GetSyndicateBet: Query {
    public typealias Request = SyndicateBetRequest
    public typealias Reply = SyndicateBet
    public static let name = "betting.get-syndicate-bet"
    public static let summary = "One bet of a syndicate's"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/syndicate-bets/{bet_id}")
}

public enum ListSyndicateBets: Query {
    public struct Request: Codable, Sendable {
        public let season: ID<Season>
        public let status: SyndicateBetStatus?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey { case season = "season_id", status, limit, cursor }

        public init(
            season: ID<Season>, status: SyndicateBetStatus? = nil, limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.season, self.status, self.limit, self.cursor) = (season, status, limit, cursor)
        }
    }
    public typealias Reply = Page<SyndicateBet>
    public static let name = "betting.list-syndicate-bets"
    public static let summary = "A season's bets, newest first"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/seasons/{season_id}/bets")
}

public enum SettleSyndicateBet: Command {
    public struct Request: Codable, Sendable {
        public let bet: ID<SyndicateBet>
        /// `won`, `lost` or `void`.
        public let status: SyndicateBetStatus
        /// All that a won bet returned, stake and profit; what its odds say where nothing is said.
        public let winnings: Money?
        /// Today where nothing is said.
        public let resultDate: Day?
        public let notes: Note?

        enum CodingKeys: String, CodingKey {
            case bet = "bet_id", status, winnings, resultDate = "result_date", notes
        }

        public init(
            bet: ID<SyndicateBet>, status: SyndicateBetStatus, winnings: Money? = nil, resultDate: Day? = nil,
            notes: Note? = nil
        ) {
            (self.bet, self.status, self.winnings) = (bet, status, winnings)
            (self.resultDate, self.notes) = (resultDate, notes)
        }
    }
    public typealias Reply = SyndicateBet
    public typealias Failure = SyndicateBetFailure
    public static let name = "betting.settle-syndicate-bet"
    public static let summary = "Post a bet's result, once; for treasurers"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/syndicate-bets/{bet_id}/result")
}

public enum ReverseSyndicateBet: Command {
    public struct Request: Codable, Sendable {
        public let bet: ID<SyndicateBet>
        public let reason: Note

        enum CodingKeys: String, CodingKey { case bet = "bet_id", reason }

        public init(bet: ID<SyndicateBet>, reason: Note) { (self.bet, self.reason) = (bet, reason) }
    }
    public typealias Reply = SyndicateBet
    public typealias Failure = SyndicateBetFailure
    public static let name = "betting.reverse-syndicate-bet"
    public static let summary =
        "Take a wrong result back by a reversing entry, so that another can be posted; for treasurers"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/syndicate-bets/{bet_id}/reverse")
}
