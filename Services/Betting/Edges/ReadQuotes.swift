public import Messages
public import Runtime
import Storage

extension GetQuote: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        guard let quote = try StoredQuote.find(request.quote, in: context.database) else {
            throw Rejection.notFound("quote")
        }
        return try quote.view(at: context.now)
    }
}

extension ListQuotes: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let database = context.database
        guard let event = try QuotedThings.event(request.sport.text, request.eventKey.text, in: database) else {
            return Page(items: [], next: nil)
        }
        var sieve = Sieve<Quote>(limit: Paging.limit(request.limit))
        let before = try QuotePlace.before(request.cursor)
        try database.each(
            "SELECT number FROM quote WHERE event = ? AND number < ? ORDER BY number DESC", event, before
        ) { row in
            let number: Int64 = try row.value(0)
            return try sieve.take(String(number)) {
                let quote = try StoredQuote.existing(number, in: database)
                return request.matches(quote) ? try quote.view(at: context.now) : nil
            }
        }
        return Page(items: sieve.found, next: sieve.next)
    }
}

extension ListQuotes.Request {
    fileprivate func matches(_ quote: StoredQuote) -> Bool {
        marketType.map { Naming.same($0.text, quote.marketType) } ?? true
            && player.map { Naming.same($0.text, quote.player) } ?? true
            && side.map { Naming.same($0.text, quote.side) } ?? true
            && book.map { Naming.same($0.text, quote.book) } ?? true
    }
}

extension FindBestQuotes: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let database = context.database
        guard let event = try QuotedThings.event(request.sport.text, request.eventKey.text, in: database) else {
            return Page(items: [], next: nil)
        }
        var sieve = Sieve<MarketOffers>(limit: Paging.limit(request.limit), looks: 200)
        try database.each(
            """
            SELECT number, market_type, player FROM quoted_market WHERE event = ? AND number > ? ORDER BY number
            """, event, try Paging.after(request.cursor)
        ) { row in
            let (number, type, player): (Int64, String, String) = try (row.value(0), row.value(1), row.value(2))
            return try sieve.take(String(number)) {
                let isAsked =
                    request.marketType.map { Naming.same($0.text, type) } ?? true
                    && request.player.map { Naming.same($0.text, player) } ?? true
                return isAsked ? try offers(of: number, in: context) : nil
            }
        }
        return Page(items: sieve.found, next: sieve.next)
    }

    /// Nil where all that was seen is stale.
    private static func offers(of market: Int64, in context: QueryContext) throws -> MarketOffers? {
        let quotes = try StoredQuote.fresh(of: market, at: context.now, in: context.database)
        guard let one = try quotes.first?.view(at: context.now) else { return nil }
        let known = Dictionary(uniqueKeysWithValues: quotes.map { ($0.number, $0) })
        let offers = try BestOffer.all(of: quotes.map(\.offer)).compactMap { best -> MarketOffers.Offer? in
            guard let quote = try known[best.offer.number]?.view(at: context.now) else { return nil }
            return MarketOffers.Offer(side: quote.side, line: quote.line, best: quote, books: best.books)
        }
        return MarketOffers(
            sport: one.sport, eventKey: one.eventKey, marketType: one.marketType, player: one.player,
            outcomes: one.outcomes, offers: offers)
    }
}

extension ListSteamMoves: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let (database, before) = (context.database, try QuotePlace.before(request.cursor))
        var sieve = Sieve<SteamMove>(limit: Paging.limit(request.limit))
        let look = { (row: borrowing Row) throws -> Bool in
            let number: Int64 = try row.value(0)
            let (points, line): (Int64, Int64) = try (row.value(3), row.value(4))
            let (after, former) = try (
                StoredQuote.existing(try row.value(1), in: database),
                StoredQuote.existing(try row.value(2), in: database)
            )
            // In the order in which they were recorded, so that nothing earlier follows.
            if let from = request.from, after.recordedAt < from { return false }
            return try sieve.take(String(number)) {
                guard request.sport.map({ Naming.same($0.text, after.sport) }) ?? true,
                    request.book.map({ Naming.same($0.text, after.book) }) ?? true
                else { return nil }
                return SteamMove(
                    before: try former.view(at: context.now), after: try after.view(at: context.now), points: points,
                    lineMoved: line == 0 ? nil : LineText(thousandths: line))
            }
        }
        switch try QuotePlace.event(request.sport, request.eventKey, in: database) {
        case .nothing: break
        case .any:
            try database.each(
                """
                SELECT number, quote, before, points, line_moved FROM steam_move WHERE number < ? ORDER BY number DESC
                """, before, read: look)
        case .one(let event):
            try database.each(
                """
                SELECT number, quote, before, points, line_moved FROM steam_move WHERE event = ? AND number < ?
                ORDER BY number DESC
                """, event, before, read: look)
        }
        return Page(items: sieve.found, next: sieve.next)
    }
}

extension ListArbitrages: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let (database, before) = (context.database, try QuotePlace.before(request.cursor))
        let money = try total(of: request, in: database)
        var sieve = Sieve<ArbitrageFinding>(limit: Paging.limit(request.limit))
        let look = { (row: borrowing Row) throws -> Bool in
            let number: Int64 = try row.value(0)
            return try sieve.take(String(number)) {
                let found = try StoredArbitrage.existing(number, in: database)
                // The clock may be a moment late.
                guard context.now < found.staleAt else { return nil }
                let view = try found.view(dividing: money, at: context.now, in: database)
                return request.sport.map { Naming.same($0.text, view.sport) } ?? true ? view : nil
            }
        }
        switch try QuotePlace.event(request.sport, request.eventKey, in: database) {
        case .nothing: break
        case .any:
            try database.each(
                "SELECT number FROM arbitrage WHERE ended_at IS NULL AND number < ? ORDER BY number DESC", before,
                read: look)
        case .one(let event):
            try database.each(
                """
                SELECT number FROM arbitrage WHERE event = ? AND ended_at IS NULL AND number < ? ORDER BY number DESC
                """, event, before, read: look)
        }
        return Page(items: sieve.found, next: sieve.next)
    }

    private static func total(of request: Request, in database: Connection) throws -> StakeMoney? {
        guard request.total != nil || request.currency != nil else { return nil }
        guard let total = request.total, let currency = request.currency else {
            let missing = request.total == nil ? "/total" : "/currency"
            throw Rejection.field(missing, "missing_field", "expected a total and its currency, or neither")
        }
        guard
            let money = try StakeMoney(Money(amount: total, currency: currency), at: "/total", unit: nil, in: database)
        else {
            throw Failure.unknownCurrency.because(StakeMoney.unknown(currency), at: "/currency")
        }
        return money
    }
}

/// Where lists of quotes, and of what follows from them, go on, and of what they are.
enum QuotePlace {
    case any
    case one(Int64)
    /// Of what nobody has ever quoted.
    case nothing

    static func event(_ sport: OutsideKey?, _ key: OutsideKey?, in database: Connection) throws -> QuotePlace {
        guard let key else { return .any }
        guard let sport else {
            throw Rejection.field("/sport", "missing_field", "an event's key is one of a sport; expected that too")
        }
        return try QuotedThings.event(sport.text, key.text, in: database).map { .one($0) } ?? .nothing
    }

    static func before(_ cursor: Cursor?) throws -> Int64 {
        cursor == nil ? .max : try Paging.after(cursor)
    }
}
