public import Messages
public import Runtime

extension Caller {
    /// Whether raffles that are still being prepared are shown to this caller.
    fileprivate var seesDrafts: Bool { has(.operator_) || has(.admin) || has(.auditor) }
}

extension RaffleState {
    fileprivate var isDraft: Bool { self == .created || self == .configured }
}

extension GetRaffle: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> RaffleView {
        guard let raffle = try Raffles.find(request.raffleID, in: context.database),
            !raffle.state.isDraft || context.caller.seesDrafts
        else { throw Rejection.notFound("raffle") }
        return raffle
    }
}

extension ListRaffles: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Page<RaffleView> {
        let limit = (request.limit ?? .standard).count
        let before = try start(request.cursor)
        var items: [RaffleView] = []
        switch request.state {
        case nil:
            items = try Raffles.list(
                before: before, withDrafts: context.caller.seesDrafts, limit: limit + 1, in: context.database)
        case .unknown?:
            throw Rejection.field("/state", "invalid_format", "expected a state that raffles have")
        case let state? where !state.isDraft || context.caller.seesDrafts:
            items = try Raffles.list(in: state, before: before, limit: limit + 1, in: context.database)
        default:
            break
        }
        let hasMore = items.count > limit
        if hasMore { items.removeLast() }
        return Page(items: items, next: hasMore ? items.last?.id.text : nil)
    }

    private static func start(_ cursor: Cursor?) throws -> ID<Raffle> {
        guard let cursor else { return ID(high: .max, low: .max) }
        guard let id = ID<Raffle>(cursor.text) else {
            throw Rejection.field("/cursor", "invalid_format", "expected the `next` of the page before")
        }
        return id
    }
}
