/// A bet that somebody holds to be worth more than its price: what, where, at which odds, how likely, and how far it has come.
public struct Edge: Codable, Sendable, Equatable {
    public let id: ID<Edge>
    /// Who found it, for themself and admins.
    public let createdBy: ID<User>?
    /// Whether all who are signed in see it.
    public let isShared: Bool
    public let sport: String
    public let eventKey: String
    public let match: ID<Match>?
    public let eventStartsAt: Timestamp?
    public let season: String?
    public let week: Int64?
    public let marketType: String
    public let player: String?
    public let side: String
    public let line: LineText?
    public let book: String
    /// The quote that the odds are of.
    public let quote: ID<Quote>?
    public let bestOdds: QuotedOdds
    public let probability: ProbabilityText
    /// What was said, or found by a model, before it was mixed with what others hold.
    public let ownProbability: ProbabilityText
    public let source: EdgeSource
    public let implied: ProbabilityText
    /// The probability less the implied one.
    public let edge: FigureText
    /// The mean profit for each unit staked.
    public let expectedValue: FigureText
    /// Kelly's part of one's money, or 0.
    public let kellyFraction: FigureText
    /// The decimal odds from which on it is worth taking.
    public let breakEven: FigureText
    public let model: EdgeModel?
    public let strategy: String?
    public let surroundings: EdgeContext?
    public let notes: String?
    public let status: EdgeStatus
    public let discoveredAt: Timestamp
    public let updatedAt: Timestamp
    /// From when on its price is too old to be believed.
    public let staleAt: Timestamp
    public let expiresAt: Timestamp
    public let usedAt: Timestamp?

    enum CodingKeys: String, CodingKey {
        case id, createdBy = "created_by", isShared = "shared", sport, eventKey = "event_key", match = "match_id"
        case eventStartsAt = "event_starts_at", season, week, marketType = "market_type", player, side, line, book
        case quote = "quote_id", bestOdds = "best_odds", probability, ownProbability = "own_probability", source
        case implied, edge, expectedValue = "expected_value", kellyFraction = "kelly_fraction"
        case breakEven = "break_even", model, strategy, surroundings = "context", notes, status
        case discoveredAt = "discovered_at", updatedAt = "updated_at", staleAt = "stale_at", expiresAt = "expires_at"
        case usedAt = "used_at"
    }

    public init(
        id: ID<Edge>, createdBy: ID<User>?, isShared: Bool, sport: String, eventKey: String, match: ID<Match>?,
        eventStartsAt: Timestamp?, season: String?, week: Int64?, marketType: String, player: String?, side: String,
        line: LineText?, book: String, quote: ID<Quote>?, bestOdds: QuotedOdds, probability: ProbabilityText,
        ownProbability: ProbabilityText, source: EdgeSource, implied: ProbabilityText, edge: FigureText,
        expectedValue: FigureText, kellyFraction: FigureText, breakEven: FigureText, model: EdgeModel?,
        strategy: String?, surroundings: EdgeContext?, notes: String?, status: EdgeStatus, discoveredAt: Timestamp,
        updatedAt: Timestamp, staleAt: Timestamp, expiresAt: Timestamp, usedAt: Timestamp?
    ) {
        (self.id, self.createdBy, self.isShared, self.sport) = (id, createdBy, isShared, sport)
        (self.eventKey, self.match, self.eventStartsAt) = (eventKey, match, eventStartsAt)
        (self.season, self.week, self.marketType, self.player) = (season, week, marketType, player)
        (self.side, self.line, self.book, self.quote, self.bestOdds) = (side, line, book, quote, bestOdds)
        (self.probability, self.ownProbability, self.source) = (probability, ownProbability, source)
        (self.implied, self.edge, self.expectedValue) = (implied, edge, expectedValue)
        (self.kellyFraction, self.breakEven, self.model) = (kellyFraction, breakEven, model)
        (self.strategy, self.surroundings, self.notes, self.status) = (strategy, surroundings, notes, status)
        (self.discoveredAt, self.updatedAt, self.staleAt) = (discoveredAt, updatedAt, staleAt)
        (self.expiresAt, self.usedAt) = (expiresAt, usedAt)
    }
}

/// Where an edge's own probability is from.
public enum EdgeSource: String, WireEnum {
    /// Said by hand.
    case stated
    /// A normal distribution of what is counted.
    case line
    /// Books' prices without their margin.
    case market
    case unknown

    public static var fallback: EdgeSource? { .unknown }
}

/// What found an edge, and how far that is to be believed.
public struct EdgeModel: Codable, Sendable, Equatable {
    public let name: OutsideKey
    public let version: OutsideKey?
    public let confidence: ProbabilityText?
    public let sampleSize: WholeNumber<0, 1_000_000_000>?
    /// When it was last held against what came of it.
    public let validatedAt: Timestamp?

    enum CodingKeys: String, CodingKey {
        case name, version, confidence, sampleSize = "sample_size", validatedAt = "validated_at"
    }

    public init(
        name: OutsideKey, version: OutsideKey? = nil, confidence: ProbabilityText? = nil,
        sampleSize: WholeNumber<0, 1_000_000_000>? = nil, validatedAt: Timestamp? = nil
    ) {
        (self.name, self.version, self.confidence) = (name, version, confidence)
        (self.sampleSize, self.validatedAt) = (sampleSize, validatedAt)
    }
}

/// What an edge is to be seen against.
public struct EdgeContext: Codable, Sendable, Equatable {
    public let team: OutsideKey?
    public let opponent: OutsideKey?
    public let defenseRating: FigureText?
    public let defenseTier: OutsideKey?
    public let matchup: Note?

    enum CodingKeys: String, CodingKey {
        case team, opponent, defenseRating = "defense_rating", defenseTier = "defense_tier", matchup
    }

    public init(
        team: OutsideKey? = nil, opponent: OutsideKey? = nil, defenseRating: FigureText? = nil,
        defenseTier: OutsideKey? = nil, matchup: Note? = nil
    ) {
        (self.team, self.opponent, self.defenseRating) = (team, opponent, defenseRating)
        (self.defenseTier, self.matchup) = (defenseTier, matchup)
    }
}

/// A normal distribution of what is counted, for an edge that is over or under its line.
public struct LineView: Codable, Sendable {
    public let mean: FigureText
    public let sigma: FigureText
    /// The least spread that is believed, more than zero.
    public let leastSigma: FigureText
    /// Whether only whole numbers are counted, so that a whole line has a push. Not where it is left out.
    public let countsWhole: Bool?

    enum CodingKeys: String, CodingKey {
        case mean, sigma, leastSigma = "least_sigma", countsWhole = "counts_whole"
    }

    public init(mean: FigureText, sigma: FigureText, leastSigma: FigureText, countsWhole: Bool? = nil) {
        (self.mean, self.sigma, self.leastSigma, self.countsWhole) = (mean, sigma, leastSigma, countsWhole)
    }
}

/// The latest quotes of all sides of the edge's market, without the margin.
public struct MarketView: Codable, Sendable {
    /// Whose quotes; the best of all books where it is left out.
    public let book: OutsideKey?
    public let method: MarginMethod

    public init(book: OutsideKey? = nil, method: MarginMethod) { (self.book, self.method) = (book, method) }
}
