import Messages
import Runtime

/// What the making of an entry carries from step to step.
struct EnterContestState: StakingState {
    let entry: ID<ContestEntry>
    /// Nil where nothing has to be paid.
    let hold: ID<Hold>?
    let contest: ID<Contest>
    let user: ID<User>
    let fee: Money

    var staked: StakedMoney? {
        hold.map {
            StakedMoney(
                hold: $0, user: user, money: fee, purpose: "entry/\(entry)", escrow: "contest/\(contest)",
                kind: .contestEntry)
        }
    }
}

/// A place is reserved first, so that no more people pay than there are places.
let enterContestSaga = Saga<EnterContestState>(
    staking: "betting.enter-contest", reserve: EntryAcceptance.reserve, reject: EntryAcceptance.reject,
    accept: EntryAcceptance.accept
) { state, context in
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
}
