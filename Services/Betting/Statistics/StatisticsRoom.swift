import Messages
import Runtime

extension BettingService {
    /// What came of people's stakes, and who is ahead of those who want to be seen.
    static func statistics() -> Room {
        Room(
            operations: [
                .command(ChooseLeaderboard.self),
                .query(ReadLeaderboard.self),
                .query(ReadLeaderboardChoice.self),
                .query(ReadStatistics.self),
            ],
            events: [LeaderboardChosen.self],
            timers: [BoardClock.timer: { _, context in try BoardClock.strike(in: context) }])
    }
}
