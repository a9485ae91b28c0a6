import Messages
import Runtime

extension BettingService {
    /// Odds that were seen at outside books, what follows from them, and the edges that people find.
    static func edges() -> Room {
        Room(
            operations: [
                .command(ChangeEdge.self),
                .command(CleanUpEdges.self),
                .command(CreateEdge.self),
                .command(DeleteEdge.self),
                .command(MarkEdgeStale.self),
                .command(RecordQuote.self),
                .command(RecordQuotes.self),
                .command(TakeRiskProfile.self),
                .command(TakeStakeLimits.self),
                .command(UseEdge.self),
                .query(FindBestQuotes.self),
                .query(GetEdge.self),
                .query(GetQuote.self),
                .query(ListArbitrages.self),
                .query(ListEdges.self),
                .query(ListQuotes.self),
                .query(ListSteamMoves.self),
                .query(ListTopEdges.self),
                .query(RecommendStake.self),
            ],
            events: [
                ArbitrageEnded.self, ArbitrageFound.self, EdgeChanged.self, EdgeCreated.self, EdgeMoved.self,
                EdgePutAway.self, QuotesRecorded.self, SteamMoveSeen.self,
            ],
            timers: [EdgeClock.timer: EdgeClock.strike, StoredArbitrage.timer: StoredArbitrage.strike])
    }
}
