import Messages
import Odds
import Runtime
import Storage

/// How likely an edge's side is held to be, and whence.
struct EdgeBelief {
    let own: Probability
    let source: EdgeSource
    /// After what others hold.
    let mixed: Probability

    init(_ request: CreateEdge.Request, of subject: EdgeSubject, in context: CommandContext) throws {
        let said = [
            request.probability.map { _ in "/probability" }, request.lineView.map { _ in "/line_view" },
            request.marketView.map { _ in "/market_view" },
        ].compactMap { $0 }
        if said.count > 1 {
            throw Rejection.field(
                said[1], "conflicting_fields", "expected one of probability, line_view and market_view")
        }
        let own: Probability
        if let text = request.probability {
            (own, source) = (try Probability.read(text, at: "/probability"), .stated)
        } else if let view = request.lineView {
            (own, source) = (try Self.line(view, of: subject), .line)
        } else if let view = request.marketView {
            (own, source) = (try Self.market(view, of: subject, in: context), .market)
        } else {
            throw Rejection.field(
                "/probability", "missing_field", "expected a probability, a line_view or a market_view")
        }
        mixed = try request.consensus.map { try ValueOdds.mixed(own, with: $0) } ?? own
        self.own = own
    }

    private static func line(_ view: LineView, of subject: EdgeSubject) throws -> Probability {
        guard let line = subject.line else {
            throw EdgeFailure.lineMissing.because("a view of a line needs one; expected it", at: "/line")
        }
        guard let side = LineSide(rawValue: Naming.folded(subject.side)) else {
            throw EdgeFailure.sideHasNoLine.because("a view of a line is for over or under", at: "/side")
        }
        let model = ValueOdds.Model(
            mean: view.mean, sigma: view.sigma, leastSigma: view.leastSigma,
            line: FigureText(trusted: LineText(thousandths: line).text), side: side, countsWhole: view.countsWhole)
        return try ValueOdds.line(model, at: "/line_view").0
    }

    /// Of the latest quotes for all sides at the edge's line.
    private static func market(
        _ view: MarketView, of subject: EdgeSubject, in context: CommandContext
    ) throws -> Probability {
        guard let quote = subject.quote else {
            throw Rejection.field("/quote_id", "missing_field", "the market's view is of the market of a quote")
        }
        let offers = try StoredQuote.fresh(of: quote.market, at: context.now, in: context.database)
            .filter { offer in view.book.map { Naming.same($0.text, offer.book) } ?? true }.map(\.offer)
        let books = SureBet.books(of: offers, outcomes: quote.outcomes)
        let found = books.lazy.compactMap { legs -> ([Offer], Int)? in
            legs.firstIndex { $0.side == quote.offer.side && $0.line == quote.line }.map { (legs, $0) }
        }.first
        guard let (legs, place) = found, let book = try? Book(legs.map(\.price)) else {
            throw EdgeFailure.bookIncomplete.because(
                "expected fresh quotes for all outcomes of the market at this line, whose number somebody has said",
                at: "/market_view")
        }
        do {
            return try book.withoutMargin(view.method.devig).probabilities[place]
        } catch Book.DevigFault.noMargin {
            throw EdgeFailure.noMargin.because(
                "the implied probabilities do not reach 1 together, so that there is no margin to take out",
                at: "/market_view")
        } catch {
            throw EdgeFailure.nothingLeft.because(
                "this method leaves an outcome without a probability; another one may not", at: "/market_view/method")
        }
    }
}

/// What an edge is on, from a quote or by hand.
struct EdgeSubject {
    let quote: StoredQuote?
    let sport: String
    let eventKey: String
    let marketType: String
    let player: String?
    let side: String
    let line: Int64?
    let book: String
    let price: Price
    let observedAt: Timestamp

    init(_ request: CreateEdge.Request, in context: CommandContext) throws {
        if let id = request.quote {
            let quote = try Self.quote(id, at: context.now, in: context.database)
            try Self.refuseBoth(request)
            self.quote = quote
            (sport, eventKey, marketType) = (quote.sport, quote.eventKey, quote.marketType)
            (player, side, line) = (quote.player.isEmpty ? nil : quote.player, quote.side, quote.line)
            (book, price, observedAt) = (quote.book, quote.price, quote.observedAt)
            return
        }
        func needed<Value>(_ value: Value?, _ pointer: String) throws -> Value {
            guard let value else {
                throw Rejection.field(pointer, "missing_field", "without a quote_id this is to be said")
            }
            return value
        }
        quote = nil
        sport = try needed(request.sport, "/sport").text
        eventKey = try needed(request.eventKey, "/event_key").text
        marketType = try needed(request.marketType, "/market_type").text
        (player, side) = (request.player?.text, try needed(request.side, "/side").text)
        (line, book) = (request.line?.thousandths, try needed(request.book, "/book").text)
        price = try Price.read(
            try needed(request.odds, "/odds"), try needed(request.format, "/format"), at: "/odds")
        observedAt = context.now
    }

    static func quote(_ id: ID<Quote>, at now: Timestamp, in database: Connection) throws -> StoredQuote {
        guard let quote = try StoredQuote.find(id, in: database) else {
            throw EdgeFailure.unknownQuote.because("there is no such quote", at: "/quote_id")
        }
        guard now < Freshness.staleAt(quote.observedAt) else {
            throw EdgeFailure.staleQuote.because(
                "expected a quote that was seen in the last 120 minutes", at: "/quote_id")
        }
        return quote
    }

    private static func refuseBoth(_ request: CreateEdge.Request) throws {
        let said: [(isThere: Bool, pointer: String)] = [
            (request.sport != nil, "/sport"), (request.eventKey != nil, "/event_key"),
            (request.marketType != nil, "/market_type"), (request.player != nil, "/player"),
            (request.side != nil, "/side"), (request.line != nil, "/line"), (request.book != nil, "/book"),
            (request.odds != nil, "/odds"), (request.format != nil, "/format"),
        ]
        if let one = said.first(where: \.isThere) {
            throw Rejection.field(one.pointer, "conflicting_fields", "with a quote_id this is the quote's")
        }
    }
}
