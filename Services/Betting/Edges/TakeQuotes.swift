public import Messages
import Odds
public import Runtime
import Storage

extension RecordQuote: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Quote {
        var intake = QuoteIntake(context, by: try context.user().user)
        try intake.take(request, at: "")
        try intake.finish()
        return intake.quotes[0]
    }
}

extension RecordQuotes: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        guard !request.quotes.items.isEmpty else {
            throw Failure.noQuotes.because("expected one quote at least", at: "/quotes")
        }
        var intake = QuoteIntake(context, by: try context.user().user)
        for (index, quote) in request.quotes.items.enumerated() { try intake.take(quote, at: "/quotes/\(index)") }
        try intake.finish()
        return Reply(
            items: UpTo(answering: intake.quotes), steamMoves: intake.steamMoves, arbitrages: intake.arbitrages)
    }
}

/// Takes in quotes, and with them what moved and what is sure now.
struct QuoteIntake {
    private(set) var quotes: [Quote] = []
    private(set) var steamMoves = 0
    private(set) var arbitrages = 0
    private let context: CommandContext
    private let user: ID<User>
    /// In the order in which they were named.
    private var markets: [Int64] = []
    /// How many fresh offers they have.
    private var offers: [Int64: Int64] = [:]

    /// How far a client's clock may be ahead.
    private static let skew: Int64 = 60_000
    private static let longAgo: Int64 = 400 * 86_400_000

    init(_ context: CommandContext, by user: ID<User>) { (self.context, self.user) = (context, user) }

    mutating func take(_ input: QuoteInput, at pointer: String) throws {
        let price = try Price.read(input.odds, input.format, at: "\(pointer)/odds")
        let (observedAt, database) = (try observed(input.observedAt, at: "\(pointer)/observed_at"), context.database)
        if let fixed = SureBet.outcomes(of: input.side.text), let said = input.outcomes?.value, said != fixed {
            throw Rejection.field(
                "\(pointer)/outcomes", "out_of_range", "a side called \(input.side.text) is one of \(fixed)")
        }
        let (event, market, selection) = try QuotedThings.selection(of: input, at: pointer, in: database)
        let before = try StoredQuote.latest(of: selection, at: input.book.text, in: database)
        try makeRoom(in: market, for: observedAt, after: before?.observedAt, at: "\(pointer)/book")
        let id = context.newID(Quote.self)
        try database.run(
            """
            INSERT INTO quote (id, event, selection, book, line, profit_over, profit_under, observed_at, recorded_at,
                recorded_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, id, event, selection, input.book.text, input.line?.thousandths, price.profit.numerator,
            price.profit.denominator, observedAt, context.now, user)
        let quote = try StoredQuote.existing(database.lastInsertedRow, in: database)
        quotes.append(try quote.view(at: context.now))
        // What was seen before the latest is history, and moves nothing.
        if let before, before.observedAt > observedAt { return }
        let sql: StaticString =
            before == nil
            ? "INSERT INTO latest_quote (quote, observed_at, selection, book) VALUES (?, ?, ?, ?)"
            : "UPDATE latest_quote SET quote = ?, observed_at = ? WHERE selection = ? AND book = ? COLLATE NOCASE"
        try database.run(sql, quote.number, observedAt, selection, input.book.text)
        if let before { try note(quote, after: before, event) }
        if !markets.contains(market) { markets.append(market) }
    }

    /// Tells of what was taken, and looks for what is sure now.
    mutating func finish() throws {
        for start in stride(from: 0, to: quotes.count, by: QuotesRecorded.limit) {
            let some = quotes[start..<min(start + QuotesRecorded.limit, quotes.count)]
            try context.emit(QuotesRecorded(first: quotes[start].id, quotes: some.map { QuotesRecorded.Entry($0) }))
        }
        for market in markets { arbitrages += try StoredArbitrage.review(market, in: context) }
    }

    /// Counts a quote in that makes one more fresh offer, and refuses it where there are too many to look at.
    private mutating func makeRoom(
        in market: Int64, for time: Timestamp, after former: Timestamp?, at pointer: String
    ) throws {
        let horizon = Freshness.horizon(at: context.now)
        guard time > horizon, former.map({ $0 <= horizon }) ?? true else { return }
        let count = try offers[market] ?? MarketBounds.offers(of: market, at: context.now, in: context.database)
        guard count < MarketBounds.offers else {
            throw MarketBounds.full(
                "a market has up to \(MarketBounds.offers) fresh quotes of all its sides and books; others are taken once "
                    + "some are stale", at: pointer)
        }
        offers[market] = count + 1
    }

    private func observed(_ time: Timestamp?, at pointer: String) throws -> Timestamp {
        guard let time else { return context.now }
        guard time <= context.now.adding(milliseconds: Self.skew) else {
            throw QuoteFailure.observedInFuture.because("expected a time up to \(context.now)", at: pointer)
        }
        guard time >= context.now.adding(milliseconds: -Self.longAgo) else {
            throw QuoteFailure.observedLongAgo.because("expected a time of the last 400 days", at: pointer)
        }
        return min(time, context.now)
    }

    private mutating func note(_ quote: StoredQuote, after before: StoredQuote, _ event: Int64) throws {
        let move = Move(from: before.offer, to: quote.offer)
        guard move.isSteam, quote.observedAt < Freshness.staleAt(before.observedAt) else { return }
        steamMoves += 1
        try context.database.run(
            "INSERT INTO steam_move (event, quote, before, points, line_moved) VALUES (?, ?, ?, ?, ?)", event,
            quote.number, before.number, move.points, move.line)
        try context.emit(
            SteamMoveSeen(
                before: before.id, after: quote.id, points: move.points,
                lineMoved: move.line == 0 ? nil : LineText(thousandths: move.line)))
    }
}
