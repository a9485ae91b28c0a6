public import Messages
public import Runtime
import Storage

/// How many may play in one event: as many as a result can be made of in one go.
let playLimit = 500

extension ListPlays: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let event = try StoredEvent.existing(request.event, in: context.database)
        let limit = Paging.limit(request.limit)
        let plays = try StoredPlay.list(
            of: event.id, after: try Paging.after(request.cursor), limit: limit + 1, in: context.database)
        let (shown, next) = Paging.page(plays, limit: limit) { String($0.number) }
        return Page(items: shown.map { $0.view(in: event.currency) }, next: next)
    }
}

extension GetPlay: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let event = try StoredEvent.existing(request.event, in: context.database)
        return try StoredPlay.existing(request.play, of: event.id, in: context.database).view(in: event.currency)
    }
}

extension ScorePlay: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        if case .keep = request.score {
            throw Rejection.field("/score", "required", "expected the score, or null to take it back")
        }
        let event = try StoredEvent.acted(on: request.event, by: try context.user(), in: context)
        let play = try StoredPlay.existing(request.play, of: event.id, in: context.database)
        guard event.isUnderWay(at: context.now) else {
            throw Failure.wrongState.because(
                "scores are set from the start until the finish; the event is \(event.status)")
        }
        guard play.isPlaying else {
            throw Failure.playWithdrawn.because("this player has withdrawn and scores no more")
        }
        let score = request.score.applied(to: play.score)
        try context.database.run("UPDATE play SET score = ? WHERE id = ?", score, play.id)
        if let score {
            try context.emit(PlayScored(play: play.id, event: event.id, before: play.score, after: score))
        } else if let before = play.score {
            try context.emit(PlayScoreTakenBack(play: play.id, event: event.id, before: before))
        }
        context.touch(event.topic)
        return try StoredPlay.existing(play.id, of: event.id, in: context.database).view(in: event.currency)
    }
}

extension StoredEvent {
    /// Started, by its organizer or by the clock, and not over.
    func isUnderWay(at now: Timestamp) -> Bool { has(.live) || (has(.open) && hasStarted(at: now)) }

    /// Those whom a result is made of. Without a score nobody has won, and without any there is no result, unless whoever
    /// ends the event has every stake given back.
    func contenders(_ unscored: FinishEvent.Unscored?, in database: Connection) throws -> [StoredPlay] {
        let playing = try StoredPlay.list(of: id, limit: playLimit, in: database).filter(\.isPlaying)
        let missing = playing.count { $0.score == nil }
        if missing > 0, unscored == .refund {
            return playing.map { play in
                var play = play
                play.score = nil
                return play
            }
        }
        guard playing.isEmpty || missing < playing.count else {
            throw FinishEvent.Failure.scoresMissing.because(
                "none of the \(missing) players has a score: set them first, or finish with unscored set to refund")
        }
        return playing
    }
}
