public import Messages
import Odds
public import Runtime
import Storage

extension CreateEdge: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Edge {
        let (caller, now) = (try context.user(), context.now)
        let subject = try EdgeSubject(request, in: context)
        let belief = try EdgeBelief(request, of: subject, in: context)
        try EdgeTerms.refuseUnknown(request.match, in: context.database)
        let expiresAt = try EdgeTerms.expiry(request.expiresAt, start: request.eventStartsAt, at: now)
        let id = context.newID(Edge.self)
        let (probability, own) = (try ProbabilityText(belief.mixed), try ProbabilityText(belief.own))
        let ranks = Ranks(Worth(of: subject.price, at: belief.mixed))
        let staleAt = Freshness.staleAt(subject.observedAt)
        try context.database.run(
            """
            INSERT INTO edge (id, finder, is_shared, sport, event_key, match, event_starts_at, season, week,
                market_type, player, side, line, book, quote, profit_over, profit_under, probability, own_probability,
                source, edge_rank, value_rank, kelly_rank, model, strategy, context, notes, status, discovered_at,
                updated_at, stale_at, expires_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'active', ?, ?, ?, ?)
            """, id, caller.user, request.isShared ?? true, subject.sport, subject.eventKey, request.match,
            request.eventStartsAt, request.season?.text, request.week?.value, subject.marketType, subject.player,
            subject.side, subject.line, subject.book, subject.quote?.id, subject.price.profit.numerator,
            subject.price.profit.denominator, probability.text, own.text, belief.source, ranks.edge,
            ranks.expectedValue, ranks.kelly, request.model, request.strategy?.text, request.surroundings,
            request.notes?.text, now, now, staleAt, expiresAt)
        guard let edge = try StoredEdge.find(id, in: context.database) else { throw Rejection.notFound("edge") }
        try EdgeClock.set(edge, in: context)
        try context.emit(EdgeCreated(edge: id, user: caller.user, after: try edge.facts(at: now)))
        return try edge.view(for: caller, at: now)
    }
}

/// What must be right about an edge whoever says it.
enum EdgeTerms {
    private static let longest: Int64 = 400 * 86_400

    static func expiry(_ asked: Timestamp?, start: Timestamp?, at now: Timestamp) throws -> Timestamp {
        let time = asked ?? start ?? now.adding(seconds: 86_400)
        let pointer = asked == nil && start != nil ? "/event_starts_at" : "/expires_at"
        guard time > now else {
            throw EdgeFailure.expiryNotInFuture.because("expected a time after \(now)", at: pointer)
        }
        guard time <= now.adding(seconds: longest) else {
            throw EdgeFailure.expiryTooFar.because("expected a time in the next 400 days", at: pointer)
        }
        if let start, time > start {
            throw EdgeFailure.expiryAfterStart.because("expected a time up to the event's start, \(start)", at: pointer)
        }
        return time
    }

    static func refuseUnknown(_ match: ID<Match>?, in database: Connection) throws {
        if let match, try StoredMatch.find(match, in: database) == nil {
            throw EdgeFailure.unknownMatch.because("there is no such match", at: "/match_id")
        }
    }
}
