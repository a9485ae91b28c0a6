public import Messages
public import Runtime

extension ChangeEvent: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        var event = try StoredEvent.acted(on: request.event, by: try context.user(), in: context)
        guard event.has(.scheduled) else {
            throw Failure.wrongState.because("an event is changed while it is scheduled; this is \(event.status)")
        }
        let before = try event.view(in: context.database)
        if let startsAt = request.startsAt {
            guard startsAt > context.now else {
                throw Failure.startNotInFuture.because("expected a time after \(context.now)", at: "/starts_at")
            }
            event.startsAt = startsAt
        }
        if let percent = request.takeoutPercent { event.takeoutPoints = try Takeout.basisPoints(ofPercent: percent) }
        event.betsMayBeCancelled = request.betsMayBeCancelled ?? event.betsMayBeCancelled
        try event.changePolicy(request.poolPolicy, in: context)
        event.name = request.name?.text ?? event.name
        event.sport = request.sport?.text ?? event.sport
        event.externalID = request.externalID?.text ?? event.externalID
        event.details = request.details?.text ?? event.details
        try context.database.run(
            """
            UPDATE event SET name = ?, sport = ?, external_id = ?, details = ?, starts_at = ?, takeout_points = ?,
                bets_may_be_cancelled = ?
            WHERE id = ?
            """, event.name, event.sport, event.externalID, event.details, event.startsAt, event.takeoutPoints,
            event.betsMayBeCancelled, event.id)
        let after = try event.view(in: context.database)
        if after != before { try context.emit(EventChanged(before: before, after: after)) }
        return after
    }
}
