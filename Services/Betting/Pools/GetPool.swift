public import Messages
public import Runtime
import Storage

extension GetPool: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let event = try StoredEvent.existing(request.event, in: context.database)
        let plays = try StoredPlay.list(of: event.id, limit: playLimit, in: context.database)
        let projection = try Projection(of: event, plays: plays.count, in: context.database)
        let limit = Paging.limit(request.limit)
        let found = try Backing.list(
            of: event.id, after: try Paging.after(request.cursor), limit: limit + 1, in: context.database)
        let (backings, next) = Paging.page(found, limit: limit) { String($0.number) }
        let stakes = Dictionary(uniqueKeysWithValues: plays.map { ($0.id, $0.stakes) })
        let names = try GamblerNames(of: event, plays, to: context)
        // What is staked on players who withdrew is in no pool.
        let named = try backings.filter { stakes[$0.play] ?? .zero > .zero }.map { ($0, try names.name(of: $0)) }
        return Pool(
            event: event.id, pool: Money(event.pool, event.currency),
            rolledIn: Money(event.rolledIn, event.currency), takeout: Money(projection.takeout, event.currency),
            net: Money(projection.net, event.currency), poolPolicy: projection.rules.policy(in: event.currency),
            betsOn: plays.map { .init(play: $0.id, amount: Money($0.stakes, event.currency)) },
            betsOnBy: named.map { backing, name in
                .init(play: backing.play, gambler: name, amount: Money(backing.amount, event.currency))
            },
            shares: named.compactMap { backing, name in
                Ratio.text(backing.amount, by: stakes[backing.play] ?? .zero, digits: Projection.shareDigits)
                    .map { .init(play: backing.play, gambler: name, share: $0) }
            },
            projected: try plays.map { play in
                .init(play: play.id, dividend: try projection.dividend(of: play, in: context.database))
            }, next: next)
    }
}

/// A gambler's stakes on one play.
struct Backing {
    let number: Int64
    let play: ID<Play>
    let user: ID<User>
    let amount: Amount

    static func list(
        of event: ID<BettingEvent>, after number: Int64, limit: Int, in database: Connection
    ) throws -> [Backing] {
        try database.rows(
            "SELECT number, play, user, amount FROM backing WHERE event = ? AND number > ? ORDER BY number LIMIT ?",
            event, number, limit
        ) { row in
            Backing(
                number: try row.value(0), play: try row.value(1), user: try row.value(2), amount: try row.value(3))
        }
    }
}
