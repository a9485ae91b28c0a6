public enum GetEdge: Query {
    public typealias Request = EdgeRequest
    public typealias Reply = Edge
    public static let name = "betting.get-edge"
    public static let summary = "Read an edge"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/edges/{edge_id}")
}

/// Whose edges are listed.
public enum EdgeShelf: String, WireEnum {
    /// Those that are shared, and one's own.
    case all
    case own
}

/// A page may be short where few of those looked at suit; `next` says whether there is more.
public enum ListEdges: Query {
    public struct Request: Codable, Sendable {
        public let show: EdgeShelf?
        public let status: EdgeStatus?
        public let sport: OutsideKey?
        public let eventKey: OutsideKey?
        public let match: ID<Match>?
        public let season: SeasonText?
        public let week: WeekNumber?
        public let marketType: OutsideKey?
        public let player: OutsideKey?
        public let book: OutsideKey?
        public let strategy: OutsideKey?
        public let leastEdge: FigureText?
        public let leastExpectedValue: FigureText?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case show, status, sport, eventKey = "event_key", match = "match_id", season, week
            case marketType = "market_type", player, book, strategy, leastEdge = "least_edge"
            case leastExpectedValue = "least_expected_value", limit, cursor
        }

        public init(
            show: EdgeShelf? = nil, status: EdgeStatus? = nil, sport: OutsideKey? = nil, eventKey: OutsideKey? = nil,
            match: ID<Match>? = nil, season: SeasonText? = nil, week: WeekNumber? = nil, marketType: OutsideKey? = nil,
            player: OutsideKey? = nil, book: OutsideKey? = nil, strategy: OutsideKey? = nil,
            leastEdge: FigureText? = nil, leastExpectedValue: FigureText? = nil, limit: PageLimit? = nil,
            cursor: Cursor? = nil
        ) {
            (self.show, self.status, self.sport, self.eventKey) = (show, status, sport, eventKey)
            (self.match, self.season, self.week, self.marketType) = (match, season, week, marketType)
            (self.player, self.book, self.strategy, self.leastEdge) = (player, book, strategy, leastEdge)
            (self.leastExpectedValue, self.limit, self.cursor) = (leastExpectedValue, limit, cursor)
        }
    }
    public typealias Reply = Page<Edge>
    public static let name = "betting.list-edges"
    public static let summary = "List or search edges, newest first"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/edges")
}

/// What the best edges are best by.
public enum EdgeOrder: String, WireEnum {
    case expectedValue = "expected_value"
    case edge
    case kelly
}

/// Of the edges that are active, the best.
public enum ListTopEdges: Query {
    public struct Request: Codable, Sendable {
        /// By their expected value where it is left out.
        public let order: EdgeOrder?
        public let sport: OutsideKey?
        public let season: SeasonText?
        public let week: WeekNumber?
        public let marketType: OutsideKey?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case order, sport, season, week, marketType = "market_type", limit, cursor
        }

        public init(
            order: EdgeOrder? = nil, sport: OutsideKey? = nil, season: SeasonText? = nil, week: WeekNumber? = nil,
            marketType: OutsideKey? = nil, limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.order, self.sport, self.season, self.week) = (order, sport, season, week)
            (self.marketType, self.limit, self.cursor) = (marketType, limit, cursor)
        }
    }
    public typealias Reply = Page<Edge>
    public static let name = "betting.list-top-edges"
    public static let summary = "List the best edges that are active"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/edges/top")
}

/// What to stake on an edge: by one's own risk profile, and what is said here in its place.
public enum RecommendStake: Query {
    public struct Request: Codable, Sendable {
        public let edge: ID<Edge>
        /// With its currency; that of the risk profile where it is left out.
        public let bankroll: DecimalText?
        public let currency: CurrencyCode?
        /// The part of Kelly's stake to take, above 0 and up to 1.
        public let kellyFraction: FigureText?
        /// The most to stake, in the bankroll's currency.
        public let maximumStake: DecimalText?
        /// The stake is a multiple of it.
        public let stakeUnit: DecimalText?

        enum CodingKeys: String, CodingKey {
            case edge = "edge_id", bankroll, currency, kellyFraction = "kelly_fraction", maximumStake = "maximum_stake"
            case stakeUnit = "stake_unit"
        }

        public init(
            edge: ID<Edge>, bankroll: DecimalText? = nil, currency: CurrencyCode? = nil,
            kellyFraction: FigureText? = nil, maximumStake: DecimalText? = nil, stakeUnit: DecimalText? = nil
        ) {
            (self.edge, self.bankroll, self.currency, self.kellyFraction) = (edge, bankroll, currency, kellyFraction)
            (self.maximumStake, self.stakeUnit) = (maximumStake, stakeUnit)
        }
    }
    public struct Reply: Codable, Sendable, Equatable {
        public let edge: ID<Edge>
        public let status: EdgeStatus
        public let bankroll: Money
        /// Kelly's part of the bankroll, the part of it that is taken, and both together.
        public let kelly: FigureText
        public let kellyFraction: FigureText
        public let part: FigureText
        public let recommendedStake: Money
        /// What comes back if it wins.
        public let potentialReturn: Money
        public let heldBy: StakeBound?
        /// All that a stake may not exceed, whether it would or not.
        public let caps: [StakeCap]

        enum CodingKeys: String, CodingKey {
            case edge = "edge_id", status, bankroll, kelly, kellyFraction = "kelly_fraction", part
            case recommendedStake = "recommended_stake", potentialReturn = "potential_return", heldBy = "held_by", caps
        }

        public init(
            edge: ID<Edge>, status: EdgeStatus, bankroll: Money, kelly: FigureText, kellyFraction: FigureText,
            part: FigureText, recommendedStake: Money, potentialReturn: Money, heldBy: StakeBound?,
            caps: [StakeCap]
        ) {
            (self.edge, self.status, self.bankroll, self.kelly) = (edge, status, bankroll, kelly)
            (self.kellyFraction, self.part, self.recommendedStake) = (kellyFraction, part, recommendedStake)
            (self.potentialReturn, self.heldBy, self.caps) = (potentialReturn, heldBy, caps)
        }
    }
    public enum Failure: String, DomainFailure {
        case wrongState = "wrong_state"
        /// Neither the request nor the risk profile says one.
        case bankrollUnknown = "bankroll_unknown"
        case unknownCurrency = "unknown_currency"
        public var status: Int { self == .wrongState ? 409 : 422 }
    }
    public static let name = "betting.recommend-stake"
    public static let summary = "What to stake on an edge, by one's bankroll, Kelly's criterion and limits"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/edges/{edge_id}/recommendation")
}

/// A sum that a recommended stake does not exceed, and whence it is.
public struct StakeCap: Codable, Sendable, Equatable {
    public enum Kind: String, WireEnum {
        /// What the request says.
        case asked
        case riskProfile = "risk_profile"
        /// One's own limits. What of a day's or a month's is used up only the wallet knows, so that each counts whole.
        case stakeLimit = "stake_limit"
        case dailyStakeLimit = "daily_stake_limit"
        case monthlyStakeLimit = "monthly_stake_limit"
        case unknown

        public static var fallback: Kind? { .unknown }
    }

    public let kind: Kind
    public let amount: Money

    public init(kind: Kind, amount: Money) { (self.kind, self.amount) = (kind, amount) }
}

/// What holds a recommended stake down.
public enum StakeBound: String, WireEnum {
    case maximumStake = "maximum_stake"
    /// A limit that the person has set for themself.
    case ownLimit = "own_limit"
    /// No part of Kelly's stake is wanted.
    case kellyFraction = "kelly_fraction"
    /// The price is not worth taking.
    case notWorthIt = "not_worth_it"
    /// Its price is too old to be believed.
    case stale
    case unknown

    public static var fallback: StakeBound? { .unknown }
}

/// Brings the limits that a person has set on their stakes to where stakes are recommended. The wallet enforces them.
public enum TakeStakeLimits: Command {
    public struct Request: Codable, Sendable {
        public let user: ID<User>
        /// The standing's that they are of. Of several the highest counts.
        public let version: Int64
        public let limits: [PersonalLimit]

        public init(user: ID<User>, version: Int64, limits: [PersonalLimit]) {
            (self.user, self.version, self.limits) = (user, version, limits)
        }
    }
    public typealias Reply = Nothing
    public static let name = "betting.take-stake-limits"
    public static let summary = "Take in how a person has limited their stakes"
    public static let access = Access.services([.identity])
}

/// Brings a person's risk profile to where stakes are recommended by it.
public enum TakeRiskProfile: Command {
    public struct Request: Codable, Sendable {
        public let user: ID<User>
        public let profile: RiskProfile

        public init(user: ID<User>, profile: RiskProfile) { (self.user, self.profile) = (user, profile) }
    }
    public typealias Reply = Nothing
    public static let name = "betting.take-risk-profile"
    public static let summary = "Take in how a person wants stakes to be sized"
    public static let access = Access.services([.identity])
}
