import Messages
import Runtime

/// What the adding of a play carries from step to step.
struct AddPlayState: Codable, Sendable {
    let play: ID<Play>
    let event: ID<BettingEvent>
    let user: ID<User>?
    let name: String?
    let bet: ID<Bet>
    let hold: ID<Hold>
    /// What the player stakes on themself; nil where nothing is staked, and all is done in one go.
    let stake: Money?
}

/// A stake on oneself is put aside, then the play and the bet are made in one, and the stake is captured: up to there all
/// of it is taken back when something is refused, so that nobody plays who has not staked.
let addPlaySaga = Saga<AddPlayState>(
    "betting.add-play", version: 1,
    steps: [
        .local("reserve", AddPlaySteps.reserve, undo: AddPlaySteps.reject),
        .call(
            "hold", .wallet, PlaceHold.self,
            request: { state, _ in
                guard let user = state.user, let stake = state.stake else { return nil }
                return PlaceHold.Request(hold: state.hold, user: user, money: stake, purpose: "bet/\(state.bet)")
            },
            undo: .call(.wallet, ReleaseHold.self) { ReleaseHold.Request(hold: $0.hold) },
            // What was asked for names no stake: it is the player who cannot place it.
            fields: ["/money": "/user_id", "/money/amount": "/user_id", "/money/currency": "/user_id"]),
        .local("accept", isPivot: true, AddPlaySteps.accept),
        .call(
            "capture", .wallet, CaptureHold.self,
            request: { state, _ in
                guard state.stake != nil else { return nil }
                return CaptureHold.Request(hold: state.hold, escrow: "event/\(state.event)", kind: .betPlaced)
            }),
    ],
    end: .answer { state, context in
        let event = try StoredEvent.existing(state.event, in: context.database)
        let play = try StoredPlay.existing(state.play, of: state.event, in: context.database)
        return SagaAnswer(AddPlay.self, play.view(in: event.currency))
    })
