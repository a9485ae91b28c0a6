import Messages
import Odds
import Runtime
import Storage

/// A quote's row, with what it is of.
struct StoredQuote {
    let number: Int64
    let id: ID<Quote>
    let sport: String
    let eventKey: String
    let marketType: String
    let player: String
    let outcomes: Int64
    let side: String
    let line: Int64?
    let book: String
    let price: Price
    let observedAt: Timestamp
    let recordedAt: Timestamp
    let market: Int64

    static func find(_ id: ID<Quote>, in database: Connection) throws -> StoredQuote? {
        try database.first(
            """
            SELECT number, id, sport, event_key, market_type, player, outcomes, side, line, book, profit_over,
                profit_under, observed_at, recorded_at, market FROM seen_quote WHERE id = ?
            """, id, read: read)
    }

    static func existing(_ number: Int64, in database: Connection) throws -> StoredQuote {
        let quote = try database.first(
            """
            SELECT number, id, sport, event_key, market_type, player, outcomes, side, line, book, profit_over,
                profit_under, observed_at, recorded_at, market FROM seen_quote WHERE number = ?
            """, number, read: read)
        guard let quote else { throw Rejection.notFound("quote") }
        return quote
    }

    /// The books' latest of a market that are fresh at a moment.
    static func fresh(of market: Int64, at now: Timestamp, in database: Connection) throws -> [StoredQuote] {
        try database.rows(
            """
            SELECT v.number, v.id, v.sport, v.event_key, v.market_type, v.player, v.outcomes, v.side, v.line, v.book,
                v.profit_over, v.profit_under, v.observed_at, v.recorded_at, v.market
            FROM selection s CROSS JOIN latest_quote l ON l.selection = s.number CROSS JOIN seen_quote v
                ON v.number = l.quote
            WHERE s.market = ? AND l.observed_at > ? LIMIT ?
            """, market, Freshness.horizon(at: now), MarketBounds.offers, read: read)
    }

    /// What the book was seen to offer last.
    static func latest(
        of selection: Int64, at book: String, in database: Connection
    ) throws -> StoredQuote? {
        let number: Int64? = try database.first(
            "SELECT quote FROM latest_quote WHERE selection = ? AND book = ? COLLATE NOCASE", selection, book
        ) { try $0.value(0) }
        return try number.map { try existing($0, in: database) }
    }

    static func read(_ row: borrowing Row) throws -> StoredQuote {
        StoredQuote(
            number: try row.value(0), id: try row.value(1), sport: try row.value(2), eventKey: try row.value(3),
            marketType: try row.value(4), player: try row.value(5), outcomes: try row.value(6), side: try row.value(7),
            line: try row.value(8), book: try row.value(9), price: try .kept(try row.value(10), try row.value(11)),
            observedAt: try row.value(12), recordedAt: try row.value(13), market: try row.value(14))
    }

    var offer: Offer { Offer(number: number, side: Naming.folded(side), line: line, book: book, price: price) }

    func view(at now: Timestamp) throws -> Quote {
        let staleAt = Freshness.staleAt(observedAt)
        return Quote(
            id: id, sport: sport, eventKey: eventKey, marketType: marketType, player: player.isEmpty ? nil : player,
            side: side, line: line.map { LineText(thousandths: $0) },
            outcomes: outcomes == 0 ? nil : OutcomeCount(trusted: outcomes), book: book, odds: QuotedOdds(price),
            implied: try ProbabilityText(Probability(impliedBy: price)), observedAt: observedAt,
            recordedAt: recordedAt, staleAt: staleAt, isStale: now >= staleAt)
    }
}

/// How much of a market is looked at with each quote, so that it is not more than some milliseconds' work.
enum MarketBounds {
    static let sides: Int64 = 100
    /// Fresh quotes, of each side and book the latest.
    static let offers: Int64 = 500

    static func full(_ detail: String, at pointer: String) -> Rejection {
        QuoteFailure.marketFull.because(detail, at: pointer)
    }

    static func offers(of market: Int64, at now: Timestamp, in database: Connection) throws -> Int64 {
        try database.first(
            """
            SELECT COUNT(*) FROM selection s CROSS JOIN latest_quote l ON l.selection = s.number
            WHERE s.market = ? AND l.observed_at > ?
            """, market, Freshness.horizon(at: now)
        ) { try $0.value(0) } ?? 0
    }
}
