public import Messages
public import Runtime
import Storage

extension SettleContest: CommandHandler {
    /// Fixes what becomes of the money. Who gets it follows in chunks, from scores and ranks that stay as they are.
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let contest = try StoredContest.acted(on: request.contest, in: context)
        // Asked for again, it is the first settlement that is told of.
        if contest.has(.settling, .settled) { return try contest.view() }
        guard contest.has(.closed) else {
            throw Failure.wrongState.because("a closed contest can be settled; this is \(contest.status)")
        }
        guard contest.matchStatus != .cancelled else {
            throw Failure.matchCancelled.because("its match is cancelled, and its fees are going back")
        }
        guard try !contest.isEntered(byCallerOf: context) else {
            throw Failure.entrantMayNotJudge.because(StoredContest.judgingRefusal)
        }
        let plan = try contest.plan()
        let filled = try filledPlaces(of: contest, plan, in: context.database)
        let figures = try contest.figures(plan: plan, filled: filled)
        try context.database.run(
            """
            UPDATE contest SET status = 'settling', filled = ?, overlay = ?, commission = ?, awarded = ?, unawarded = ?
            WHERE id = ?
            """, filled, figures.overlay, figures.commission, figures.table.awarded, figures.unawarded, contest.id)
        let settling = try contest.reloaded(in: context.database)
        if let settlement = settling.settlement {
            try context.emit(ContestSettling(contest: contest.id, settlement: settlement))
        }
        try context.begin(contestSettlementSaga, ContestSettlementState(contest: contest.id))
        return try settling.view()
    }

    /// How many of the places that have a prize somebody takes.
    private static func filledPlaces(
        of contest: StoredContest, _ plan: PrizePlan, in database: Connection
    ) throws -> Int64 {
        guard contest.ranked > 0 else {
            guard contest.scored > 0 else {
                throw Failure.noResult.because("give entries scores or ranks first; without any there is no winner")
            }
            return min(contest.scored, plan.lastPlace)
        }
        let sizes: [(rank: Int64, size: Int64)] = try database.rows(
            """
            SELECT given_rank, COUNT(*) FROM contest_entry WHERE contest = ? AND given_rank <= ?
            GROUP BY given_rank ORDER BY given_rank
            """, contest.id, plan.lastPlace
        ) { (try $0.value(0), try $0.value(1)) }
        let isEmpty = sizes.isEmpty
        if let missing = isEmpty ? 1 : Standings.fault(in: sizes) {
            throw Failure.rankMissing.because(
                "expected an entry of rank \(missing): a rank has as many entries before it as there are better places")
        }
        return min(sizes.reduce(0) { $0 + $1.size }, plan.lastPlace)
    }
}
