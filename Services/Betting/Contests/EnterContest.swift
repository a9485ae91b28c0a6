public import Messages
public import Runtime

extension EnterContest: WorkflowHandler {
    /// Refuses at once what can be seen to be wrong; what may change meanwhile is looked at again when it is accepted.
    public static func begin(_ request: Request, in context: CommandContext) throws {
        let user = try context.user().user
        let contest = try StoredContest.existing(request.contest, in: context.database)
        guard contest.organizer != user else {
            throw Failure.organizerMayNotEnter.because("the organizer decides on the ranks, and so does not enter")
        }
        try refuseIfClosed(contest, at: context.now)
        let own = try StoredEntry.count(of: user, in: contest.id, context.database)
        guard own < contest.maxPerUser else {
            throw Failure.alreadyEntered.because(
                "this contest takes \(contest.maxPerUser) of each user's entries, and you have \(own)")
        }
        guard contest.seats < contest.maxPlayers else {
            throw Failure.contestFull.because("all \(contest.maxPlayers) places are taken, or about to be")
        }
        try context.begin(
            enterContestSaga,
            EnterContestState(
                entry: context.newID(), hold: contest.fee > .zero ? context.newID() : nil, contest: contest.id,
                user: user, fee: contest.money(contest.fee)))
    }

    static func refuseIfClosed(_ contest: StoredContest, at now: Timestamp) throws {
        guard contest.has(.open) else {
            throw Failure.contestNotOpen.because("entries are taken while a contest is open; this is \(contest.status)")
        }
        guard contest.takesJoins(at: now) else {
            throw Failure.joinsOver.because("entries are taken until the cut-off, which was \(contest.lastJoin)")
        }
    }
}
