public import Messages
public import Runtime

extension OpenContest: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let contest = try StoredContest.acted(on: request.contest, in: context)
        guard contest.has(.scheduled) else {
            throw Failure.wrongState.because("a scheduled contest can be opened; this is \(contest.status)")
        }
        guard contest.matchStatus != .cancelled else {
            throw Failure.matchCancelled.because("its match is cancelled, and it will be")
        }
        guard contest.takesJoins(at: context.now) else {
            throw Failure.joinsOver.because("its cut-off was \(contest.lastJoin); nobody could enter any more")
        }
        try context.database.run("UPDATE contest SET status = 'open' WHERE id = ?", contest.id)
        // At the match's start it is closed with the others.
        if contest.cutoff != nil {
            try context.schedule(ContestClock.timer, at: contest.lastJoin, state: contest.id.text)
        }
        try context.emit(ContestOpened(contest: contest.id))
        return try contest.reloaded(in: context.database).view()
    }
}

extension CloseContest: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let contest = try StoredContest.acted(on: request.contest, in: context)
        guard contest.has(.open) else {
            throw Failure.wrongState.because("an open contest can be closed; this is \(contest.status)")
        }
        try contest.close(in: context)
        return try contest.reloaded(in: context.database).view()
    }
}

extension StoredContest {
    /// Takes no more entries; what is being entered is given back.
    func close(in context: CommandContext) throws {
        guard entries >= minEntries else { return try cancel(because: .tooFewEntries, in: context) }
        try context.database.run(
            "UPDATE contest SET status = 'closed', closed_at = ? WHERE id = ?", context.now, id)
        try context.emit(ContestClosed(contest: id, entries: entries))
    }
}

/// Closes contests at their own cut-off.
enum ContestClock {
    static let timer = "betting.contest-closes"

    static func strike(_ state: String, _ context: CommandContext) throws {
        guard let id = ID<Contest>(state), let contest = try StoredContest.find(id, in: context.database),
            contest.has(.open), context.now >= contest.lastJoin
        else { return }
        try contest.close(in: context)
    }
}
