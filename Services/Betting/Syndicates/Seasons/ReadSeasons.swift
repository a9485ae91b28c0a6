import Messages
import Runtime
import Storage

extension GetSeason {
    static func run(_ request: Request, _ settings: BettingSettings, in context: QueryContext) throws -> Reply {
        try SeenSeason(request.season, settings, in: context).season.view
    }
}

extension ListSeasons {
    static func run(_ request: Request, _ settings: BettingSettings, in context: QueryContext) throws -> Reply {
        let syndicate = try SeenSyndicate(request.syndicate, by: context.user(), in: context.database).syndicate.id
        let limit = Paging.limit(request.limit)
        let before: ID<Season> = try Paging.before(request.cursor)
        let found: [ID<Season>] = try context.database.rows(
            "SELECT id FROM season WHERE syndicate = ? AND id < ? ORDER BY id DESC LIMIT ?", syndicate, before,
            limit + 1
        ) { try $0.value(0) }
        let (shown, next) = Paging.page(found, limit: limit) { $0.text }
        let seasons = try shown.compactMap {
            try StoredSeason.find($0, settings.zones, at: context.now, in: context.database)?.view
        }
        return Page(items: seasons, next: next)
    }
}
