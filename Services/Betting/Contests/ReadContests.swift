public import Messages
public import Runtime
import Storage

extension GetContest: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        try StoredContest.existing(request.contest, in: context.database).view()
    }
}

extension ListContests: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let database = context.database
        var sieve = Sieve<StoredContest>(limit: Paging.limit(request.limit))
        try candidates(request, in: database) { row in
            let id: ID<Contest> = try row.value(0)
            return try sieve.take(id.text) {
                let contest = try StoredContest.existing(id, in: database)
                return request.matches(contest, at: context.now) ? contest : nil
            }
        }
        return Page(items: try sieve.found.map { try $0.view() }, next: sieve.next)
    }

    private static func candidates(
        _ request: Request, in database: Connection, read: (borrowing Row) throws -> Bool
    ) throws {
        let before: ID<Contest> = try Paging.before(request.cursor)
        if let code = request.code?.text {
            try database.each("SELECT id FROM contest WHERE code = ? AND id < ?", code, before, read: read)
        } else if let match = request.match {
            try database.each(
                "SELECT id FROM contest WHERE match = ? AND id < ? ORDER BY id DESC", match, before, read: read)
        } else if let organizer = request.organizer {
            try database.each(
                "SELECT id FROM contest WHERE organizer = ? AND id < ? ORDER BY id DESC", organizer, before, read: read)
        } else if let sport = request.sport?.text {
            try database.each(
                "SELECT id FROM contest WHERE sport = ? COLLATE NOCASE AND id < ? ORDER BY id DESC", sport, before,
                read: read)
        } else if let status = request.openNow == true ? .open : request.status {
            try database.each(
                "SELECT id FROM contest WHERE status = ? AND id < ? ORDER BY id DESC", status, before, read: read)
        } else {
            try database.each("SELECT id FROM contest WHERE id < ? ORDER BY id DESC", before, read: read)
        }
    }
}

extension ListContests.Request {
    /// But for the code, whose own index knows no difference of case.
    fileprivate func matches(_ contest: StoredContest, at now: Timestamp) -> Bool {
        match.map { $0 == contest.match } ?? true
            && organizer.map { $0 == contest.organizer } ?? true
            && sport.asks(forSport: contest.sport)
            && status.map { $0 == contest.status } ?? true
            && (openNow != true
                || contest.has(.open) && contest.takesJoins(at: now) && contest.seats < contest.maxPlayers)
    }
}
