public import Messages
public import Runtime

extension FinishEvent: CommandHandler {
    /// Fixes the result and what each winning play's backers share. The bets themselves follow in chunks.
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let event = try StoredEvent.acted(on: request.event, by: try context.user(), in: context)
        guard event.isUnderWay(at: context.now) else {
            throw Failure.wrongState.because("an event that has started can be finished; this is \(event.status)")
        }
        let rules = try PoolRules.find(of: event.id, in: context.database)
        let plays = try event.contenders(request.unscored, in: context.database)
        let result = try PoolResult(
            plays: plays.map { .init(id: $0.id, score: $0.score, stakes: $0.stakes) }, pool: event.pool,
            rolledIn: event.rolledIn, takeoutPoints: event.takeoutPoints, rules: rules)
        for winner in result.winners {
            try context.database.run("UPDATE play SET is_winner = 1 WHERE id = ?", winner)
        }
        for (play, part) in result.parts {
            try context.database.run("UPDATE play SET part = ?, leftover = ? WHERE id = ?", part, part, play)
        }
        try event.move(to: .settling, in: context)
        var settlement = try settlement(of: event, result, rules, in: context)
        settlement.bets = plays.map(\.bets).reduce(0, +)
        try settlement.insert(for: event.id, into: context.database)
        try context.emit(
            EventSettling(
                event: event.id, outcome: settlement.outcome, winners: result.winners,
                pool: Money(event.pool, event.currency), takeout: Money(settlement.takeout, event.currency),
                settlement: settlement.view(of: event)))
        return try event.settle(in: context)
    }

    /// A pool that nobody won goes on as a whole where its policy says so and there was a winner. Where nobody even
    /// scored there was no contest, and every stake goes back.
    private static func settlement(
        of event: StoredEvent, _ result: PoolResult, _ rules: PoolRules, in context: CommandContext
    ) throws -> StoredSettlement {
        if result.isWon {
            var settlement = StoredSettlement(outcome: .payout)
            (settlement.takeout, settlement.loss) = (result.takeout, result.loss)
            return settlement
        }
        let all = try event.pool + event.rolledIn
        if result.isDecided, event.pool > .zero,
            let target = try RollOver.target(of: event, rules, for: all, in: context)
        {
            var settlement = StoredSettlement(outcome: .rollOver)
            (settlement.rolledOut, settlement.rolledTo) = (all, target.id)
            try RollOver.make(all, from: event, to: target, in: context)
            return settlement
        }
        return try event.refund(rules, in: context)
    }
}

extension CancelEvent: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let event = try StoredEvent.acted(on: request.event, by: try context.user(), in: context)
        guard event.has(.scheduled, .open, .live) else {
            throw Failure.wrongState.because("an event can be cancelled until it is finished; this is \(event.status)")
        }
        try event.move(to: .cancelling, in: context)
        let rules = try PoolRules.find(of: event.id, in: context.database)
        var settlement = try event.refund(rules, in: context)
        settlement.bets = try StoredPlay.list(of: event.id, limit: playLimit, in: context.database)
            .map(\.bets).reduce(0, +)
        try settlement.insert(for: event.id, into: context.database)
        try context.emit(EventCancelling(event: event.id, before: event.status))
        return try event.settle(in: context)
    }
}

extension StoredEvent {
    /// Every stake goes back. What came from other events is nobody's to get back: it goes on by this event's own policy,
    /// or the house keeps it apart, as awarded to nobody.
    fileprivate func refund(_ rules: PoolRules, in context: CommandContext) throws -> StoredSettlement {
        var settlement = StoredSettlement(outcome: .refund)
        if let target = try RollOver.target(of: self, rules, for: rolledIn, in: context) {
            (settlement.rolledOut, settlement.rolledTo) = (rolledIn, target.id)
            try RollOver.make(rolledIn, from: self, to: target, in: context)
        } else {
            settlement.unawarded = rolledIn
        }
        return settlement
    }

    fileprivate func settle(in context: CommandContext) throws -> BettingEvent {
        try context.begin(passOnSaga, PassOnState(event: id))
        try settleOnceReturned(in: context)
        return try reloaded(in: context.database).view(in: context.database)
    }
}
