import Messages
import Runtime
import Storage

/// Finds out where the largest remainders of a winning play's bets end. Bets of one stake are rounded alike, so they are
/// counted by stake first; what each class is rounded by then takes a pass over classes, of which there are few.
enum SettlementRanks {
    /// How many bets are counted in one turn, and how many classes are looked at.
    static let bets = 1000
    static let classes = 200

    /// A chunk's worth at most; the phase becomes `deciding` once all winning plays are done.
    /// - Returns: What it cost, in parts of a turn.
    static func advance(
        _ state: inout SettlementState, unit: Amount, in database: Connection
    ) throws -> SettlementDecision.Cost {
        guard let play = try WinningPlay.next(after: (state.play ?? 1) - 1, of: state.event, in: database) else {
            (state.phase, state.lastBet) = (.deciding, 0)
            return .of(0, outOf: bets)
        }
        state.play = play.number
        return switch state.phase {
        case .counting: .of(try count(&state, play, in: database), outOf: bets)
        case .ranking: .of(try rank(&state, play, unit, in: database), outOf: classes)
        case .cutting: .of(try cut(&state, play, in: database), outOf: classes)
        case .clearing: .of(try clear(&state, play, in: database), outOf: classes)
        case .deciding, nil: preconditionFailure("nothing is to be ranked")
        }
    }

    private static func count(
        _ state: inout SettlementState, _ play: WinningPlay, in database: Connection
    ) throws -> Int {
        let (found, last) =
            try database.first(
                """
                SELECT COUNT(*), MAX(number) FROM
                    (SELECT number FROM bet WHERE play = ? AND number > ? ORDER BY number LIMIT ?)
                """, play.id, state.lastBet, bets
            ) { (try $0.value(0, as: Int.self), try $0.value(1, as: Int64?.self)) } ?? (0, nil)
        guard let last else {
            (state.phase, state.lastStake, state.units) = (.ranking, 0, 0)
            return 0
        }
        try database.run(
            """
            INSERT INTO stake_class (play, stake, bets)
                SELECT play, stake, COUNT(*) FROM bet
                WHERE play = ? AND number > ? AND number <= ? AND status = 'accepted' GROUP BY stake
            ON CONFLICT (play, stake) DO UPDATE SET bets = bets + excluded.bets
            """, play.id, state.lastBet, last)
        state.lastBet = last
        return found
    }

    private static func rank(
        _ state: inout SettlementState, _ play: WinningPlay, _ unit: Amount, in database: Connection
    ) throws -> Int {
        let found: [(stake: Amount, bets: Int64)] = try database.rows(
            "SELECT stake, bets FROM stake_class WHERE play = ? AND stake > ? ORDER BY stake LIMIT ?", play.id,
            state.lastStake ?? 0, classes
        ) { (try $0.value(0), try $0.value(1)) }
        var given = Amount(state.units ?? 0)
        for (stake, bets) in found {
            let share = play.share(of: stake, unit: unit)
            try database.run(
                "UPDATE stake_class SET rest = ?, parts = ? WHERE play = ? AND stake = ?", share.rest.units,
                share.rest.parts, play.id, stake)
            // All shares together are at most the part.
            try given += Amount(Int64(Int128(share.payout.units) * Int128(bets)))
        }
        if let last = found.last {
            (state.lastStake, state.units) = (last.stake.units, given.units)
        } else {
            (state.phase, state.lastRest, state.lastStake) = (.cutting, [.max, .max], .max)
            state.units = try (play.part - given).units / unit.units
        }
        return found.count
    }

    private static func cut(
        _ state: inout SettlementState, _ play: WinningPlay, in database: Connection
    ) throws -> Int {
        let from = state.lastRest ?? [.max, .max]
        let found: [(rest: RoundedOff, stake: Int64, bets: Int64)] = try database.rows(
            """
            SELECT rest, parts, stake, bets FROM stake_class WHERE play = ? AND (rest, parts, stake) < (?, ?, ?)
            ORDER BY rest DESC, parts DESC, stake DESC LIMIT ?
            """, play.id, from[0], from[1], state.lastStake ?? .max, classes
        ) { (RoundedOff(units: try $0.value(0), parts: try $0.value(1)), try $0.value(2), try $0.value(3)) }
        var search = RemainderCut.Search(
            units: state.units ?? 0, found: try RemainderCut.find(of: play.id, in: database))
        for (rest, _, bets) in found { search.pass(rest, bets: bets) }
        state.units = search.left
        if let cut = search.found {
            try database.run(
                "UPDATE play SET cut_rest = ?, cut_parts = ?, cut_units = ? WHERE id = ?", cut.rest.units,
                cut.rest.parts, cut.units, play.id)
        }
        if let last = found.last, search.left > 0 {
            (state.lastRest, state.lastStake) = ([last.rest.units, last.rest.parts], last.stake)
        } else {
            precondition(search.left == 0, "a play has units left over and no bet that lacks one")
            state.phase = .clearing
        }
        return found.count
    }

    private static func clear(
        _ state: inout SettlementState, _ play: WinningPlay, in database: Connection
    ) throws -> Int {
        let gone = try database.run(
            """
            DELETE FROM stake_class WHERE play = ?1 AND stake IN
                (SELECT stake FROM stake_class WHERE play = ?1 ORDER BY stake LIMIT ?2)
            """, play.id, classes)
        if gone < classes { (state.phase, state.lastBet, state.play) = (.counting, 0, play.number + 1) }
        return gone
    }
}

extension RemainderCut {
    static func find(of play: ID<Play>, in database: Connection) throws -> RemainderCut? {
        try database.first(
            "SELECT cut_rest, cut_parts, cut_units FROM play WHERE id = ? AND cut_rest IS NOT NULL", play
        ) { row in
            RemainderCut(
                rest: RoundedOff(units: try row.value(0), parts: try row.value(1)), units: try row.value(2))
        }
    }
}
