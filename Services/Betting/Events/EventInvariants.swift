import Messages
import Storage

/// What must hold of events and plays at every commit.
enum EventInvariants {
    static func violations(in database: Connection) throws -> [String] {
        try brokenWithdrawals(in: database) + forsaken(in: database) + unstarted(in: database)
            + brokenJoining(in: database)
    }

    /// Of a player who is out nothing is in the pool, and what was given back is what their bets say.
    private static func brokenWithdrawals(in database: Connection) throws -> [String] {
        try database.rows(
            """
            SELECT id FROM play WHERE
                (state = 'playing' AND withdrawn + returned > 0) OR (state <> 'playing' AND stakes + bets > 0)
                OR returned <> (SELECT COALESCE(SUM(payout), 0) FROM bet
                    WHERE play = play.id AND play.state <> 'playing' AND bet.status = 'refunded')
                OR (state = 'withdrawn' AND (returned <> withdrawn OR sent_to IS NOT NULL))
                OR (state <> 'playing' AND (is_winner = 1 OR part IS NOT NULL))
            """
        ) { "the stakes on player \(try $0.value(0, as: ID<Play>.self)), who is out, are not what is given back" }
    }

    /// A player on the way out is seen to by a saga, and their event is not over.
    private static func forsaken(in database: Connection) throws -> [String] {
        let attended = Set(try sagas(withdrawalSaga.name, WithdrawalState.self, in: database).map(\.play))
        let leaving: [(play: ID<Play>, status: EventStatus)] = try database.rows(
            "SELECT play.id, status FROM play JOIN event ON event.id = play.event WHERE play.state = 'withdrawing'"
        ) { (try $0.value(0), try $0.value(1)) }
        return leaving.filter { !attended.contains($0.play) || [.finished, .cancelled].contains($0.status) }
            .map { "player \($0.play) is on the way out and forsaken" }
    }

    /// An open event has a timer of its own that starts it.
    private static func unstarted(in database: Connection) throws -> [String] {
        try database.rows(
            """
            SELECT event.id FROM event LEFT JOIN runtime_timers ON runtime_timers.number = start_timer
            WHERE status = 'open' AND (handler IS NOT ? OR due IS NOT starts_at)
            """, StartTimer.name
        ) { "event \(try $0.value(0, as: ID<BettingEvent>.self)) is open and nothing starts it in time" }
    }

    private static func brokenJoining(in database: Connection) throws -> [String] {
        let attended = Set(try sagas(addPlaySaga.name, AddPlayState.self, in: database).map(\.bet))
        let joining: [ID<Bet>] = try database.rows("SELECT bet FROM joining") { try $0.value(0) }
        return joining.filter { !attended.contains($0) }.map { "somebody joins by bet \($0) and nothing decides on it" }
    }

    private static func sagas<State: Decodable>(
        _ name: String, _ state: State.Type, in database: Connection
    ) throws -> [State] {
        try database.rows("SELECT state FROM runtime_sagas WHERE definition = ?", name) {
            try WireCoding().decode(State.self, from: Array(try $0.value(0, as: String.self).utf8))
        }
    }
}
