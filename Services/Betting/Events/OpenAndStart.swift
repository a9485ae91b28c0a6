public import Messages
public import Runtime

extension OpenEvent: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let event = try StoredEvent.acted(on: request.event, by: try context.user(), in: context)
        guard event.has(.scheduled) else {
            throw Failure.wrongState.because("a scheduled event can be opened; this is \(event.status)")
        }
        guard !event.hasStarted(at: context.now) else {
            throw Failure.alreadyStarted.because("its start was \(event.startsAt); nobody could bet any more")
        }
        try event.move(to: .open, in: context)
        try context.emit(EventOpened(event: event.id))
        return try event.reloaded(in: context.database).view(in: context.database)
    }
}

extension StartEvent: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let event = try StoredEvent.acted(on: request.event, by: try context.user(), in: context)
        guard event.has(.open) else {
            throw Failure.wrongState.because("an open event can be started; this is \(event.status)")
        }
        try event.move(to: .live, in: context)
        try context.emit(EventStarted(event: event.id))
        return try event.reloaded(in: context.database).view(in: context.database)
    }
}

extension StoredEvent {
    func move(to status: EventStatus, in context: CommandContext) throws {
        try context.database.run("UPDATE event SET status = ? WHERE id = ?", status, id)
    }
}
