// What follows from quotes: where the best odds are, what moved, and what is sure.

/// A market with the best odds of each of its sides and lines, by the books' latest quotes that are not stale.
public struct MarketOffers: Codable, Sendable, Equatable {
    /// The best odds of a side at a line.
    public struct Offer: Codable, Sendable, Equatable {
        public let side: String
        public let line: LineText?
        /// Of equally good ones that which was recorded first.
        public let best: Quote
        /// How many books offer the side at this line.
        public let books: Int

        public init(side: String, line: LineText?, best: Quote, books: Int) {
            (self.side, self.line, self.best, self.books) = (side, line, best, books)
        }
    }

    public let sport: String
    public let eventKey: String
    public let marketType: String
    public let player: String?
    public let outcomes: OutcomeCount?
    /// By side, and lines from the lowest up.
    public let offers: [Offer]

    enum CodingKeys: String, CodingKey {
        case sport, eventKey = "event_key", marketType = "market_type", player, outcomes, offers
    }

    public init(
        sport: String, eventKey: String, marketType: String, player: String?, outcomes: OutcomeCount?, offers: [Offer]
    ) {
        (self.sport, self.eventKey, self.marketType, self.player) = (sport, eventKey, marketType, player)
        (self.outcomes, self.offers) = (outcomes, offers)
    }
}

public enum FindBestQuotes: Query {
    public struct Request: Codable, Sendable {
        public let sport: OutsideKey
        public let eventKey: OutsideKey
        public let marketType: OutsideKey?
        public let player: OutsideKey?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case sport, eventKey = "event_key", marketType = "market_type", player, limit, cursor
        }

        public init(
            sport: OutsideKey, eventKey: OutsideKey, marketType: OutsideKey? = nil, player: OutsideKey? = nil,
            limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.sport, self.eventKey, self.marketType, self.player) = (sport, eventKey, marketType, player)
            (self.limit, self.cursor) = (limit, cursor)
        }
    }
    public typealias Reply = Page<MarketOffers>
    public static let name = "betting.find-best-quotes"
    public static let summary = "The best odds of each side of an event's markets, and at which book"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/quotes/best")
}

/// A book's odds that have left its last ones by 20 American points, or its line by half a point, or more, within the time
/// for which a quote is believed.
public struct SteamMove: Codable, Sendable, Equatable {
    public let before: Quote
    public let after: Quote
    /// American points, counted across evens without a gap: from -105 to +105 it is 10.
    public let points: Int64
    public let lineMoved: LineText?

    enum CodingKeys: String, CodingKey { case before, after, points, lineMoved = "line_moved" }

    public init(before: Quote, after: Quote, points: Int64, lineMoved: LineText?) {
        (self.before, self.after, self.points, self.lineMoved) = (before, after, points, lineMoved)
    }
}

public enum ListSteamMoves: Query {
    public struct Request: Codable, Sendable {
        public let sport: OutsideKey?
        /// Of that sport.
        public let eventKey: OutsideKey?
        public let book: OutsideKey?
        /// Those that were recorded at or after this.
        public let from: Timestamp?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey { case sport, eventKey = "event_key", book, from, limit, cursor }

        public init(
            sport: OutsideKey? = nil, eventKey: OutsideKey? = nil, book: OutsideKey? = nil, from: Timestamp? = nil,
            limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.sport, self.eventKey, self.book, self.from) = (sport, eventKey, book, from)
            (self.limit, self.cursor) = (limit, cursor)
        }
    }
    public typealias Reply = Page<SteamMove>
    public static let name = "betting.list-steam-moves"
    public static let summary = "List sudden moves of books' odds, the latest first"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/quotes/steam")
}

/// Quotes of several books that pay more than is staked on all of them, whichever outcome comes true.
public struct ArbitrageFinding: Codable, Sendable, Equatable {
    public struct Leg: Codable, Sendable, Equatable {
        public let quote: Quote
        /// Of the total that was asked about.
        public let stake: Money?
        /// What comes back if this outcome comes true.
        public let returned: Money?

        public init(quote: Quote, stake: Money?, returned: Money?) {
            (self.quote, self.stake, self.returned) = (quote, stake, returned)
        }
    }

    public let id: ID<ArbitrageFinding>
    public let sport: String
    public let eventKey: String
    public let marketType: String
    public let player: String?
    /// By side.
    public let legs: [Leg]
    /// What is sure, of one staked: cut down at the twelfth decimal.
    public let margin: FigureText
    public let foundAt: Timestamp
    /// When the oldest of its quotes is too old to be believed.
    public let staleAt: Timestamp
    /// What comes back at least of the total that was asked about, less that total.
    public let profit: Money?

    enum CodingKeys: String, CodingKey {
        case id, sport, eventKey = "event_key", marketType = "market_type", player, legs, margin
        case foundAt = "found_at", staleAt = "stale_at", profit
    }

    public init(
        id: ID<ArbitrageFinding>, sport: String, eventKey: String, marketType: String, player: String?, legs: [Leg],
        margin: FigureText, foundAt: Timestamp, staleAt: Timestamp, profit: Money?
    ) {
        (self.id, self.sport, self.eventKey, self.marketType) = (id, sport, eventKey, marketType)
        (self.player, self.legs, self.margin, self.foundAt) = (player, legs, margin, foundAt)
        (self.staleAt, self.profit) = (staleAt, profit)
    }
}

public enum ListArbitrages: Query {
    public struct Request: Codable, Sendable {
        public let sport: OutsideKey?
        /// Of that sport.
        public let eventKey: OutsideKey?
        /// What is to be divided over the legs, with its currency.
        public let total: DecimalText?
        public let currency: CurrencyCode?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey { case sport, eventKey = "event_key", total, currency, limit, cursor }

        public init(
            sport: OutsideKey? = nil, eventKey: OutsideKey? = nil, total: DecimalText? = nil,
            currency: CurrencyCode? = nil, limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.sport, self.eventKey, self.total, self.currency) = (sport, eventKey, total, currency)
            (self.limit, self.cursor) = (limit, cursor)
        }
    }
    public typealias Reply = Page<ArbitrageFinding>
    public enum Failure: String, DomainFailure {
        case unknownCurrency = "unknown_currency"
        /// The total is less than one unit of stake.
        case nothingToStake = "nothing_to_stake"
    }
    public static let name = "betting.list-arbitrages"
    public static let summary = "List what is sure across books at the latest quotes, found last first"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/quotes/arbitrage")
}
