import Messages
import Runtime

extension BettingService {
    /// Bets between users.
    static func peerBets(_ settings: BettingSettings) -> Room {
        Room(
            operations: [
                .command(DisputePeerBet.self),
                .command(LockPeerBet.self),
                .command(ResolvePeerBet.self),
                .query(GetPeerBet.self),
                .query(ListPeerBets.self),
                .workflow(CancelPeerBet.self),
                .workflow(CreatePeerBet.self) { try CreatePeerBet.begin($0, settings, in: $1) },
                .workflow(JoinPeerBet.self),
            ],
            events: [
                PeerBetCancelAgreed.self, PeerBetCancelled.self, PeerBetCancelling.self, PeerBetCreated.self,
                PeerBetDisputed.self, PeerBetJoined.self, PeerBetJoinRejected.self, PeerBetLocked.self,
                PeerBetPaid.self, PeerBetProposed.self, PeerBetRejected.self, PeerBetResolved.self,
                PeerStakeSettled.self,
            ],
            sagas: [
                SagaDefinition(createPeerBetSaga), SagaDefinition(joinPeerBetSaga), SagaDefinition(settlePeerBetSaga),
            ],
            timers: [PeerBetClock.timer: { try PeerBetClock.fire($0, in: $1) }])
    }
}
