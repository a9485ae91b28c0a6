// Odds that somebody has seen at a book. They are kept as they were seen, and never change.

/// Odds seen at a book: a side of a market of an event, at a line where it has one.
public struct QuoteInput: Codable, Sendable {
    public let sport: OutsideKey
    public let eventKey: OutsideKey
    public let marketType: OutsideKey
    /// Whom the market is about, where it is about somebody.
    public let player: OutsideKey?
    public let side: SideText
    public let line: LineText?
    /// How many outcomes the market has. Left out it is two for over, under, yes and no, and unknown for others: what is
    /// sure across books is then not looked for.
    public let outcomes: OutcomeCount?
    public let book: OutsideKey
    public let format: OddsNotation
    public let odds: OddsInput
    /// When it was seen; now where it is left out.
    public let observedAt: Timestamp?

    enum CodingKeys: String, CodingKey {
        case sport, eventKey = "event_key", marketType = "market_type", player, side, line, outcomes, book, format, odds
        case observedAt = "observed_at"
    }

    public init(
        sport: OutsideKey, eventKey: OutsideKey, marketType: OutsideKey, player: OutsideKey? = nil, side: SideText,
        line: LineText? = nil, outcomes: OutcomeCount? = nil, book: OutsideKey, format: OddsNotation, odds: OddsInput,
        observedAt: Timestamp? = nil
    ) {
        (self.sport, self.eventKey, self.marketType, self.player) = (sport, eventKey, marketType, player)
        (self.side, self.line, self.outcomes, self.book) = (side, line, outcomes, book)
        (self.format, self.odds, self.observedAt) = (format, odds, observedAt)
    }
}

/// A quote as it is kept.
public struct Quote: Codable, Sendable, Equatable {
    public let id: ID<Quote>
    public let sport: String
    public let eventKey: String
    public let marketType: String
    public let player: String?
    public let side: String
    public let line: LineText?
    /// Absent where nobody has said how many there are.
    public let outcomes: OutcomeCount?
    public let book: String
    public let odds: QuotedOdds
    /// The probability at which these odds are neither good nor bad.
    public let implied: ProbabilityText
    public let observedAt: Timestamp
    public let recordedAt: Timestamp
    /// From when on it is too old to be believed.
    public let staleAt: Timestamp
    public let isStale: Bool

    enum CodingKeys: String, CodingKey {
        case id, sport, eventKey = "event_key", marketType = "market_type", player, side, line, outcomes, book, odds
        case implied, observedAt = "observed_at", recordedAt = "recorded_at", staleAt = "stale_at", isStale = "stale"
    }

    public init(
        id: ID<Quote>, sport: String, eventKey: String, marketType: String, player: String?, side: String,
        line: LineText?, outcomes: OutcomeCount?, book: String, odds: QuotedOdds, implied: ProbabilityText,
        observedAt: Timestamp, recordedAt: Timestamp, staleAt: Timestamp, isStale: Bool
    ) {
        (self.id, self.sport, self.eventKey, self.marketType) = (id, sport, eventKey, marketType)
        (self.player, self.side, self.line, self.outcomes) = (player, side, line, outcomes)
        (self.book, self.odds, self.implied, self.observedAt) = (book, odds, implied, observedAt)
        (self.recordedAt, self.staleAt, self.isStale) = (recordedAt, staleAt, isStale)
    }
}

/// Why a quote is not taken.
public enum QuoteFailure: String, DomainFailure {
    /// What is to come nobody has seen.
    case observedInFuture = "observed_in_future"
    /// Longer ago than quotes are taken from.
    case observedLongAgo = "observed_long_ago"
    case noQuotes = "no_quotes"
    /// So many sides, or fresh quotes of other books, are in the market that no more are taken.
    case marketFull = "market_full"

    public var status: Int { self == .marketFull ? 409 : 422 }
}

public enum RecordQuote: Command {
    public typealias Request = QuoteInput
    public typealias Reply = Quote
    public typealias Failure = QuoteFailure
    public static let name = "betting.record-quote"
    public static let summary = "Record odds that were seen at a book"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/quotes")
    public static func location(of reply: Quote) -> String? { "/v1/quotes/\(reply.id)" }
}

/// Several quotes in one go: all of them, or none and the reason of the first that is wrong.
public enum RecordQuotes: Command {
    public struct Request: Codable, Sendable {
        public let quotes: UpTo<250, QuoteInput>

        public init(quotes: UpTo<250, QuoteInput>) { self.quotes = quotes }
    }
    public struct Reply: Codable, Sendable {
        /// In the order in which they were sent.
        public let items: UpTo<250, Quote>
        /// How many of them were steam moves, and how many sure profits were found with them.
        public let steamMoves: Int
        public let arbitrages: Int

        enum CodingKeys: String, CodingKey { case items, steamMoves = "steam_moves", arbitrages }

        public init(items: UpTo<250, Quote>, steamMoves: Int, arbitrages: Int) {
            (self.items, self.steamMoves, self.arbitrages) = (items, steamMoves, arbitrages)
        }
    }
    public typealias Failure = QuoteFailure
    public static let name = "betting.record-quotes"
    public static let summary = "Record up to 250 quotes at once, all or none"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/quotes/batch")
    /// Of the first of them.
    public static func location(of reply: Reply) -> String? {
        reply.items.items.first.flatMap { RecordQuote.location(of: $0) }
    }
}

public enum GetQuote: Query {
    public struct Request: Codable, Sendable {
        public let quote: ID<Quote>

        enum CodingKeys: String, CodingKey { case quote = "quote_id" }

        public init(quote: ID<Quote>) { self.quote = quote }
    }
    public typealias Reply = Quote
    public static let name = "betting.get-quote"
    public static let summary = "Read a quote"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/quotes/{quote_id}")
}

/// All quotes of an event. A page may be short where few of those looked at suit; `next` says whether there is more.
public enum ListQuotes: Query {
    public struct Request: Codable, Sendable {
        public let sport: OutsideKey
        public let eventKey: OutsideKey
        public let marketType: OutsideKey?
        public let player: OutsideKey?
        public let side: SideText?
        public let book: OutsideKey?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case sport, eventKey = "event_key", marketType = "market_type", player, side, book, limit, cursor
        }

        public init(
            sport: OutsideKey, eventKey: OutsideKey, marketType: OutsideKey? = nil, player: OutsideKey? = nil,
            side: SideText? = nil, book: OutsideKey? = nil, limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.sport, self.eventKey, self.marketType, self.player) = (sport, eventKey, marketType, player)
            (self.side, self.book, self.limit, self.cursor) = (side, book, limit, cursor)
        }
    }
    public typealias Reply = Page<Quote>
    public static let name = "betting.list-quotes"
    public static let summary = "List an event's quotes, those recorded last first"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/quotes")
}
