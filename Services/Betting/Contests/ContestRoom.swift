import Messages
import Runtime

extension BettingService {
    /// Matches, the contests that are held on them, and who is in those.
    static func contests() -> Room {
        Room(
            operations: [
                .command(CancelContest.self),
                .command(CancelMatch.self),
                .command(ChangeContest.self),
                .command(ChangeMatch.self),
                .command(CloseContest.self),
                .command(CreateContest.self),
                .command(CreateMatch.self),
                .command(FinishMatch.self),
                .command(OpenContest.self),
                .command(RankContest.self),
                .command(ScoreContest.self),
                .command(SettleContest.self),
                .command(StartMatch.self),
                .query(ExportContestEntries.self),
                .query(ExportContestResult.self),
                .query(GetContest.self),
                .query(GetContestEntry.self),
                .query(GetContestResult.self),
                .query(GetMatch.self),
                .query(ListContestEntries.self),
                .query(ListContests.self),
                .query(ListMatches.self),
                .query(ListOwnContestEntries.self),
                .workflow(EnterContest.self),
            ],
            events: [
                ContestCancelled.self, ContestCancelling.self, ContestChanged.self, ContestClosed.self,
                ContestCreated.self, ContestEntered.self, ContestEntryRejected.self, ContestEntrySettled.self,
                ContestOpened.self, ContestRanked.self, ContestScored.self, ContestSettled.self,
                ContestSettling.self, MatchCancelled.self, MatchChanged.self, MatchCreated.self,
                MatchFinished.self, MatchStarted.self,
            ],
            sagas: [
                SagaDefinition(contestRefundSaga), SagaDefinition(contestSettlementSaga),
                SagaDefinition(enterContestSaga), SagaDefinition(matchSweepSaga),
            ],
            timers: [ContestClock.timer: ContestClock.strike, MatchClock.timer: MatchClock.strike])
    }
}
