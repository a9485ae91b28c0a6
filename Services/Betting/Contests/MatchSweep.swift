import Messages
import Runtime

/// What is to be done with all contests of a match.
struct MatchSweep: Codable, Sendable {
    enum Deed: String, Codable { case close, cancel }

    let match: ID<Match>
    let deed: Deed
}

/// Closes or cancels a match's contests, however many they are, some in each turn. Those that are done are found no more, so
/// it goes on after a crash where it was.
let matchSweepSaga = Saga<MatchSweep>(
    "betting.sweep-match", version: 1, steps: [.local("contests", MatchSweeping.contests)], end: .silent)

enum MatchSweeping {
    static let chunk = 20

    static func contests(
        _ state: inout MatchSweep, _ context: CommandContext
    ) throws -> SagaStep<MatchSweep>.Progress {
        let found: [ID<Contest>] =
            switch state.deed {
            case .close:
                try context.database.rows(
                    "SELECT id FROM contest WHERE match = ? AND status = 'open' ORDER BY id LIMIT ?", state.match, chunk
                ) { try $0.value(0) }
            case .cancel:
                try context.database.rows(
                    """
                    SELECT id FROM contest WHERE match = ? AND status IN ('scheduled','open','closed') LIMIT ?
                    """, state.match, chunk
                ) { try $0.value(0) }
            }
        for id in found {
            let contest = try StoredContest.existing(id, in: context.database)
            switch state.deed {
            case .close: try contest.close(in: context)
            case .cancel: try contest.cancel(because: .matchCancelled, in: context)
            }
        }
        return found.count < chunk ? .done : .again
    }
}
