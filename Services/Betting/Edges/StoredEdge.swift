import Messages
import Odds
import Runtime
import Storage

/// An edge's row.
struct StoredEdge {
    let number: Int64
    let id: ID<Edge>
    let finder: ID<User>
    var isShared: Bool
    let sport: String
    let eventKey: String
    var match: ID<Match>?
    var eventStartsAt: Timestamp?
    var season: String?
    var week: Int64?
    let marketType: String
    let player: String?
    let side: String
    let line: Int64?
    var book: String
    var quote: ID<Quote>?
    var price: Price
    var probability: ProbabilityText
    var ownProbability: ProbabilityText
    var source: EdgeSource
    var model: EdgeModel?
    var strategy: String?
    var surroundings: EdgeContext?
    var notes: String?
    var status: EdgeStatus
    let discoveredAt: Timestamp
    var updatedAt: Timestamp
    var staleAt: Timestamp
    var expiresAt: Timestamp
    let usedAt: Timestamp?
    let deletedAt: Timestamp?

    static func find(_ id: ID<Edge>, in database: Connection) throws -> StoredEdge? {
        try database.first(
            """
            SELECT number, id, finder, is_shared, sport, event_key, match, event_starts_at, season, week, market_type,
                player, side, line, book, quote, profit_over, profit_under, probability, own_probability, source, model,
                strategy, context, notes, status, discovered_at, updated_at, stale_at, expires_at, used_at, deleted_at
            FROM edge WHERE id = ?
            """, id, read: read)
    }

    private static func read(_ row: borrowing Row) throws -> StoredEdge {
        StoredEdge(
            number: try row.value(0), id: try row.value(1), finder: try row.value(2), isShared: try row.value(3),
            sport: try row.value(4), eventKey: try row.value(5), match: try row.value(6),
            eventStartsAt: try row.value(7), season: try row.value(8), week: try row.value(9),
            marketType: try row.value(10), player: try row.value(11), side: try row.value(12), line: try row.value(13),
            book: try row.value(14), quote: try row.value(15),
            price: try .kept(try row.value(16), try row.value(17)),
            probability: ProbabilityText(trusted: try row.value(18)),
            ownProbability: ProbabilityText(trusted: try row.value(19)), source: try row.value(20),
            model: try row.value(21), strategy: try row.value(22), surroundings: try row.value(23),
            notes: try row.value(24), status: try row.value(25), discoveredAt: try row.value(26),
            updatedAt: try row.value(27), staleAt: try row.value(28), expiresAt: try row.value(29),
            usedAt: try row.value(30), deletedAt: try row.value(31))
    }

    /// The edge, for one who may see it, or the refusal that says that there is none.
    static func seen(_ id: ID<Edge>, by reader: Statement, in database: Connection) throws -> StoredEdge {
        guard let edge = try find(id, in: database), edge.deletedAt == nil, edge.isSeen(by: reader) else {
            throw Rejection.notFound("edge")
        }
        return edge
    }

    /// The edge, for one who may act on it.
    static func acted(on id: ID<Edge>, by caller: Statement, in database: Connection) throws -> StoredEdge {
        let edge = try seen(id, by: caller, in: database)
        guard edge.belongs(to: caller) else {
            throw CommonFailure.forbidden.because("only who found an edge or an admin acts on it")
        }
        return edge
    }

    func isSeen(by reader: Statement) -> Bool { isShared || belongs(to: reader) }

    func belongs(to reader: Statement) -> Bool { reader.user == finder || reader.roles.contains(.admin) }

    func status(at now: Timestamp) -> EdgeStatus {
        .at(now, stored: status, staleAt: staleAt, expiresAt: expiresAt)
    }

    /// The number that was checked when it was taken in.
    func worth() throws -> Worth { Worth(of: price, at: try Probability.read(probability, at: "/probability")) }

    func view(for reader: Statement?, at now: Timestamp) throws -> Edge {
        let worth = try worth()
        let isOwn = reader.map { belongs(to: $0) } ?? false
        return Edge(
            id: id, createdBy: isOwn ? finder : nil, isShared: isShared, sport: sport, eventKey: eventKey, match: match,
            eventStartsAt: eventStartsAt, season: season, week: week, marketType: marketType, player: player,
            side: side, line: line.map { LineText(thousandths: $0) }, book: book, quote: quote,
            bestOdds: QuotedOdds(price), probability: probability, ownProbability: ownProbability, source: source,
            implied: try ProbabilityText(Probability(impliedBy: price)), edge: try FigureText(worth.edge),
            expectedValue: try FigureText(worth.expectedValue), kellyFraction: try FigureText(worth.kelly),
            breakEven: try FigureText(worth.breakEven), model: model, strategy: strategy, surroundings: surroundings,
            notes: notes, status: status(at: now), discoveredAt: discoveredAt, updatedAt: updatedAt, staleAt: staleAt,
            expiresAt: expiresAt, usedAt: usedAt)
    }

    func facts(at now: Timestamp) throws -> EdgeFacts { EdgeFacts(try view(for: nil, at: now)) }
}

extension StoredEdge {
    /// Puts what changes of an edge in the place of what was there.
    func store(in context: CommandContext) throws {
        let ranks = Ranks(try worth())
        try context.database.run(
            """
            UPDATE edge SET is_shared = ?, match = ?, event_starts_at = ?, season = ?, week = ?, book = ?, quote = ?,
                profit_over = ?, profit_under = ?, probability = ?, own_probability = ?, source = ?, edge_rank = ?,
                value_rank = ?, kelly_rank = ?, model = ?, strategy = ?, context = ?, notes = ?, status = ?,
                updated_at = ?, stale_at = ?, expires_at = ?
            WHERE number = ?
            """, isShared, match, eventStartsAt, season, week, book, quote, price.profit.numerator,
            price.profit.denominator, probability.text, ownProbability.text, source, ranks.edge, ranks.expectedValue,
            ranks.kelly, model, strategy, surroundings, notes, status, updatedAt, staleAt, expiresAt, number)
    }

    /// Moves the edge on. What is used is used at that time.
    func become(_ next: EdgeStatus, in context: CommandContext) throws {
        let before = status(at: context.now)
        try context.database.run(
            "UPDATE edge SET status = ?, updated_at = ?, used_at = ? WHERE number = ?", next, context.now,
            next == .used ? context.now : nil, number)
        try context.emit(EdgeMoved(edge: id, before: before == next ? status : before, after: next))
    }

    func putAway(in context: CommandContext) throws {
        try context.database.run("UPDATE edge SET deleted_at = ? WHERE number = ?", context.now, number)
        try context.emit(EdgePutAway(edge: id, status: status(at: context.now)))
    }

    func reloaded(in database: Connection) throws -> StoredEdge {
        guard let edge = try StoredEdge.find(id, in: database) else { throw Rejection.notFound("edge") }
        return edge
    }
}
