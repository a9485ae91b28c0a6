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
        let (owner, limit) = (try context.user().user, Paging.limit(request.limit))
        let filter = BetFilter(
            status: request.status, play: request.play, sport: request.sport?.text, from: request.from, to: request.to)
        guard let event = request.event else {
            return try BetPage(of: owner, filter, before: request.cursor, limit: limit, in: context.database).page
        }
        return try BetPage(
            in: event, of: owner, filter, before: request.cursor, limit: limit, in: context.database
        ).page
    }
}

extension ListEventBets: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let reader = try context.user()
        let event = try StoredEvent.existing(request.event, in: context.database)
        let filter = BetFilter(status: request.status, play: request.play, from: request.from, to: request.to)
        return try BetPage(
            in: event.id, of: event.isRun(by: reader) ? nil : reader.user, filter, before: request.cursor,
            limit: Paging.limit(request.limit), in: context.database
        ).page
    }
}
