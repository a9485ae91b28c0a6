// What betting tells of quotes and of what follows from them.

/// Quotes were recorded: each with what it says, some in one event.
public struct QuotesRecorded: Event {
    public struct Entry: Codable, Sendable, Equatable {
        public let quote: ID<Quote>
        public let sport: String
        public let eventKey: String
        public let marketType: String
        public let player: String?
        public let side: String
        public let line: LineText?
        public let book: String
        /// As a fraction, which is exact.
        public let odds: String
        public let observedAt: Timestamp

        public init(_ quote: Quote) {
            (self.quote, sport, eventKey, marketType) = (quote.id, quote.sport, quote.eventKey, quote.marketType)
            (player, side, line, book) = (quote.player, quote.side, quote.line, quote.book)
            (odds, observedAt) = (quote.odds.fractional, quote.observedAt)
        }
    }
    /// As many at most.
    public static let limit = 50
    public static let type = "betting.quotes-recorded"
    public let quotes: [Entry]
    /// The first of them.
    public let quote: ID<Quote>
    public var subject: Subject { Subject("quote", quote) }
    public init(first: ID<Quote>, quotes: [Entry]) { (quote, self.quotes) = (first, quotes) }
}

public struct SteamMoveSeen: Event {
    public static let type = "betting.steam-move-seen"
    public let before: ID<Quote>
    public let after: ID<Quote>
    public let points: Int64
    public let lineMoved: LineText?
    public var subject: Subject { Subject("quote", after) }
    public init(before: ID<Quote>, after: ID<Quote>, points: Int64, lineMoved: LineText?) {
        (self.before, self.after, self.points, self.lineMoved) = (before, after, points, lineMoved)
    }
}

public struct ArbitrageFound: Event {
    public static let type = "betting.arbitrage-found"
    public let arbitrage: ID<ArbitrageFinding>
    /// One for each side.
    public let quotes: [ID<Quote>]
    public let margin: FigureText
    public var subject: Subject { Subject("arbitrage", arbitrage) }
    public init(arbitrage: ID<ArbitrageFinding>, quotes: [ID<Quote>], margin: FigureText) {
        (self.arbitrage, self.quotes, self.margin) = (arbitrage, quotes, margin)
    }
}

/// A quote of it was followed by another, or is too old to be believed.
public struct ArbitrageEnded: Event {
    public static let type = "betting.arbitrage-ended"
    public let arbitrage: ID<ArbitrageFinding>
    public var subject: Subject { Subject("arbitrage", arbitrage) }
    public init(arbitrage: ID<ArbitrageFinding>) { self.arbitrage = arbitrage }
}
