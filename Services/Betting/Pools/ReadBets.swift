public import Messages
public import Runtime
import Storage

extension GetBet: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let reader = try context.user()
        guard let bet = try StoredBet.find(request.bet, in: context.database), bet.status != .reserved else {
            throw Rejection.notFound("bet")
        }
        let event = try StoredEvent.existing(bet.event, in: context.database)
        guard bet.user == reader.user || event.isRun(by: reader) else { throw Rejection.notFound("bet") }
        return bet.view(in: event.currency)
    }
}

extension ListBets: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let limit = Paging.limit(request.limit)
        let bets = try StoredBet.ofUser(
            try context.user().user, before: try Paging.before(request.cursor), limit: limit + 1,
            in: context.database)
        let (shown, next) = Paging.page(bets, limit: limit) { $0.id.text }
        let items = try shown.map { bet in
            bet.view(in: try StoredEvent.existing(bet.event, in: context.database).currency)
        }
        return Page(items: items, next: next)
    }
}

extension ListEventBets: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let reader = try context.user()
        let event = try StoredEvent.existing(request.event, in: context.database)
        let limit = Paging.limit(request.limit)
        let before: ID<Bet> = try Paging.before(request.cursor)
        let bets =
            if event.isRun(by: reader) {
                try StoredBet.ofEvent(event.id, before: before, limit: limit + 1, in: context.database)
            } else {
                try StoredBet.ofUser(
                    reader.user, in: event.id, before: before, limit: limit + 1, in: context.database)
            }
        let (shown, next) = Paging.page(bets, limit: limit) { $0.id.text }
        return Page(items: shown.map { $0.view(in: event.currency) }, next: next)
    }
}
