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
        let limit = Paging.limit(request.limit)
        let found = try ContestSearch(request, at: context.now, limit: limit + 1).ids(in: context.database)
        let (shown, next) = Paging.page(found, limit: limit) { $0.text }
        return Page(items: try shown.map { try StoredContest.existing($0, in: context.database).view() }, next: next)
    }
}

/// Walks the index of the filter that leaves fewest, and tries the others on each row.
struct ContestSearch {
    private let request: ListContests.Request
    private let before: ID<Contest>
    private let limit: Int
    /// The time at which a contest must take entries; nil where it need not.
    private let openAt: Timestamp?

    init(_ request: ListContests.Request, at now: Timestamp, limit: Int) throws {
        (self.request, self.limit) = (request, limit)
        before = try Paging.before(request.cursor)
        openAt = request.openNow == true ? now : nil
    }

    private var status: String? { request.status?.rawValue ?? (openAt == nil ? nil : ContestStatus.open.rawValue) }

    func ids(in database: Connection) throws -> [ID<Contest>] {
        let found =
            if let code = request.code {
                try byCode(code.text, in: database)
            } else if let match = request.match {
                try byMatch(match, in: database)
            } else if let organizer = request.organizer {
                try byOrganizer(organizer, in: database)
            } else if let sport = request.sport {
                try bySport(sport.text, in: database)
            } else if let status {
                try byStatus(status, in: database)
            } else {
                try database.rows("SELECT id FROM contest WHERE id < ? ORDER BY id DESC LIMIT ?", before, limit) {
                    try $0.value(0, as: ID<Contest>.self)
                }
            }
        return found
    }

    private func byCode(_ code: String, in database: Connection) throws -> [ID<Contest>] {
        try database.rows(
            """
            SELECT contest.id FROM contest JOIN matches ON matches.id = contest.match
            WHERE code = ?1 AND contest.id < ?2 AND (?3 IS NULL OR match = ?3)
                AND (?4 IS NULL OR contest.organizer = ?4) AND (?5 IS NULL OR contest.sport = ?5)
                AND (?6 IS NULL OR contest.status = ?6)
                AND (?7 IS NULL OR (contest.status = 'open' AND matches.status = 'scheduled' AND seats < max_players
                    AND min(COALESCE(cutoff, starts_at), starts_at) > ?7))
            """, code, before, request.match, request.organizer, request.sport?.text, status, openAt
        ) { try $0.value(0) }
    }

    private func byMatch(_ match: ID<Match>, in database: Connection) throws -> [ID<Contest>] {
        try database.rows(
            """
            SELECT contest.id FROM contest JOIN matches ON matches.id = contest.match
            WHERE match = ?1 AND contest.id < ?2 AND (?3 IS NULL OR contest.organizer = ?3)
                AND (?4 IS NULL OR contest.sport = ?4) AND (?5 IS NULL OR contest.status = ?5)
                AND (?6 IS NULL OR (contest.status = 'open' AND matches.status = 'scheduled' AND seats < max_players
                    AND min(COALESCE(cutoff, starts_at), starts_at) > ?6))
            ORDER BY contest.id DESC LIMIT ?7
            """, match, before, request.organizer, request.sport?.text, status, openAt, limit
        ) { try $0.value(0) }
    }

    private func byOrganizer(_ organizer: ID<User>, in database: Connection) throws -> [ID<Contest>] {
        try database.rows(
            """
            SELECT contest.id FROM contest JOIN matches ON matches.id = contest.match
            WHERE contest.organizer = ?1 AND contest.id < ?2 AND (?3 IS NULL OR contest.sport = ?3)
                AND (?4 IS NULL OR contest.status = ?4)
                AND (?5 IS NULL OR (contest.status = 'open' AND matches.status = 'scheduled' AND seats < max_players
                    AND min(COALESCE(cutoff, starts_at), starts_at) > ?5))
            ORDER BY contest.id DESC LIMIT ?6
            """, organizer, before, request.sport?.text, status, openAt, limit
        ) { try $0.value(0) }
    }

    private func bySport(_ sport: String, in database: Connection) throws -> [ID<Contest>] {
        try database.rows(
            """
            SELECT contest.id FROM contest JOIN matches ON matches.id = contest.match
            WHERE contest.sport = ?1 AND contest.id < ?2 AND (?3 IS NULL OR contest.status = ?3)
                AND (?4 IS NULL OR (contest.status = 'open' AND matches.status = 'scheduled' AND seats < max_players
                    AND min(COALESCE(cutoff, starts_at), starts_at) > ?4))
            ORDER BY contest.id DESC LIMIT ?5
            """, sport, before, status, openAt, limit
        ) { try $0.value(0) }
    }

    private func byStatus(_ status: String, in database: Connection) throws -> [ID<Contest>] {
        try database.rows(
            """
            SELECT contest.id FROM contest JOIN matches ON matches.id = contest.match
            WHERE contest.status = ?1 AND contest.id < ?2
                AND (?3 IS NULL OR (contest.status = 'open' AND matches.status = 'scheduled' AND seats < max_players
                    AND min(COALESCE(cutoff, starts_at), starts_at) > ?3))
            ORDER BY contest.id DESC LIMIT ?4
            """, status, before, openAt, limit
        ) { try $0.value(0) }
    }
}
