import Messages
import Runtime
import Storage

/// Reads entries of a season's ledger.
enum StoredSeasonEntry {
    static func find(_ id: ID<SeasonEntry>, in season: StoredSeason, _ database: Connection) throws -> SeasonEntry? {
        try database.first(
            """
            SELECT e.number, e.id, e.day, e.type, p.id, w.id, b.id, e.amount, e.source, e.description, r.id,
                e.created_at, e.created_by
            FROM season_entry e JOIN season_player s ON s.number = e.player
                JOIN syndicate_player p ON p.number = s.player LEFT JOIN season_week w ON w.number = e.week
                LEFT JOIN syndicate_bet b ON b.number = e.bet LEFT JOIN season_entry r ON r.number = e.reverses
            WHERE e.id = ? AND e.season = ?
            """, id, season.id
        ) { try read($0, in: season) }
    }

    static func existing(_ id: ID<SeasonEntry>, in season: StoredSeason, _ database: Connection) throws -> SeasonEntry {
        guard let entry = try find(id, in: season, database) else { throw Rejection.notFound("entry") }
        return entry
    }

    private static func read(_ row: borrowing Row, in season: StoredSeason) throws -> SeasonEntry {
        let id: ID<SeasonEntry> = try row.value(1)
        return SeasonEntry(
            id: id, season: season.id, entryDate: Day(daysSince1970: try row.value(2)), entryType: try row.value(3),
            player: try row.value(4), week: try row.value(5), bet: try row.value(6),
            amount: season.money(try row.value(7)), source: try row.value(8), description: try row.value(9),
            reverses: try row.value(10), createdAt: try row.value(11), createdBy: try row.value(12),
            ledgerEntity: purpose(of: id))
    }

    /// What the wallet knows its side by.
    static func purpose(of entry: ID<SeasonEntry>) -> String { "syndicate-entry/\(entry)" }

    // MARK: - Lists

    /// The numbers of entries, newest first.
    static func numbers(
        _ request: ListSeasonEntries.Request, before number: Int64, limit: Int, in database: Connection
    ) throws -> [(number: Int64, id: ID<SeasonEntry>)] {
        if let bet = request.bet {
            return try database.rows(
                """
                SELECT e.number, e.id FROM syndicate_bet b JOIN season_entry e ON e.bet = b.number
                    JOIN season_player s ON s.number = e.player JOIN syndicate_player p ON p.number = s.player
                WHERE b.id = ? AND e.season = ? AND e.number < ? AND p.id = ifnull(?, p.id)
                ORDER BY e.number DESC LIMIT ?
                """, bet, request.season, number, request.player, limit
            ) { (try $0.value(0), try $0.value(1)) }
        }
        if let player = request.player {
            return try database.rows(
                """
                SELECT e.number, e.id FROM syndicate_player p JOIN season_player s ON s.player = p.number
                    JOIN season_entry e ON e.player = s.number
                WHERE p.id = ? AND s.season = ? AND e.number < ? ORDER BY e.number DESC LIMIT ?
                """, player, request.season, number, limit
            ) { (try $0.value(0), try $0.value(1)) }
        }
        return try database.rows(
            "SELECT number, id FROM season_entry WHERE season = ? AND number < ? ORDER BY number DESC LIMIT ?",
            request.season, number, limit
        ) { (try $0.value(0), try $0.value(1)) }
    }
}

extension GetSeasonEntry {
    static func run(_ request: Request, _ settings: BettingSettings, in context: QueryContext) throws -> Reply {
        let season = try SeenSeason(request.season, settings, in: context).season
        return try StoredSeasonEntry.existing(request.entry, in: season, context.database)
    }
}

extension ListSeasonEntries {
    static func run(_ request: Request, _ settings: BettingSettings, in context: QueryContext) throws -> Reply {
        let season = try SeenSeason(request.season, settings, in: context).season
        let limit = Paging.limit(request.limit)
        let before = try request.cursor == nil ? Int64.max : Paging.after(request.cursor)
        let found = try StoredSeasonEntry.numbers(request, before: before, limit: limit + 1, in: context.database)
        let (shown, next) = Paging.page(found, limit: limit) { String($0.number) }
        return Page(
            items: try shown.map { try StoredSeasonEntry.existing($0.id, in: season, context.database) }, next: next)
    }
}
