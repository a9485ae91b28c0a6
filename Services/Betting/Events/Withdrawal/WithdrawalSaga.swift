import Messages
import Runtime

/// Where a withdrawal stands.
struct WithdrawalState: Codable, Sendable {
    let event: ID<BettingEvent>
    let play: ID<Play>
    /// The command that begins it only takes the stakes out of the pool.
    var hasBegun = false
    /// The last of those who have been told.
    var told = ID<User>(high: 0, low: 0)
}

/// Gives back every stake on a player who is out. Where it stands is in the rows, so it goes on after a crash where it was.
let withdrawalSaga = Saga<WithdrawalState>(
    "betting.withdraw-play", version: 1,
    steps: [
        .local("begin", WithdrawalSteps.begin),
        .call("refund", .wallet, PayFromEscrow.self, repeats: true, request: WithdrawalSteps.refund),
        .local("end", WithdrawalSteps.end),
        .call(
            "tell", .identity, TellPeople.self, repeats: true, request: WithdrawalNews.request,
            take: WithdrawalNews.take),
    ],
    end: .silent)
