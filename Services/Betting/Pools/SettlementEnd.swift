import Messages
import Runtime

/// The step of a settlement at which its event is over.
enum SettlementEnd {
    static func end(
        _ state: inout SettlementState, _ context: CommandContext
    ) throws -> SagaStep<SettlementState>.Progress {
        let event = try StoredEvent.existing(state.event, in: context.database)
        let settlement = try StoredSettlement.existing(of: event.id, in: context.database)
        let status: EventStatus = event.has(.cancelling) ? .cancelled : .finished
        try context.database.run(
            "UPDATE event SET status = ?, ended_at = ? WHERE id = ?", status, context.now, event.id)
        context.touch(event.topic)
        let view = settlement.view(of: event)
        if status == .cancelled {
            try context.emit(EventCancelled(event: event.id, refunded: view.refunds, settlement: view))
        } else {
            let winners = try event.view(in: context.database).winners
            try context.emit(
                EventFinished(
                    event: event.id, winners: winners, pool: Money(event.pool, event.currency), paid: view.payouts,
                    refunded: view.refunds, takeout: view.takeout, settlement: view))
        }
        return .done
    }
}
