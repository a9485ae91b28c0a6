public import Messages
public import Runtime
import Storage

extension ListWinnings: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let event = try StoredEvent.existing(request.event, in: context.database)
        let (reader, pseudonyms) = (context.caller.statement, try Pseudonyms(for: event.id, in: context.database))
        let runsEvent = event.isRun(by: reader)
        let limit = Paging.limit(request.limit)
        let found: [(number: Int64, winnings: Winnings)] = try context.database.rows(
            """
            SELECT number, user, staked, paid, refunded FROM gambler WHERE event = ? AND number > ?
            ORDER BY number LIMIT ?
            """, event.id, try Paging.after(request.cursor), limit + 1
        ) { row in
            let winnings = Winnings(
                gambler: try pseudonyms.name(of: try row.value(1), to: reader, runsEvent: runsEvent),
                staked: Money(try row.value(2), event.currency), winnings: Money(try row.value(3), event.currency),
                refunded: Money(try row.value(4), event.currency))
            return (try row.value(0), winnings)
        }
        let (shown, next) = Paging.page(found, limit: limit) { String($0.number) }
        return Page(items: shown.map(\.winnings), next: next)
    }
}
