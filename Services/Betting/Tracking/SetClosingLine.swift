public import Messages
import Odds
public import Runtime
import Storage

extension SetClosingLine: CommandHandler {
    /// In thousandths: half a point.
    static let reach: Int64 = 500

    public static func run(_ request: Request, in context: CommandContext) throws -> TrackedBet {
        let former = try StoredTrackedBet.acted(on: request.bet, by: try context.user(), in: context.database)
        guard former.status != .cancelled else {
            throw Failure.wrongState.because("a bet that was taken back has no closing line")
        }
        let closing = try closing(request, of: former, in: context)
        guard closing != former.closing else { return try former.view() }
        var bet = former
        (bet.closing, bet.updatedAt) = (closing, context.now)
        try TrackedBook.keep(bet, insteadOf: former, .closingLine, in: context)
        return try bet.view()
    }

    private static func closing(
        _ request: Request, of bet: StoredTrackedBet, in context: CommandContext
    ) throws -> StoredClosing {
        if let id = request.quote { return try quoted(id, request, of: bet, in: context.database) }
        guard let odds = request.odds else {
            throw Rejection.field("/odds", "missing_field", "without a quote_id the closing odds are to be said")
        }
        guard let format = request.format else {
            throw Rejection.field("/format", "missing_field", "odds are read by their notation; expected it")
        }
        if let market = request.marketType, market.text != bet.marketType {
            throw Failure.otherMarket.because("expected the bet's market, \(bet.marketType)", at: "/market_type")
        }
        if let side = request.side, side.text != bet.side {
            throw Failure.otherMarket.because("expected the bet's side, \(bet.side)", at: "/side")
        }
        let line = request.line?.thousandths ?? bet.line
        try refuseFar(line, from: bet.line, at: "/line")
        let seen = request.observedAt ?? bet.closing.map(\.seenAt) ?? context.now
        guard seen <= context.now else {
            throw Failure.observedInFuture.because("expected a time up to now, \(context.now)", at: "/observed_at")
        }
        return StoredClosing(price: try Price.read(odds, format, at: "/odds"), line: line, seenAt: seen)
    }

    private static func quoted(
        _ id: ID<Quote>, _ request: Request, of bet: StoredTrackedBet, in database: Connection
    ) throws -> StoredClosing {
        let said: [(isThere: Bool, pointer: String)] = [
            (request.odds != nil, "/odds"), (request.format != nil, "/format"),
            (request.marketType != nil, "/market_type"), (request.side != nil, "/side"),
            (request.line != nil, "/line"), (request.observedAt != nil, "/observed_at"),
        ]
        if let one = said.first(where: \.isThere) {
            throw Rejection.field(one.pointer, "conflicting_fields", "with a quote_id this is the quote's")
        }
        guard let quote = try StoredQuote.find(id, in: database) else {
            throw Failure.unknownQuote.because("there is no such quote", at: "/quote_id")
        }
        guard Naming.same(quote.sport, bet.sport), Naming.same(quote.eventKey, bet.eventKey),
            Naming.same(quote.marketType, bet.marketType), Naming.same(quote.player, bet.player ?? ""),
            Naming.same(quote.side, bet.side)
        else {
            throw Failure.otherMarket.because(
                "expected a quote of the bet's own event, market and side", at: "/quote_id")
        }
        try refuseFar(quote.line, from: bet.line, at: "/quote_id")
        return StoredClosing(price: quote.price, line: quote.line, seenAt: quote.observedAt)
    }

    private static func refuseFar(_ line: Int64?, from own: Int64?, at pointer: String) throws {
        switch (line, own) {
        case (nil, nil): return
        case (let line?, let own?) where abs(line - own) <= reach: return  // of nine digits each
        default:
            let expected = own.map { "one within 0.5 of the bet's, \(LineText(thousandths: $0).text)" } ?? "none"
            throw Failure.otherLine.because("expected \(expected)", at: pointer)
        }
    }
}
