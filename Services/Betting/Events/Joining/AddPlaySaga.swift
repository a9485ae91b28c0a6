import Messages
import Runtime

/// What the adding of a play carries from step to step.
struct AddPlayState: StakingState {
    let play: ID<Play>
    let event: ID<BettingEvent>
    let user: ID<User>?
    let name: String?
    let bet: ID<Bet>
    let hold: ID<Hold>
    /// What the player stakes on themself; nil where nothing is staked, and all is done in one go.
    let stake: Money?

    var staked: StakedMoney? {
        guard let user, let stake else { return nil }
        return StakedMoney(
            hold: hold, user: user, money: stake, purpose: "bet/\(bet)", escrow: "event/\(event)", kind: .betPlaced)
    }
}

/// Play and bet are made in one, when a stake on oneself has been put aside, so that nobody plays who has not staked. What was
/// asked for names no stake: it is the player who cannot place it.
let addPlaySaga = Saga<AddPlayState>(
    staking: "betting.add-play", reserve: AddPlaySteps.reserve, reject: AddPlaySteps.reject,
    accept: AddPlaySteps.accept,
    fields: ["/money": "/user_id", "/money/amount": "/user_id", "/money/currency": "/user_id"]
) { state, context in
    let event = try StoredEvent.existing(state.event, in: context.database)
    let play = try StoredPlay.existing(state.play, of: state.event, in: context.database)
    return SagaAnswer(AddPlay.self, play.view(in: event.currency))
}
