public import Messages
public import Runtime
import Storage

extension StartMatch: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let match = try StoredMatch.acted(on: request.match, in: context)
        guard match.has(.scheduled) else {
            throw Failure.wrongState.because("a scheduled match can be started; this is \(match.status)")
        }
        try match.start(in: context)
        return try StoredMatch.existing(match.id, in: context.database).view
    }
}

extension FinishMatch: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let match = try StoredMatch.acted(on: request.match, in: context)
        guard match.isUnderWay(at: context.now) else {
            throw Failure.wrongState.because("a match that has begun can be finished; this is \(match.status)")
        }
        // Where the clock has not come to it yet.
        if match.has(.scheduled) { try match.start(in: context) }
        try context.database.run(
            "UPDATE matches SET status = 'finished', ended_at = ? WHERE id = ?", context.now, match.id)
        try context.emit(MatchFinished(match: match.id))
        return try StoredMatch.existing(match.id, in: context.database).view
    }
}

extension CancelMatch: CommandHandler {
    /// From here on nobody enters its contests, and none of them is settled; they are cancelled one after another.
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let match = try StoredMatch.acted(on: request.match, in: context)
        guard match.has(.scheduled, .live) else {
            throw Failure.wrongState.because("a match can be cancelled until it is finished; this is \(match.status)")
        }
        try context.database.run(
            "UPDATE matches SET status = 'cancelled', ended_at = ? WHERE id = ?", context.now, match.id)
        try context.emit(MatchCancelled(match: match.id, before: match.status))
        try context.begin(matchSweepSaga, MatchSweep(match: match.id, deed: .cancel))
        return try StoredMatch.existing(match.id, in: context.database).view
    }
}

extension StoredMatch {
    fileprivate func start(in context: CommandContext) throws {
        try context.database.run("UPDATE matches SET status = 'live' WHERE id = ?", id)
        try context.emit(MatchStarted(match: id))
        try context.begin(matchSweepSaga, MatchSweep(match: id, deed: .close))
    }
}

/// Starts matches at their time.
enum MatchClock {
    static let timer = "betting.match-starts"

    static func strike(_ state: String, _ context: CommandContext) throws {
        guard let id = ID<Match>(state), let match = try StoredMatch.find(id, in: context.database),
            match.has(.scheduled), context.now >= match.startsAt
        else { return }
        try match.start(in: context)
    }
}
