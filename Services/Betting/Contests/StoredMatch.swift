import Messages
import Runtime
import Storage

/// A match's row.
struct StoredMatch {
    let id: ID<Match>
    var title: String
    let organizer: ID<User>
    var externalID: String?
    var sport: String?
    var startsAt: Timestamp
    let status: MatchStatus
    let createdAt: Timestamp
    let endedAt: Timestamp?

    static func find(_ id: ID<Match>, in database: Connection) throws -> StoredMatch? {
        try database.first(
            """
            SELECT title, organizer, external_id, sport, starts_at, status, created_at, ended_at FROM matches
            WHERE id = ?
            """, id
        ) { row in
            StoredMatch(
                id: id, title: try row.value(0), organizer: try row.value(1), externalID: try row.value(2),
                sport: try row.value(3), startsAt: try row.value(4), status: try row.value(5),
                createdAt: try row.value(6), endedAt: try row.value(7))
        }
    }

    /// The match, or the refusal that says that there is none.
    static func existing(_ id: ID<Match>, in database: Connection) throws -> StoredMatch {
        guard let match = try find(id, in: database) else { throw Rejection.notFound("match") }
        return match
    }

    /// The match, for one who may act on it.
    static func acted(on id: ID<Match>, in context: CommandContext) throws -> StoredMatch {
        let statement = try context.user()
        let match = try existing(id, in: context.database)
        guard statement.user == match.organizer || statement.roles.contains(.admin) else {
            throw CommonFailure.forbidden.because("only the match's organizer or an admin acts on it")
        }
        return match
    }

    var view: Match {
        Match(
            id: id, title: title, organizer: organizer, externalID: externalID, sport: sport, startTime: startsAt,
            status: status, createdAt: createdAt, endedAt: endedAt)
    }

    func has(_ status: MatchStatus...) -> Bool { status.contains(self.status) }

    /// Whether it has begun, by its organizer or by the clock, and is not over.
    func isUnderWay(at now: Timestamp) -> Bool { has(.live) || (has(.scheduled) && now >= startsAt) }
}
