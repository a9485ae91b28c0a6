public import Messages
public import Runtime

extension FinishEvent: CommandHandler {
    /// Fixes the result and what each winning play's backers share. The bets themselves follow in chunks.
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let event = try StoredEvent.acted(on: request.event, by: try context.user(), in: context)
        guard event.isUnderWay(at: context.now) else {
            throw Failure.wrongState.because("an event that has started can be finished; this is \(event.status)")
        }
        let plays = try StoredPlay.list(of: event.id, limit: playLimit, in: context.database)
        let result = PoolResult(
            plays: plays.map { .init(id: $0.id, score: $0.score, stakes: $0.stakes) }, pool: event.pool,
            takeoutPoints: event.takeoutPoints)
        for winner in result.winners {
            try context.database.run("UPDATE play SET is_winner = 1 WHERE id = ?", winner)
        }
        for (play, part) in result.parts {
            try context.database.run("UPDATE play SET part = ?, leftover = ? WHERE id = ?", part, part, play)
        }
        try context.database.run(
            "UPDATE event SET status = 'settling', outcome = ?, takeout = ? WHERE id = ?", result.outcome,
            result.takeout, event.id)
        try context.emit(
            EventSettling(
                event: event.id, outcome: result.outcome, winners: result.winners,
                pool: Money(event.pool, event.currency), takeout: Money(result.takeout, event.currency)))
        return try event.settle(in: context)
    }
}

extension CancelEvent: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let event = try StoredEvent.acted(on: request.event, by: try context.user(), in: context)
        guard event.has(.scheduled, .open, .live) else {
            throw Failure.wrongState.because("an event can be cancelled until it is finished; this is \(event.status)")
        }
        try context.database.run(
            "UPDATE event SET status = 'cancelling', outcome = 'refund' WHERE id = ?", event.id)
        try context.emit(EventCancelling(event: event.id, before: event.status))
        return try event.settle(in: context)
    }
}

extension StoredEvent {
    fileprivate func settle(in context: CommandContext) throws -> BettingEvent {
        try context.begin(settlementSaga, SettlementState(event: id))
        return try reloaded(in: context.database).view(in: context.database)
    }
}
