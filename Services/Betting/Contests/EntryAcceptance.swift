import Messages
import Runtime
import Storage

/// The local steps of entering a contest.
enum EntryAcceptance {
    static func reserve(_ state: EnterContestState, _ context: CommandContext) throws {
        let contest = try StoredContest.existing(state.contest, in: context.database)
        try context.database.run("UPDATE contest SET seats = seats + 1 WHERE id = ?", contest.id)
        try context.database.run(
            """
            INSERT INTO contest_entry (id, contest, user, hold, fee, status, created_at)
            VALUES (?, ?, ?, ?, ?, 'reserved', ?)
            """, state.entry, contest.id, state.user, state.hold, contest.fee, context.now)
    }

    /// An entry that came to nothing leaves an event and no row, and its place to others.
    static func reject(_ state: EnterContestState, _ context: CommandContext) throws {
        try context.database.run("DELETE FROM contest_entry WHERE id = ?", state.entry)
        try context.database.run("UPDATE contest SET seats = seats - 1 WHERE id = ?", state.contest)
        try context.emit(ContestEntryRejected(entry: state.entry, contest: state.contest, user: state.user))
    }

    static func accept(_ state: EnterContestState, _ context: CommandContext) throws {
        let database = context.database
        let contest = try StoredContest.existing(state.contest, in: database)
        try EnterContest.refuseIfClosed(contest, at: context.now)
        // All fees that there can be fit, or the contest would not be.
        try database.run(
            "UPDATE contest SET pool = pool + fee, entries = entries + 1 WHERE id = ?", contest.id)
        try database.run(
            """
            INSERT INTO contest_player (contest, user, entries, staked) VALUES (?, ?, 1, ?)
            ON CONFLICT (contest, user) DO UPDATE SET entries = entries + 1, staked = staked + excluded.staked
            """, contest.id, state.user, contest.fee)
        try database.run(
            "UPDATE contest_entry SET status = 'entered', code = ? WHERE id = ?", ContestCodes.entry(in: context),
            state.entry)
        try context.emit(
            ContestEntered(
                entry: state.entry, contest: contest.id, user: state.user, fee: state.fee, hold: state.hold))
    }
}
