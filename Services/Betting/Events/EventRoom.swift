import Messages
import Runtime

extension BettingService {
    /// What people bet on, and who plays in it.
    static func events() -> Room {
        Room(
            operations: [
                .command(CancelEvent.self),
                .command(ChangeEvent.self),
                .command(CreateEvent.self),
                .command(FinishEvent.self),
                .command(OpenEvent.self),
                .command(ScorePlay.self),
                .command(StartEvent.self),
                .command(WithdrawPlay.self),
                .live(FollowEvent.self),
                .query(GetEvent.self),
                .query(GetPlay.self),
                .query(ListEvents.self),
                .query(ListPlays.self),
                .workflow(AddPlay.self),
            ],
            events: [
                EventCancelled.self, EventCancelling.self, EventChanged.self, EventCreated.self, EventFinished.self,
                EventOpened.self, EventSettling.self, EventStarted.self, PlayAdded.self, PlayScoreTakenBack.self,
                PlayScored.self, PlayWithdrawing.self, PlayWithdrawn.self,
            ],
            sagas: [SagaDefinition(addPlaySaga), SagaDefinition(withdrawalSaga)],
            timers: [IndexEvents.name: IndexEvents.fire, StartTimer.name: StartTimer.fire])
    }
}
