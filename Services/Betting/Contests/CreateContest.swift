public import Messages
public import Runtime

extension CreateContest: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let organizer = try context.user().user
        guard let match = try StoredMatch.find(request.match, in: context.database) else {
            throw Failure.unknownMatch.because("there is no such match", at: "/match_id")
        }
        let terms = ContestTerms(
            code: try request.code?.text ?? ContestCodes.contest(in: context), title: request.title.text,
            fee: request.entryFee, maxPlayers: request.maxPlayers.value,
            maxPerUser: request.maxEntriesPerUser?.value ?? 1, minEntries: request.minEntries?.value ?? 0,
            prizes: request.prizeStructure, commission: request.commissionPercent, cutoff: request.joinCutoff,
            guaranteed: request.guaranteed, unfilled: request.unfilledPrizes?.known ?? .house)
        let checked = try terms.checked(on: match, in: context)
        try terms.refuseTakenCode(except: nil, in: context.database)
        let id = context.newID(Contest.self)
        try context.database.run(
            """
            INSERT INTO contest (id, match, organizer, code, title, sport, currency, fee, max_players, max_per_user,
                min_entries, prizes, prize_form, guaranteed, promised, commission_points, cutoff, unfilled, status,
                created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'scheduled', ?)
            """, id, match.id, organizer, terms.code, terms.title, match.sport, checked.currency.code, checked.fee,
            terms.maxPlayers, terms.maxPerUser, terms.minEntries, terms.prizes, checked.plan.form, checked.guaranteed,
            checked.plan.promised(checked.guaranteed), checked.commissionPoints, terms.cutoff, terms.unfilled,
            context.now)
        let contest = try StoredContest.existing(id, in: context.database).view()
        try context.emit(ContestCreated(after: contest))
        return contest
    }
}

extension UnfilledPrizes {
    /// Nil for what a newer version may mean.
    var known: UnfilledPrizes? { self == .unknown ? nil : self }
}
