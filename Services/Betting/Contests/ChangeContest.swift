public import Messages
public import Runtime

extension ChangeContest: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let contest = try StoredContest.acted(on: request.contest, in: context)
        guard contest.has(.scheduled) else {
            throw Failure.wrongState.because("a contest is changed while it is scheduled; this is \(contest.status)")
        }
        let before = try contest.view()
        let terms = try terms(of: contest, after: request)
        let match = try StoredMatch.existing(contest.match, in: context.database)
        let checked = try terms.checked(on: match, in: context)
        try terms.refuseTakenCode(except: contest.id, in: context.database)
        try context.database.run(
            """
            UPDATE contest SET code = ?, title = ?, currency = ?, fee = ?, max_players = ?, max_per_user = ?,
                min_entries = ?, prizes = ?, prize_form = ?, guaranteed = ?, promised = ?, commission_points = ?,
                cutoff = ?, unfilled = ?
            WHERE id = ?
            """, terms.code, terms.title, checked.currency.code, checked.fee, terms.maxPlayers, terms.maxPerUser,
            terms.minEntries, terms.prizes, checked.plan.form, checked.guaranteed,
            checked.plan.promised(checked.guaranteed), checked.commissionPoints, terms.cutoff, terms.unfilled,
            contest.id)
        let after = try contest.reloaded(in: context.database).view()
        if after != before { try context.emit(ContestChanged(before: before, after: after)) }
        return after
    }

    private static func terms(of contest: StoredContest, after request: Request) throws -> ContestTerms {
        ContestTerms(
            code: request.code?.text ?? contest.code, title: request.title?.text ?? contest.title,
            fee: request.entryFee ?? contest.money(contest.fee),
            maxPlayers: request.maxPlayers?.value ?? contest.maxPlayers,
            maxPerUser: request.maxEntriesPerUser?.value ?? contest.maxPerUser,
            minEntries: request.minEntries?.value ?? contest.minEntries,
            prizes: try request.prizeStructure ?? contest.prizes(),
            commission: request.commissionPercent ?? Takeout.percent(basisPoints: contest.commissionPoints),
            cutoff: request.joinCutoff.applied(to: contest.cutoff),
            guaranteed: request.guaranteed.applied(to: contest.guaranteed.map { contest.money($0) }),
            unfilled: request.unfilledPrizes?.known ?? contest.unfilled)
    }
}
