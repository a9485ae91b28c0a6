import Messages
import Runtime

/// Makes events that are older than the index of words found by them, some at a time.
enum IndexEvents {
    static let name = "betting.index-events"
    private static let chunk = 50

    static func prepare(in context: CommandContext) throws {
        let isLeft = try context.database.first("SELECT 1 FROM event WHERE is_indexed = 0 LIMIT 1") { _ in true }
        if isLeft ?? false { try context.schedule(name, at: context.now) }
    }

    static func fire(_ state: String, _ context: CommandContext) throws {
        let ids: [ID<BettingEvent>] = try context.database.rows(
            "SELECT id FROM event WHERE is_indexed = 0 ORDER BY id LIMIT ?", chunk
        ) { try $0.value(0) }
        for id in ids {
            try EventWords.index(try StoredEvent.existing(id, in: context.database), in: context.database)
        }
        if ids.count == chunk { try context.schedule(name, at: context.now) }
    }
}
