public import Messages
import Odds
public import Runtime
import Storage

extension CreateTrackedBet: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> TrackedBet {
        let (caller, now, database) = (try context.user(), context.now, context.database)
        let subject = try BetSubject(request, by: caller, in: context)
        let money = try TrackedTerms.stake(request.stake, in: database)
        let potential = try OutsideResult.win.returned(money.stake, at: subject.price)
        let placedAt = try TrackedTerms.placed(request.placedAt, at: now)
        try TrackedTerms.refuseUnknown(request.match, in: database)
        try TrackedBook.refuseTaken(request.externalID?.text, at: subject.book, of: caller.user, in: database)
        if let edge = subject.edge, try EdgeUse.use(edge.id, by: caller, in: context) == nil {
            throw Failure.edgeOver.because("nobody bets on an edge that is used or expired", at: "/edge_id")
        }
        let id = context.newID(TrackedBet.self)
        try database.run(
            """
            INSERT INTO tracked_bet (id, owner, edge, sport, event_key, match, event_starts_at, season, week,
                market_type, player, side, line, book, external_id, currency, stake, profit_over, profit_under,
                potential, probability, strategy, notes, risk, placed_at, status, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?)
            """, id, caller.user, subject.edge?.id, subject.sport, subject.eventKey,
            request.match ?? subject.edge?.match, request.eventStartsAt ?? subject.edge?.eventStartsAt,
            request.season?.text ?? subject.edge?.season, request.week?.value ?? subject.edge?.week,
            subject.marketType, subject.player, subject.side, subject.line, subject.book, request.externalID?.text,
            money.currency.code, money.stake, subject.price.profit.numerator, subject.price.profit.denominator,
            potential, subject.probability?.text, request.strategy?.text ?? subject.edge?.strategy(for: caller),
            request.notes?.text, request.risk, placedAt, now, now)
        guard let bet = try StoredTrackedBet.find(id, in: database) else { throw Rejection.notFound("tracked bet") }
        try TrackedBook.keep(bet, insteadOf: nil, .created, in: context)
        try bet.enterStake(in: context)
        return try bet.view()
    }
}

extension StoredEdge {
    /// What its finder calls the way in which it was found is theirs.
    fileprivate func strategy(for caller: Statement) -> String? { finder == caller.user ? strategy : nil }
}

/// What must be right about a bet whoever says it.
enum TrackedTerms {
    /// Longer ago nobody keeps bets.
    private static let longest: Int64 = 20 * 366 * 86_400

    static func stake(_ money: Money, in database: Connection) throws -> (currency: Currency, stake: Amount) {
        guard let currency = try CurrencyTable.find(money.currency, in: database) else {
            throw TrackedBetFailure.unknownCurrency.because(StakeMoney.unknown(money.currency), at: "/stake/currency")
        }
        return (currency, try money.positive(in: currency, at: "/stake"))
    }

    static func placed(_ asked: Timestamp?, at now: Timestamp) throws -> Timestamp {
        let time = asked ?? now
        guard time <= now else {
            throw TrackedBetFailure.placedInFuture.because("expected a time up to now, \(now)", at: "/placed_at")
        }
        guard time >= now.adding(seconds: -longest) else {
            throw TrackedBetFailure.placedLongAgo.because("expected a time in the last 20 years", at: "/placed_at")
        }
        return time
    }

    static func refuseUnknown(_ match: ID<Match>?, in database: Connection) throws {
        if let match, try StoredMatch.find(match, in: database) == nil {
            throw TrackedBetFailure.unknownMatch.because("there is no such match", at: "/match_id")
        }
    }

    /// As many digits as are reckoned with.
    static func probability(_ text: ProbabilityText) throws -> ProbabilityText {
        try ProbabilityText(try Probability.read(text, at: "/probability"))
    }
}

/// What a bet is on: an edge's, or as it is said.
struct BetSubject {
    let edge: StoredEdge?
    let sport: String
    let eventKey: String
    let marketType: String
    let player: String?
    let side: String
    let line: Int64?
    let book: String
    let price: Price
    let probability: ProbabilityText?

    init(_ request: CreateTrackedBet.Request, by caller: Statement, in context: CommandContext) throws {
        let edge = try request.edge.map { try Self.edge($0, by: caller, in: context.database) }
        self.edge = edge
        if let edge {
            try Self.refuseBoth(request)
            (sport, eventKey, marketType) = (edge.sport, edge.eventKey, edge.marketType)
            (player, side, line) = (edge.player, edge.side, edge.line)
        } else {
            sport = try Self.needed(request.sport, "/sport").text
            eventKey = try Self.needed(request.eventKey, "/event_key").text
            marketType = try Self.needed(request.marketType, "/market_type").text
            (player, side) = (request.player?.text, try Self.needed(request.side, "/side").text)
            line = request.line?.thousandths
        }
        book = try edge.map { request.book?.text ?? $0.book } ?? Self.needed(request.book, "/book").text
        if request.odds == nil, request.format != nil {
            throw Rejection.field("/odds", "missing_field", "a notation is that of odds; expected them")
        }
        if let edge, request.odds == nil {
            price = edge.price
        } else {
            let odds = try Self.needed(request.odds, "/odds")
            price = try Price.read(odds, try Self.needed(request.format, "/format"), at: "/odds")
        }
        probability = try request.probability.map { try TrackedTerms.probability($0) } ?? edge?.probability
    }

    private static func needed<Value>(_ value: Value?, _ pointer: String) throws -> Value {
        guard let value else {
            throw Rejection.field(pointer, "missing_field", "this is to be said where no edge_id says it")
        }
        return value
    }

    private static func edge(_ id: ID<Edge>, by caller: Statement, in database: Connection) throws -> StoredEdge {
        guard let edge = try StoredEdge.find(id, in: database), edge.deletedAt == nil, edge.isSeen(by: caller) else {
            throw TrackedBetFailure.unknownEdge.because("there is no such edge", at: "/edge_id")
        }
        return edge
    }

    private static func refuseBoth(_ request: CreateTrackedBet.Request) throws {
        let said: [(isThere: Bool, pointer: String)] = [
            (request.sport != nil, "/sport"), (request.eventKey != nil, "/event_key"),
            (request.marketType != nil, "/market_type"), (request.player != nil, "/player"),
            (request.side != nil, "/side"), (request.line != nil, "/line"),
        ]
        if let one = said.first(where: \.isThere) {
            throw Rejection.field(one.pointer, "conflicting_fields", "with an edge_id this is the edge's")
        }
    }
}
