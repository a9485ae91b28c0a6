import Messages
public import Runtime

/// Events, pools and the bets on them.
public enum BettingService {
    public static func definition() -> ServiceDefinition {
        ServiceDefinition(
            name: .betting, migrations: bettingMigrations, operations: eventOperations + poolOperations,
            sagas: [SagaDefinition(placeBetSaga), SagaDefinition(settlementSaga)], events: events,
            atStart: { context in
                try CurrencyTable.prepare(in: context.database)
                try Pseudonyms.prepare(in: context)
            },
            // Bets name who made them by an id, which says nothing of one who was forgotten.
            forgetting: { _, _, _ in nil })
    }

    private static let eventOperations: [Registration] = [
        .command(CreateEvent.self), .command(ChangeEvent.self), .query(GetEvent.self), .query(ListEvents.self),
        .command(OpenEvent.self), .command(StartEvent.self), .command(CancelEvent.self), .command(FinishEvent.self),
        .command(AddPlay.self), .query(ListPlays.self), .command(ScorePlay.self),
    ]

    private static let poolOperations: [Registration] = [
        .workflow(PlaceBet.self), .query(GetBet.self), .query(ListBets.self), .query(ListEventBets.self),
        .query(GetPool.self), .query(ListWinnings.self), .command(CheckSettled.self),
    ]

    private static let events: [any Event.Type] = [
        EventCreated.self, EventChanged.self, EventOpened.self, EventStarted.self, EventSettling.self,
        EventFinished.self, EventCancelling.self, EventCancelled.self, PlayAdded.self, PlayScored.self,
        BetPlaced.self, BetRejected.self, BetSettled.self,
    ]
}
