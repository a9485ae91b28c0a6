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
        let open = try event.reloaded(in: context.database)
        try open.renewStartTimer(in: context)
        try context.emit(EventOpened(event: event.id))
        return try open.view(in: context.database)
    }
}

extension StartEvent: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let event = try StoredEvent.acted(on: request.event, by: try context.user(), in: context)
        guard event.has(.open) else {
            throw Failure.wrongState.because("an open event can be started; this is \(event.status)")
        }
        try event.revokeStartTimer(in: context)
        return try event.start(in: context)
    }
}

extension StoredEvent {
    /// What its streams wait for.
    var topic: String { "event/\(id)" }

    func move(to status: EventStatus, in context: CommandContext) throws {
        try context.database.run("UPDATE event SET status = ? WHERE id = ?", status, id)
        context.touch(topic)
    }

    @discardableResult
    fileprivate func start(in context: CommandContext) throws -> BettingEvent {
        try move(to: .live, in: context)
        try context.emit(EventStarted(event: id))
        return try reloaded(in: context.database).view(in: context.database)
    }
}

/// Makes open events live at their start. That no bet is taken from there on does not hang on it: the clock is asked with
/// each.
enum StartTimer {
    static let name = "betting.start-event"

    static func fire(_ state: String, _ context: CommandContext) throws {
        guard let id = ID<BettingEvent>(state), let event = try StoredEvent.find(id, in: context.database) else {
            return
        }
        // The timer's number is free from now on, and may become another's.
        try context.database.run("UPDATE event SET start_timer = NULL WHERE id = ?", id)
        guard event.has(.open), event.hasStarted(at: context.now) else { return }
        try event.start(in: context)
    }

    /// Events that were opened before there were timers have none.
    static func prepare(in context: CommandContext) throws {
        let ids: [ID<BettingEvent>] = try context.database.rows(
            "SELECT id FROM event WHERE status = 'open' AND start_timer IS NULL"
        ) { try $0.value(0) }
        for id in ids { try StoredEvent.existing(id, in: context.database).renewStartTimer(in: context) }
    }
}

extension StoredEvent {
    /// For an open event; others are started by nobody but themselves.
    func renewStartTimer(in context: CommandContext) throws {
        guard has(.open) else { return }
        if let startTimer { try context.revoke(timer: startTimer) }
        let timer = try context.schedule(StartTimer.name, at: startsAt, state: id.text)
        try context.database.run("UPDATE event SET start_timer = ? WHERE id = ?", timer, id)
    }

    fileprivate func revokeStartTimer(in context: CommandContext) throws {
        guard let startTimer else { return }
        try context.revoke(timer: startTimer)
        try context.database.run("UPDATE event SET start_timer = NULL WHERE id = ?", id)
    }
}
