public import Messages
import Odds
public import Runtime
import Storage

extension ChangeEdge: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Edge {
        let (caller, now) = (try context.user(), context.now)
        var former = try StoredEdge.acted(on: request.edge, by: caller, in: context.database)
        former.status = former.status(at: now)
        guard !former.status.isOver else {
            throw Failure.wrongState.because("an edge is changed until it is used or expired; this is \(former.status)")
        }
        var edge = former
        try edge.reprice(request, in: context)
        try edge.describe(request, in: context)
        if try edge.view(for: caller, at: now) != former.view(for: caller, at: now) {
            edge.updatedAt = now
            try edge.store(in: context)
            if edge.staleAt != former.staleAt || edge.expiresAt != former.expiresAt {
                try EdgeClock.set(edge, in: context)
            }
            try context.emit(
                EdgeChanged(edge: edge.id, before: try former.facts(at: now), after: try edge.facts(at: now)))
        }
        return try edge.reloaded(in: context.database).view(for: caller, at: now)
    }
}

extension StoredEdge {
    fileprivate mutating func reprice(_ request: ChangeEdge.Request, in context: CommandContext) throws {
        if let id = request.quote {
            guard request.odds == nil, request.format == nil, request.book == nil else {
                throw Rejection.field("/odds", "conflicting_fields", "with a quote_id book and odds are the quote's")
            }
            let quote = try EdgeSubject.quote(id, at: context.now, in: context.database)
            guard Naming.same(quote.sport, sport), Naming.same(quote.eventKey, eventKey),
                Naming.same(quote.marketType, marketType), Naming.same(quote.player, player ?? ""),
                Naming.same(quote.side, side), quote.line == line
            else {
                throw EdgeFailure.otherMarket.because(
                    "expected a quote of the edge's own market, side and line", at: "/quote_id")
            }
            (self.quote, book, price) = (quote.id, quote.book, quote.price)
            (staleAt, status) = (Freshness.staleAt(quote.observedAt), .active)
        } else if let odds = request.odds {
            guard let format = request.format else {
                throw Rejection.field("/format", "missing_field", "odds are read by their notation; expected it")
            }
            (price, quote, book) = (try Price.read(odds, format, at: "/odds"), nil, request.book?.text ?? book)
            (staleAt, status) = (Freshness.staleAt(context.now), .active)
        } else if request.format != nil || request.book != nil {
            throw Rejection.field("/odds", "missing_field", "a book and a notation are those of odds; expected them")
        }
        if let text = request.probability {
            // As many digits as are reckoned with.
            let read = try ProbabilityText(try Probability.read(text, at: "/probability"))
            (probability, ownProbability, source) = (read, read, .stated)
        }
    }

    fileprivate mutating func describe(_ request: ChangeEdge.Request, in context: CommandContext) throws {
        match = request.match.applied(to: match)
        if case .set(let match) = request.match { try EdgeTerms.refuseUnknown(match, in: context.database) }
        let start = request.eventStartsAt.applied(to: eventStartsAt)
        if request.expiresAt != nil || start != eventStartsAt {
            // Where it lasted until the start it goes on doing so.
            let asked = request.expiresAt ?? (expiresAt == eventStartsAt ? nil : expiresAt)
            expiresAt = try EdgeTerms.expiry(asked, start: start, at: context.now)
        }
        eventStartsAt = start
        season = request.season.applied(to: season.map(SeasonText.init(trusted:)))?.text
        week = request.week.applied(to: week.map(WeekNumber.init(trusted:)))?.value
        model = request.model.applied(to: model)
        strategy = request.strategy.applied(to: strategy.map(OutsideKey.init(trusted:)))?.text
        surroundings = request.surroundings.applied(to: surroundings)
        notes = request.notes.applied(to: notes.map(Note.init(trusted:)))?.text
        isShared = request.isShared ?? isShared
    }
}
