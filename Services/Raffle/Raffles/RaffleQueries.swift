public import Messages
public import Runtime
import Storage

extension GetRaffle: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> RaffleView {
        try StoredRaffle.seen(request.raffleID, in: context).view
    }
}

extension ListRaffles: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Page<RaffleView> {
        guard request.state != .unknown else {
            throw Rejection.field("/state", "invalid_format", "expected a state that raffles have")
        }
        let (database, before) = (context.database, try Paging.before(request.cursor) as ID<Raffle>)
        return try Listing.page(
            request.limit, of: Raffle.self, { try StoredRaffle.find($0, in: database)?.view },
            where: { one in request.suits(one) && (!one.state.isDraft || context.caller.sees(behind: one)) },
            candidates: { visit in
                if let organization = request.organizationID {
                    try database.each(
                        "SELECT id FROM raffles WHERE organization_id = ? AND id < ? ORDER BY id DESC", organization,
                        before, read: visit)
                } else if let venue = request.venueID {
                    try database.each(
                        "SELECT id FROM raffles WHERE venue_id = ? AND id < ? ORDER BY id DESC", venue, before,
                        read: visit)
                } else if let state = request.state {
                    try database.each(
                        "SELECT id FROM raffles WHERE state = ? AND id < ? ORDER BY id DESC", state, before,
                        read: visit)
                } else {
                    try database.each("SELECT id FROM raffles WHERE id < ? ORDER BY id DESC", before, read: visit)
                }
            })
    }
}

extension ListRaffles.Request {
    fileprivate func suits(_ raffle: RaffleView) -> Bool {
        state.map { $0 == raffle.state } ?? true
            && organizationID.map { $0 == raffle.organizationID } ?? true
            && venueID.map { $0 == raffle.venueID } ?? true
            && from.map { from in raffle.salesStartTime.map { from <= $0 } ?? false } ?? true
            && to.map { to in raffle.salesStartTime.map { $0 < to } ?? false } ?? true
    }
}
