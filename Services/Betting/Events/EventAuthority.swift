import Messages
import Runtime

extension StoredEvent {
    /// Whether somebody may act on the event and sees who bets on it.
    func isRun(by statement: Statement?) -> Bool {
        guard let statement else { return false }
        return statement.user == organizer || statement.roles.contains(.admin)
    }

    /// The event, for one who may act on it.
    static func acted(
        on id: ID<BettingEvent>, by statement: Statement, in context: CommandContext
    ) throws -> StoredEvent {
        let event = try existing(id, in: context.database)
        guard event.isRun(by: statement) else {
            throw CommonFailure.forbidden.because("only the event's organizer or an admin acts on it")
        }
        return event
    }
}
