public import Messages
import Odds
public import Runtime
import Storage

extension GetEdge: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let reader = try context.user()
        return try StoredEdge.seen(request.edge, by: reader, in: context.database).view(for: reader, at: context.now)
    }
}

extension ListEdges: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let (reader, database) = (try context.user(), context.database)
        let filter = try EdgeFilter(request, of: reader, at: context.now)
        var sieve = Sieve<Edge>(limit: Paging.limit(request.limit))
        try filter.candidates(before: try QuotePlace.before(request.cursor), in: database) { row in
            let (number, id): (Int64, ID<Edge>) = try (row.value(0), row.value(1))
            return try sieve.take(String(number)) {
                guard let edge = try StoredEdge.find(id, in: database), try filter.matches(edge) else { return nil }
                return try edge.view(for: reader, at: context.now)
            }
        }
        return Page(items: sieve.found, next: sieve.next)
    }
}

/// What is asked for of edges, and which index gives candidates for it.
struct EdgeFilter {
    private let request: ListEdges.Request
    private let reader: Statement
    private let now: Timestamp
    private let leastEdge: Int64?
    private let leastValue: Int64?

    init(_ request: ListEdges.Request, of reader: Statement, at now: Timestamp) throws {
        (self.request, self.reader, self.now) = (request, reader, now)
        leastEdge = try request.leastEdge.map { try Self.rank($0, at: "/least_edge") }
        leastValue = try request.leastExpectedValue.map { try Self.rank($0, at: "/least_expected_value") }
        if request.eventKey != nil, request.sport == nil {
            throw Rejection.field("/sport", "missing_field", "an event's key is one of a sport; expected that too")
        }
    }

    private static func rank(_ text: FigureText, at pointer: String) throws -> Int64 {
        guard let rank = Ranks.of(text.text) else {
            throw Rejection.field(pointer, "out_of_range", "expected a number of at most seven digits before the point")
        }
        return rank
    }

    func matches(_ edge: StoredEdge) throws -> Bool {
        guard edge.deletedAt == nil, edge.isSeen(by: reader), isOfPlace(edge), isOfKind(edge) else { return false }
        guard leastEdge != nil || leastValue != nil else { return true }
        let ranks = Ranks(try edge.worth())
        return leastEdge.map { ranks.edge >= $0 } ?? true && leastValue.map { ranks.expectedValue >= $0 } ?? true
    }

    private func isOfPlace(_ edge: StoredEdge) -> Bool {
        request.sport.map { Naming.same($0.text, edge.sport) } ?? true
            && request.eventKey.map { Naming.same($0.text, edge.eventKey) } ?? true
            && request.match.map { $0 == edge.match } ?? true
            && request.season.map { $0.text == edge.season } ?? true
            && request.week.map { $0.value == edge.week } ?? true
    }

    private func isOfKind(_ edge: StoredEdge) -> Bool {
        request.status.map { $0 == edge.status(at: now) } ?? true
            && request.marketType.map { Naming.same($0.text, edge.marketType) } ?? true
            && request.player.map { Naming.same($0.text, edge.player) } ?? true
            && request.book.map { Naming.same($0.text, edge.book) } ?? true
            && request.strategy.map { $0.text == edge.strategy } ?? true
            && (request.show != .own || edge.finder == reader.user)
    }

    func candidates(
        before number: Int64, in database: Connection, read: (borrowing Row) throws -> Bool
    ) throws {
        if let match = request.match {
            try database.each(
                """
                SELECT number, id FROM edge WHERE match = ? AND deleted_at IS NULL AND number < ? ORDER BY number DESC
                """, match, number, read: read)
        } else if let sport = request.sport?.text, let key = request.eventKey?.text {
            try database.each(
                """
                SELECT number, id FROM edge WHERE sport = ? COLLATE NOCASE AND event_key = ? COLLATE NOCASE
                    AND deleted_at IS NULL AND number < ?
                ORDER BY number DESC
                """, sport, key, number, read: read)
        } else if let player = request.player?.text {
            try database.each(
                """
                SELECT number, id FROM edge WHERE player = ? COLLATE NOCASE AND deleted_at IS NULL AND number < ?
                ORDER BY number DESC
                """, player, number, read: read)
        } else if let sport = request.sport?.text, let season = request.season?.text, let week = request.week?.value {
            try database.each(
                """
                SELECT number, id FROM edge WHERE sport = ? COLLATE NOCASE AND season = ? AND week = ?
                    AND deleted_at IS NULL AND number < ? ORDER BY number DESC
                """, sport, season, week, number, read: read)
        } else if request.show == .own {
            try database.each(
                "SELECT number, id FROM edge WHERE finder = ? AND number < ? ORDER BY number DESC", reader.user, number,
                read: read)
        } else if let sport = request.sport?.text {
            try database.each(
                """
                SELECT number, id FROM edge WHERE sport = ? COLLATE NOCASE AND deleted_at IS NULL AND number < ?
                ORDER BY number DESC
                """, sport, number, read: read)
        } else {
            try database.each(
                "SELECT number, id FROM edge WHERE number < ? ORDER BY number DESC", number, read: read)
        }
    }
}

extension ListTopEdges: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let (reader, database) = (try context.user(), context.database)
        let filter = try EdgeFilter(
            .init(
                status: .active, sport: request.sport, season: request.season, week: request.week,
                marketType: request.marketType), of: reader, at: context.now)
        var sieve = Sieve<Edge>(limit: Paging.limit(request.limit))
        let place = try RankPlace(request.cursor)
        let look = { (row: borrowing Row) throws -> Bool in
            let at = RankPlace(rank: try row.value(0), number: try row.value(1))
            let id: ID<Edge> = try row.value(2)
            return try sieve.take(at.text) {
                guard let edge = try StoredEdge.find(id, in: database), try filter.matches(edge) else { return nil }
                return try edge.view(for: reader, at: context.now)
            }
        }
        switch request.order ?? .expectedValue {
        case .expectedValue:
            try database.each(
                """
                SELECT value_rank, number, id FROM edge WHERE status = 'active' AND deleted_at IS NULL
                    AND value_rank > 0 AND (value_rank, number) < (?, ?) ORDER BY value_rank DESC, number DESC
                """, place.rank, place.number, read: look)
        case .edge:
            try database.each(
                """
                SELECT edge_rank, number, id FROM edge WHERE status = 'active' AND deleted_at IS NULL
                    AND edge_rank > 0 AND (edge_rank, number) < (?, ?) ORDER BY edge_rank DESC, number DESC
                """, place.rank, place.number, read: look)
        case .kelly:
            try database.each(
                """
                SELECT kelly_rank, number, id FROM edge WHERE status = 'active' AND deleted_at IS NULL
                    AND kelly_rank > 0 AND (kelly_rank, number) < (?, ?) ORDER BY kelly_rank DESC, number DESC
                """, place.rank, place.number, read: look)
        }
        return Page(items: sieve.found, next: sieve.next)
    }
}

/// Where a list by rank has got to.
private struct RankPlace {
    let rank: Int64
    let number: Int64

    init(rank: Int64, number: Int64) { (self.rank, self.number) = (rank, number) }

    init(_ cursor: Cursor?) throws {
        guard let cursor else {
            (rank, number) = (.max, .max)
            return
        }
        let parts = cursor.text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let rank = Int64(parts[0]), let number = Int64(parts[1]) else {
            throw Rejection.field(
                "/cursor", "invalid_format", "expected the `next` of the page before, as it was given")
        }
        (self.rank, self.number) = (rank, number)
    }

    var text: String { "\(rank).\(number)" }
}
