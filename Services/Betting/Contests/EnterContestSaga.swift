import Messages
import Runtime

/// What the making of an entry carries from step to step.
struct EnterContestState: Codable, Sendable {
    let entry: ID<ContestEntry>
    /// Nil where nothing has to be paid.
    let hold: ID<Hold>?
    let contest: ID<Contest>
    let user: ID<User>
    let fee: Money
}

/// A place is reserved, so that no more people pay than there are places; the fee put aside, the entry accepted if the
/// contest still takes any, and the fee captured. Up to the acceptance all of it is taken back when something is refused; from
/// there on it is owed. What costs nothing moves no money.
let enterContestSaga = Saga<EnterContestState>(
    "betting.enter-contest", version: 1,
    steps: [
        .local("reserve", EntryAcceptance.reserve, undo: EntryAcceptance.reject),
        .call(
            "hold", .wallet, PlaceHold.self,
            request: { state, _ in
                state.hold.map {
                    PlaceHold.Request(hold: $0, user: state.user, money: state.fee, purpose: "entry/\(state.entry)")
                }
            },
            undo: .call(.wallet, ReleaseHold.self) { state in state.hold.map { ReleaseHold.Request(hold: $0) } }),
        .local("accept", isPivot: true, EntryAcceptance.accept),
        .call(
            "capture", .wallet, CaptureHold.self,
            request: { state, _ in
                state.hold.map {
                    CaptureHold.Request(hold: $0, escrow: "contest/\(state.contest)", kind: .contestEntry)
                }
            }),
    ],
    end: .answer { state, context in
        let contest = try StoredContest.existing(state.contest, in: context.database)
        guard let entry = try StoredEntry.find(state.entry, in: context.database) else {
            throw Rejection.notFound("entry")
        }
        return SagaAnswer(
            EnterContest.self,
            ContestEntry(
                id: entry.id, contest: entry.contest, user: entry.user, player: entry.user.text, code: entry.code,
                amountDebited: contest.money(entry.fee), status: entry.status, score: nil, rank: nil,
                winnerRank: nil, prize: nil, createdAt: entry.createdAt, settledAt: nil))
    })
