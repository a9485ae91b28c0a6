import Messages
import Runtime

/// What the placing of a bet carries from step to step.
struct PlaceBetState: StakingState {
    let bet: ID<Bet>
    let hold: ID<Hold>
    let event: ID<BettingEvent>
    let play: ID<Play>
    let gambler: ID<User>
    let stake: Money

    var staked: StakedMoney? {
        StakedMoney(
            hold: hold, user: gambler, money: stake, purpose: "bet/\(bet)", escrow: "event/\(event)", kind: .betPlaced)
    }
}

let placeBetSaga = Saga<PlaceBetState>(
    staking: "betting.place-bet", reserve: BetAcceptance.reserve, reject: BetAcceptance.reject,
    accept: BetAcceptance.accept, fields: ["/money": "/stake"]
) { state, context in
    let event = try StoredEvent.existing(state.event, in: context.database)
    guard let bet = try StoredBet.find(state.bet, in: context.database) else { throw Rejection.notFound("bet") }
    return SagaAnswer(PlaceBet.self, bet.view(in: event.currency))
}
