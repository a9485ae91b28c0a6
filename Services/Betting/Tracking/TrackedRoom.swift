import Messages
import Runtime

extension BettingService {
    /// Bets that people make at outside books, their money there, and how well they do.
    static func tracking() -> Room {
        Room(
            operations: [
                .command(CancelTrackedBet.self),
                .command(ChangeTrackedBet.self),
                .command(CompleteTrackedTransaction.self),
                .command(CreateTrackedBet.self),
                .command(DeleteTrackedBet.self),
                .command(DisputeTrackedBet.self),
                .command(FailTrackedTransaction.self),
                .command(RecordTrackedTransaction.self),
                .command(ResolveTrackedDispute.self),
                .command(RetryTrackedTransaction.self),
                .command(SetClosingLine.self),
                .command(SettleTrackedBet.self),
                .query(ExportTrackedBets.self),
                .query(GetTrackedBet.self),
                .query(ListBookBalances.self),
                .query(ListTrackedBets.self),
                .query(ListTrackedHistory.self),
                .query(GetTrackedTransaction.self),
                .query(ListTrackedTransactions.self),
                .query(ReadDashboard.self),
                .query(ReadOwnWeek.self),
                .query(ReadTrackedStatistics.self),
                .query(ReadWeekOfAll.self),
            ],
            events: [
                TrackedBetChanged.self, TrackedBetCreated.self, TrackedBetPutAway.self, TrackedTransactionMoved.self,
                TrackedTransactionRecorded.self,
            ])
    }
}
