/// Why an edge cannot be as it was said to be.
public enum EdgeFailure: String, DomainFailure {
    case unknownQuote = "unknown_quote"
    case unknownMatch = "unknown_match"
    /// The quote is too old to be believed.
    case staleQuote = "stale_quote"
    /// It is of another market or side than the edge.
    case otherMarket = "other_market"
    /// Not all sides of the market have a quote that can be believed.
    case bookIncomplete = "book_incomplete"
    case noMargin = "no_margin"
    case nothingLeft = "nothing_left"
    /// The model leaves no doubt.
    case certain
    case lineMissing = "line_missing"
    case sideHasNoLine = "side_has_no_line"
    case expiryNotInFuture = "expiry_not_in_future"
    case expiryTooFar = "expiry_too_far"
    case expiryAfterStart = "expiry_after_start"
    /// It is used or expired, and stays so.
    case wrongState = "wrong_state"

    public var status: Int { self == .wrongState ? 409 : 422 }
}

/// Makes an edge known: of a quote, or by hand.
public enum CreateEdge: Command {
    public struct Request: Codable, Sendable {
        /// Its market, side, line, book and odds are the edge's; without it these are said here.
        public let quote: ID<Quote>?
        public let sport: OutsideKey?
        public let eventKey: OutsideKey?
        public let marketType: OutsideKey?
        public let player: OutsideKey?
        public let side: SideText?
        public let line: LineText?
        public let book: OutsideKey?
        public let format: OddsNotation?
        public let odds: OddsInput?
        /// Either this, or a model of the line, or the market's own view.
        public let probability: ProbabilityText?
        public let lineView: LineView?
        public let marketView: MarketView?
        /// What others hold, to lean on.
        public let consensus: ValueOdds.Consensus?
        public let match: ID<Match>?
        public let eventStartsAt: Timestamp?
        public let season: SeasonText?
        public let week: WeekNumber?
        public let model: EdgeModel?
        public let strategy: OutsideKey?
        public let surroundings: EdgeContext?
        public let notes: Note?
        /// When the event starts where it is left out, or in a day where that is not known either.
        public let expiresAt: Timestamp?
        /// Where it is false nobody else sees it.
        public let isShared: Bool?

        enum CodingKeys: String, CodingKey {
            case quote = "quote_id", sport, eventKey = "event_key", marketType = "market_type", player, side, line, book
            case format, odds, probability, lineView = "line_view", marketView = "market_view", consensus
            case match = "match_id", eventStartsAt = "event_starts_at", season, week, model, strategy
            case surroundings = "context", notes, expiresAt = "expires_at", isShared = "shared"
        }

        public init(
            quote: ID<Quote>? = nil, sport: OutsideKey? = nil, eventKey: OutsideKey? = nil,
            marketType: OutsideKey? = nil, player: OutsideKey? = nil, side: SideText? = nil, line: LineText? = nil,
            book: OutsideKey? = nil, format: OddsNotation? = nil, odds: OddsInput? = nil,
            probability: ProbabilityText? = nil, lineView: LineView? = nil, marketView: MarketView? = nil,
            consensus: ValueOdds.Consensus? = nil, match: ID<Match>? = nil, eventStartsAt: Timestamp? = nil,
            season: SeasonText? = nil, week: WeekNumber? = nil, model: EdgeModel? = nil, strategy: OutsideKey? = nil,
            surroundings: EdgeContext? = nil, notes: Note? = nil, expiresAt: Timestamp? = nil, isShared: Bool? = nil
        ) {
            (self.quote, self.sport, self.eventKey, self.marketType) = (quote, sport, eventKey, marketType)
            (self.player, self.side, self.line, self.book) = (player, side, line, book)
            (self.format, self.odds, self.probability) = (format, odds, probability)
            (self.lineView, self.marketView, self.consensus) = (lineView, marketView, consensus)
            (self.match, self.eventStartsAt, self.season, self.week) = (match, eventStartsAt, season, week)
            (self.model, self.strategy, self.surroundings, self.notes) = (model, strategy, surroundings, notes)
            (self.expiresAt, self.isShared) = (expiresAt, isShared)
        }
    }
    public typealias Reply = Edge
    public typealias Failure = EdgeFailure
    public static let name = "betting.create-edge"
    public static let summary = "Make known an edge that was found, from a quote or by hand"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/edges")
    public static func location(of reply: Edge) -> String? { "/v1/edges/\(reply.id)" }
}

/// A new price makes a stale edge active again.
public enum ChangeEdge: Command {
    public struct Request: Codable, Sendable {
        public let edge: ID<Edge>
        /// Another quote of the same market and side.
        public let quote: ID<Quote>?
        public let format: OddsNotation?
        public let odds: OddsInput?
        public let book: OutsideKey?
        /// What is held now, as a whole: it is not mixed with what others hold.
        public let probability: ProbabilityText?
        public let match: Change<ID<Match>>
        public let eventStartsAt: Change<Timestamp>
        public let season: Change<SeasonText>
        public let week: Change<WeekNumber>
        public let model: Change<EdgeModel>
        public let strategy: Change<OutsideKey>
        public let surroundings: Change<EdgeContext>
        public let notes: Change<Note>
        public let expiresAt: Timestamp?
        public let isShared: Bool?

        enum CodingKeys: String, CodingKey {
            case edge = "edge_id", quote = "quote_id", format, odds, book, probability, match = "match_id"
            case eventStartsAt = "event_starts_at", season, week, model, strategy, surroundings = "context", notes
            case expiresAt = "expires_at", isShared = "shared"
        }

        public init(
            edge: ID<Edge>, quote: ID<Quote>? = nil, format: OddsNotation? = nil, odds: OddsInput? = nil,
            book: OutsideKey? = nil, probability: ProbabilityText? = nil, match: Change<ID<Match>> = .keep,
            eventStartsAt: Change<Timestamp> = .keep, season: Change<SeasonText> = .keep,
            week: Change<WeekNumber> = .keep, model: Change<EdgeModel> = .keep, strategy: Change<OutsideKey> = .keep,
            surroundings: Change<EdgeContext> = .keep, notes: Change<Note> = .keep, expiresAt: Timestamp? = nil,
            isShared: Bool? = nil
        ) {
            (self.edge, self.quote, self.format, self.odds, self.book) = (edge, quote, format, odds, book)
            (self.probability, self.match, self.eventStartsAt) = (probability, match, eventStartsAt)
            (self.season, self.week, self.model, self.strategy) = (season, week, model, strategy)
            (self.surroundings, self.notes, self.expiresAt) = (surroundings, notes, expiresAt)
            self.isShared = isShared
        }
    }
    public typealias Reply = Edge
    public typealias Failure = EdgeFailure
    public static let name = "betting.change-edge"
    public static let summary = "Change an edge, or give it a new price; for who found it"
    public static let access = Access.signedIn
    public static let route: Route? = .patch("/v1/edges/{edge_id}")
}

public struct EdgeRequest: Codable, Sendable {
    public let edge: ID<Edge>

    enum CodingKeys: String, CodingKey { case edge = "edge_id" }

    public init(edge: ID<Edge>) { self.edge = edge }
}

/// Why an edge's state does not allow what was asked.
public enum EdgeStateFailure: String, DomainFailure {
    case wrongState = "wrong_state"
    public var status: Int { 409 }
}

public enum MarkEdgeStale: Command {
    public typealias Request = EdgeRequest
    public typealias Reply = Edge
    public typealias Failure = EdgeStateFailure
    public static let name = "betting.mark-edge-stale"
    public static let summary = "Say that an edge's price is not to be had any more; for who found it"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/edges/{edge_id}/stale")
}

public enum UseEdge: Command {
    public typealias Request = EdgeRequest
    public typealias Reply = Edge
    public typealias Failure = EdgeStateFailure
    public static let name = "betting.use-edge"
    public static let summary = "Say that one has bet on an edge; for who found it"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/edges/{edge_id}/use")
}

/// It is kept, and shown to nobody any more.
public enum DeleteEdge: Command {
    public typealias Request = EdgeRequest
    public typealias Reply = Nothing
    public static let name = "betting.delete-edge"
    public static let summary = "Put an edge away; for who found it"
    public static let access = Access.signedIn
    public static let route: Route? = .delete("/v1/edges/{edge_id}")
}

/// Puts away what expired long ago, as the clock does after 30 days; 40 edges at a time.
public enum CleanUpEdges: Command {
    public struct Request: Codable, Sendable {
        /// How long ago at least; 30 days where it is left out.
        public let days: WholeNumber<0, 3650>?

        public init(days: WholeNumber<0, 3650>? = nil) { self.days = days }
    }
    public struct Reply: Codable, Sendable, Equatable {
        /// How many became expired just now, and how many were put away.
        public let expired: Int
        public let putAway: Int
        public let hasMore: Bool

        enum CodingKeys: String, CodingKey { case expired, putAway = "put_away", hasMore = "more" }

        public init(expired: Int, putAway: Int, hasMore: Bool) {
            (self.expired, self.putAway, self.hasMore) = (expired, putAway, hasMore)
        }
    }
    public static let name = "betting.clean-up-edges"
    public static let summary = "Put edges away that expired long ago"
    public static let access = Access.roles([.admin, .operator_])
    public static let route: Route? = .act("/v1/edges/cleanup")
}
