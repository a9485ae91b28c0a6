import Crypto
public import Messages
public import Runtime

extension FollowEvent: LiveQueryHandler {
    public static func topic(of request: Request) -> String { "event/\(request.event)" }

    /// The present standing, if it is another than the one that the asker has. A place is the standing's own hash: nothing
    /// is counted or kept for it, and it holds across restarts.
    public static func run(_ request: Request, in context: QueryContext) throws -> LiveLook {
        let event = try StoredEvent.existing(request.event, in: context.database)
        let bytes = try WireCoding().encode(try EventStanding(of: event, in: context))
        let place = Hex.encode(Array(SHA256.hash(parts: bytes).prefix(16)))
        let item = LivePage.Item(id: place, type: EventStanding.type, bytes: bytes)
        let items = place == request.after?.text ? [] : [item]
        return LiveLook(LivePage(items: items, next: Cursor(trusted: place)), isAtEnd: true)
    }
}

extension EventStanding {
    init(of event: StoredEvent, in context: QueryContext) throws {
        let plays = try StoredPlay.list(of: event.id, limit: playLimit, in: context.database)
        let projection = try Projection(of: event, plays: plays.count, in: context.database)
        self.init(
            event: event.id, status: event.status, startsAt: event.startsAt, pool: Money(event.pool, event.currency),
            plays: try plays.map { play in
                Line(
                    play: play.id, state: play.state, score: play.score, amount: Money(play.stakes, event.currency),
                    dividend: try projection.dividend(of: play, in: context.database))
            }, winners: try event.view(in: context.database).winners)
    }
}
