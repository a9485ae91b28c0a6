public import Messages
public import Runtime
import Storage

extension GetContestEntry: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let reader = try context.user()
        guard let entry = try StoredEntry.find(request.entry, in: context.database), entry.status != .reserved else {
            throw Rejection.notFound("entry")
        }
        let contest = try StoredContest.existing(entry.contest, in: context.database)
        let names = try EntryNames(of: contest, to: reader, in: context.database)
        guard names.maySee(entry.user) else { throw Rejection.notFound("entry") }
        return try names.view(entry)
    }
}

extension ListOwnContestEntries: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let (reader, limit) = (try context.user(), Paging.limit(request.limit))
        let before: ID<ContestEntry> = try Paging.before(request.cursor)
        let found = try context.database.rows(
            """
            SELECT number, id, contest, user, hold, code, fee, status, score, given_rank, winner_rank, prize,
                created_at, settled_at
            FROM contest_entry WHERE user = ?1 AND id < ?2 AND status <> 'reserved' AND (?3 IS NULL OR contest = ?3)
                AND (?4 IS NULL OR status = ?4) AND (?6 IS NULL OR created_at >= ?6) AND (?7 IS NULL OR created_at < ?7)
                AND (?8 IS NULL OR (SELECT sport FROM contest WHERE contest.id = contest_entry.contest) = ?8
                    COLLATE NOCASE)
            ORDER BY id DESC LIMIT ?5
            """, reader.user, before, request.contest, request.status, limit + 1, request.from, request.to,
            request.sport?.text, read: StoredEntry.read)
        let (shown, next) = Paging.page(found, limit: limit) { $0.id.text }
        let items = try shown.map { entry in
            let contest = try StoredContest.existing(entry.contest, in: context.database)
            return try EntryNames(of: contest, to: reader, in: context.database).view(entry)
        }
        return Page(items: items, next: next)
    }
}

extension ListContestEntries: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let contest = try StoredContest.existing(request.contest, in: context.database)
        let names = try EntryNames(of: contest, to: context.caller.statement, in: context.database)
        let limit = Paging.limit(request.limit)
        let found = try StoredEntry.list(
            of: contest.id, after: try Paging.after(request.cursor), limit: limit + 1, in: context.database)
        let (shown, next) = Paging.page(found, limit: limit) { String($0.number) }
        return Page(items: try shown.map { try names.view($0) }, next: next)
    }
}
