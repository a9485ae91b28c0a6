import Messages
import Runtime

/// The last step of a settlement.
enum SettlementEnd {
    static func end(
        _ state: inout SettlementState, _ context: CommandContext
    ) throws -> SagaStep<SettlementState>.Progress {
        let event = try StoredEvent.existing(state.event, in: context.database)
        let status: EventStatus = event.has(.cancelling) ? .cancelled : .finished
        try context.database.run(
            "UPDATE event SET status = ?, ended_at = ? WHERE id = ?", status, context.now, event.id)
        if status == .cancelled {
            try context.emit(EventCancelled(event: event.id, refunded: Money(event.refunded, event.currency)))
        } else {
            let winners = try event.view(in: context.database).winners
            try context.emit(
                EventFinished(
                    event: event.id, winners: winners, pool: Money(event.pool, event.currency),
                    paid: Money(event.paid, event.currency), refunded: Money(event.refunded, event.currency),
                    takeout: Money(event.takeout, event.currency)))
        }
        return .done
    }
}
