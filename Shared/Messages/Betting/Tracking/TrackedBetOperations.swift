/// Why a bet cannot be as it was said to be.
public enum TrackedBetFailure: String, DomainFailure {
    case unknownEdge = "unknown_edge"
    /// It is used or expired: nobody bets on it any more.
    case edgeOver = "edge_over"
    case unknownMatch = "unknown_match"
    case unknownCurrency = "unknown_currency"
    /// Nobody bets in the future.
    case placedInFuture = "placed_in_future"
    case placedLongAgo = "placed_long_ago"
    /// The owner has another bet at this book under this id.
    case externalIDTaken = "external_id_taken"
    /// What the bet is on is its edge's.
    case fixedByEdge = "fixed_by_edge"
    /// It is settled or cancelled.
    case wrongState = "wrong_state"

    public var status: Int {
        switch self {
        case .wrongState, .externalIDTaken, .edgeOver: 409
        default: 422
        }
    }
}

/// Keeps a bet that was made at an outside book, on an edge or by hand. What it cost is entered beside it.
public enum CreateTrackedBet: Command {
    public struct Request: Codable, Sendable {
        /// Its event, market, player, side and line are the bet's, and its book, odds and probability where they are not said;
        /// without it all of these but player, line and probability are to be said.
        public let edge: ID<Edge>?
        public let sport: OutsideKey?
        public let eventKey: OutsideKey?
        public let marketType: OutsideKey?
        public let player: OutsideKey?
        public let side: SideText?
        public let line: LineText?
        public let book: OutsideKey?
        public let format: OddsNotation?
        public let odds: OddsInput?
        public let stake: Money
        public let probability: ProbabilityText?
        public let match: ID<Match>?
        public let eventStartsAt: Timestamp?
        public let season: SeasonText?
        public let week: WeekNumber?
        public let externalID: OutsideKey?
        public let strategy: OutsideKey?
        public let notes: Note?
        public let risk: RiskNote?
        /// Now where it is left out.
        public let placedAt: Timestamp?

        enum CodingKeys: String, CodingKey {
            case edge = "edge_id", sport, eventKey = "event_key", marketType = "market_type", player, side, line, book
            case format, odds, stake, probability, match = "match_id", eventStartsAt = "event_starts_at", season, week
            case externalID = "external_id", strategy, notes, risk, placedAt = "placed_at"
        }

        public init(
            edge: ID<Edge>? = nil, sport: OutsideKey? = nil, eventKey: OutsideKey? = nil,
            marketType: OutsideKey? = nil, player: OutsideKey? = nil, side: SideText? = nil, line: LineText? = nil,
            book: OutsideKey? = nil, format: OddsNotation? = nil, odds: OddsInput? = nil, stake: Money,
            probability: ProbabilityText? = nil, match: ID<Match>? = nil, eventStartsAt: Timestamp? = nil,
            season: SeasonText? = nil, week: WeekNumber? = nil, externalID: OutsideKey? = nil,
            strategy: OutsideKey? = nil, notes: Note? = nil, risk: RiskNote? = nil, placedAt: Timestamp? = nil
        ) {
            (self.edge, self.sport, self.eventKey, self.marketType) = (edge, sport, eventKey, marketType)
            (self.player, self.side, self.line, self.book) = (player, side, line, book)
            (self.format, self.odds, self.stake, self.probability) = (format, odds, stake, probability)
            (self.match, self.eventStartsAt, self.season, self.week) = (match, eventStartsAt, season, week)
            (self.externalID, self.strategy, self.notes) = (externalID, strategy, notes)
            (self.risk, self.placedAt) = (risk, placedAt)
        }
    }
    public typealias Reply = TrackedBet
    public typealias Failure = TrackedBetFailure
    public static let name = "betting.create-tracked-bet"
    public static let summary = "Keep a bet that one made at an outside book, on an edge or by hand"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/tracked-bets")
    public static func location(of reply: TrackedBet) -> String? { "/v1/tracked-bets/\(reply.id)" }
}

/// Before it is settled. What it is on can be changed where it is not of an edge; a closing line of something else goes then.
public enum ChangeTrackedBet: Command {
    public struct Request: Codable, Sendable {
        public let bet: ID<TrackedBet>
        public let sport: OutsideKey?
        public let eventKey: OutsideKey?
        public let marketType: OutsideKey?
        public let player: Change<OutsideKey>
        public let side: SideText?
        public let line: Change<LineText>
        public let book: OutsideKey?
        public let format: OddsNotation?
        public let odds: OddsInput?
        public let stake: Money?
        public let probability: Change<ProbabilityText>
        public let match: Change<ID<Match>>
        public let eventStartsAt: Change<Timestamp>
        public let season: Change<SeasonText>
        public let week: Change<WeekNumber>
        public let externalID: Change<OutsideKey>
        public let strategy: Change<OutsideKey>
        public let notes: Change<Note>
        public let risk: Change<RiskNote>
        public let placedAt: Timestamp?

        enum CodingKeys: String, CodingKey {
            case bet = "bet_id", sport, eventKey = "event_key", marketType = "market_type", player, side, line, book
            case format, odds, stake, probability, match = "match_id", eventStartsAt = "event_starts_at", season, week
            case externalID = "external_id", strategy, notes, risk, placedAt = "placed_at"
        }

        public init(
            bet: ID<TrackedBet>, sport: OutsideKey? = nil, eventKey: OutsideKey? = nil,
            marketType: OutsideKey? = nil, player: Change<OutsideKey> = .keep, side: SideText? = nil,
            line: Change<LineText> = .keep, book: OutsideKey? = nil, format: OddsNotation? = nil,
            odds: OddsInput? = nil, stake: Money? = nil, probability: Change<ProbabilityText> = .keep,
            match: Change<ID<Match>> = .keep, eventStartsAt: Change<Timestamp> = .keep,
            season: Change<SeasonText> = .keep, week: Change<WeekNumber> = .keep,
            externalID: Change<OutsideKey> = .keep, strategy: Change<OutsideKey> = .keep, notes: Change<Note> = .keep,
            risk: Change<RiskNote> = .keep, placedAt: Timestamp? = nil
        ) {
            (self.bet, self.sport, self.eventKey, self.marketType) = (bet, sport, eventKey, marketType)
            (self.player, self.side, self.line, self.book) = (player, side, line, book)
            (self.format, self.odds, self.stake, self.probability) = (format, odds, stake, probability)
            (self.match, self.eventStartsAt, self.season, self.week) = (match, eventStartsAt, season, week)
            (self.externalID, self.strategy, self.notes) = (externalID, strategy, notes)
            (self.risk, self.placedAt) = (risk, placedAt)
        }
    }
    public typealias Reply = TrackedBet
    public typealias Failure = TrackedBetFailure
    public static let name = "betting.change-tracked-bet"
    public static let summary = "Change a tracked bet that is not settled"
    public static let access = Access.signedIn
    public static let route: Route? = .patch("/v1/tracked-bets/{bet_id}")
}

public struct TrackedBetRequest: Codable, Sendable {
    public let bet: ID<TrackedBet>

    enum CodingKeys: String, CodingKey { case bet = "bet_id" }

    public init(bet: ID<TrackedBet>) { self.bet = bet }
}

/// It is kept, and shown to nobody any more; what was entered of its money is taken back.
public enum DeleteTrackedBet: Command {
    public typealias Request = TrackedBetRequest
    public typealias Reply = Nothing
    public typealias Failure = TrackedBetStateFailure
    public static let name = "betting.delete-tracked-bet"
    public static let summary = "Put a tracked bet away that is not settled"
    public static let access = Access.signedIn
    public static let route: Route? = .delete("/v1/tracked-bets/{bet_id}")
}
