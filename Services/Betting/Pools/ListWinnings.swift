public import Messages
public import Runtime
import Storage

extension ListWinnings: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let event = try StoredEvent.existing(request.event, in: context.database)
        let plays = try StoredPlay.list(of: event.id, limit: playLimit, in: context.database)
        let names = try GamblerNames(of: event, plays, to: context)
        let progress = try progress(of: event.id, in: context.database)
        let limit = Paging.limit(request.limit)
        let found: [(number: Int64, winnings: Winnings)] = try context.database.rows(
            """
            SELECT number, user, staked, paid, refunded, due FROM gambler WHERE event = ? AND number > ?
            ORDER BY number LIMIT ?
            """, event.id, try Paging.after(request.cursor), limit + 1
        ) { row in
            let (won, refunded, due): (Amount, Amount, Amount) = try (row.value(3), row.value(4), row.value(5))
            let winnings = Winnings(
                gambler: try names.nameInAll(of: try row.value(1)),
                staked: Money(try row.value(2), event.currency), winnings: Money(won, event.currency),
                refunded: Money(refunded, event.currency), due: Money(due, event.currency),
                paid: Money(try won + refunded, event.currency),
                state: progress == .paid && due > .zero ? .due : progress)
            return (try row.value(0), winnings)
        }
        let (shown, next) = Paging.page(found, limit: limit) { String($0.number) }
        return Page(items: shown.map(\.winnings), next: next)
    }

    /// The state of a gambler to whom nothing is due.
    private static func progress(of event: ID<BettingEvent>, in database: Connection) throws -> WinningsState {
        guard let settlement = try StoredSettlement.find(of: event, in: database) else { return .open }
        return settlement.decided < settlement.bets ? .deciding : .paid
    }
}
