public import Messages
public import Runtime
import Storage

extension GetMatch: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        try StoredMatch.existing(request.match, in: context.database).view
    }
}

extension ListMatches: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let database = context.database
        var sieve = Sieve<Match>(limit: Paging.limit(request.limit))
        try candidates(request, in: database) { row in
            let id: ID<Match> = try row.value(0)
            return try sieve.take(id.text) {
                let match = try StoredMatch.existing(id, in: database)
                return request.matches(match) ? match.view : nil
            }
        }
        return Page(items: sieve.found, next: sieve.next)
    }

    private static func candidates(
        _ request: Request, in database: Connection, read: (borrowing Row) throws -> Bool
    ) throws {
        let before: ID<Match> = try Paging.before(request.cursor)
        if let key = request.externalID?.text {
            try database.each(
                "SELECT id FROM matches WHERE external_id = ? AND id < ? ORDER BY id DESC", key, before, read: read)
        } else if let organizer = request.organizer {
            try database.each(
                "SELECT id FROM matches WHERE organizer = ? AND id < ? ORDER BY id DESC", organizer, before, read: read)
        } else if let sport = request.sport?.text {
            try database.each(
                "SELECT id FROM matches WHERE sport = ? COLLATE NOCASE AND id < ? ORDER BY id DESC", sport, before,
                read: read)
        } else if let status = request.status {
            try database.each(
                "SELECT id FROM matches WHERE status = ? AND id < ? ORDER BY id DESC", status, before, read: read)
        } else {
            try database.each("SELECT id FROM matches WHERE id < ? ORDER BY id DESC", before, read: read)
        }
    }
}

extension ListMatches.Request {
    fileprivate func matches(_ match: StoredMatch) -> Bool {
        externalID.map { $0.text == match.externalID } ?? true
            && organizer.map { $0 == match.organizer } ?? true
            && sport.asks(forSport: match.sport)
            && status.map { $0 == match.status } ?? true
            && from.map { $0 <= match.startsAt } ?? true
            && to.map { match.startsAt < $0 } ?? true
    }
}
