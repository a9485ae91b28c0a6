import Messages
import Runtime

/// What the placing of a bet carries from step to step.
struct PlaceBetState: Codable, Sendable {
    let bet: ID<Bet>
    let hold: ID<Hold>
    let event: ID<BettingEvent>
    let play: ID<Play>
    let gambler: ID<User>
    let stake: Money
}

/// A stake is put aside, the bet accepted if its event still takes bets, and the stake captured. Up to the acceptance
/// all of it is taken back when something is refused; from there on it is owed.
let placeBetSaga = Saga<PlaceBetState>(
    "betting.place-bet", version: 1,
    steps: [
        .local("reserve", BetAcceptance.reserve, undo: BetAcceptance.reject),
        .call(
            "hold", .wallet, PlaceHold.self,
            request: { state, _ in
                PlaceHold.Request(
                    hold: state.hold, user: state.gambler, money: state.stake, purpose: "bet/\(state.bet)")
            },
            undo: .call(.wallet, ReleaseHold.self) { ReleaseHold.Request(hold: $0.hold) },
            fields: ["/money": "/stake"]),
        .local("accept", isPivot: true, BetAcceptance.accept),
        .call(
            "capture", .wallet, CaptureHold.self,
            request: { state, _ in
                CaptureHold.Request(hold: state.hold, escrow: "event/\(state.event)", kind: .betPlaced)
            }),
    ],
    end: .answer { state, context in
        let event = try StoredEvent.existing(state.event, in: context.database)
        guard let bet = try StoredBet.find(state.bet, in: context.database) else { throw Rejection.notFound("bet") }
        return SagaAnswer(PlaceBet.self, bet.view(in: event.currency))
    })
