public import Messages
public import Runtime
import Storage

/// How many may play in one event: as many as a result can be made of in one go.
let playLimit = 500

extension AddPlay: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let event = try StoredEvent.acted(on: request.event, by: try context.user(), in: context)
        guard (request.user == nil) != (request.name == nil) else {
            throw Rejection.field("/user_id", "one_of", "expected either user_id or name, and not both")
        }
        guard event.has(.scheduled, .open) else {
            throw Failure.wrongState.because("plays are added until the start; the event is \(event.status)")
        }
        guard !event.hasStarted(at: context.now) else {
            throw Failure.alreadyStarted.because("plays are added until the start, which was \(event.startsAt)")
        }
        try refuseDuplicate(of: request, in: context.database)
        let play = Play(
            id: context.newID(), event: event.id, user: request.user, name: request.name?.text, score: nil)
        try context.database.run(
            "INSERT INTO play (id, event, user, name) VALUES (?, ?, ?, ?)", play.id, play.event, play.user, play.name)
        try context.emit(PlayAdded(play: play.id, event: play.event, user: play.user))
        return play
    }

    private static func refuseDuplicate(of request: Request, in database: Connection) throws {
        let (count, same) =
            try database.first(
                """
                SELECT COUNT(*), COUNT(*) FILTER (WHERE user = ?2 OR name = ?3 COLLATE NOCASE)
                FROM play WHERE event = ?1
                """, request.event, request.user, request.name?.text
            ) { (try $0.value(0, as: Int.self), try $0.value(1, as: Int.self)) } ?? (0, 0)
        if same > 0 { throw Failure.duplicatePlay.because("this player is in the event already") }
        if count >= playLimit { throw Failure.tooManyPlays.because("an event has at most \(playLimit) plays") }
    }
}

extension ListPlays: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let event = try StoredEvent.existing(request.event, in: context.database)
        let limit = Paging.limit(request.limit)
        let plays = try StoredPlay.list(
            of: event.id, after: try Paging.after(request.cursor), limit: limit + 1, in: context.database)
        let (shown, next) = Paging.page(plays, limit: limit) { String($0.number) }
        return Page(items: shown.map(\.view), next: next)
    }
}

extension ScorePlay: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let event = try StoredEvent.acted(on: request.event, by: try context.user(), in: context)
        guard let play = try StoredPlay.find(request.play, of: event.id, in: context.database) else {
            throw Rejection.notFound("play in this event")
        }
        guard event.isUnderWay(at: context.now) else {
            throw Failure.wrongState.because(
                "scores are set from the start until the finish; the event is \(event.status)")
        }
        try context.database.run("UPDATE play SET score = ? WHERE id = ?", request.score, play.id)
        try context.emit(
            PlayScored(play: play.id, event: event.id, before: play.score, after: request.score))
        return Play(id: play.id, event: event.id, user: play.user, name: play.name, score: request.score)
    }
}

extension StoredEvent {
    /// Started, by its organizer or by the clock, and not over.
    func isUnderWay(at now: Timestamp) -> Bool { has(.live) || (has(.open) && hasStarted(at: now)) }
}
