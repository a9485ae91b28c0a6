import Messages
import Runtime

extension BettingService {
    /// The bets on an event, and how their pool is given out.
    static func pools() -> Room {
        Room(
            operations: [
                .command(CheckSettled.self),
                .query(GetBet.self),
                .query(GetPool.self),
                .query(ListBets.self),
                .query(ListEventBets.self),
                .query(ListWinnings.self),
                .workflow(CancelBet.self),
                .workflow(PlaceBet.self),
            ],
            events: [
                BetCancelled.self, BetCancelling.self, BetPlaced.self, BetRejected.self, BetSettled.self,
                PoolRolledOver.self,
            ],
            sagas: [
                SagaDefinition(cancelBetSaga), SagaDefinition(firstSettlementSaga), SagaDefinition(passOnSaga),
                SagaDefinition(placeBetSaga), SagaDefinition(settlementSaga),
            ])
    }
}
