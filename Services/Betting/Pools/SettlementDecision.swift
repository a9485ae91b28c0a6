import Messages
import Runtime
import Storage

/// The step of a settlement that decides what each bet gets, in one pass over the bets.
enum SettlementDecision {
    typealias Progress = SagaStep<SettlementState>.Progress

    /// What of a turn is used up, in thousandths.
    struct Cost {
        let parts: Int

        /// Looking costs something even where nothing is found.
        static func of(_ count: Int, outOf limit: Int) -> Cost { Cost(parts: max(count * 1000 / limit, 20)) }
    }

    static func decide(_ state: inout SettlementState, _ context: CommandContext) throws -> Progress {
        guard state.hasBegun else {
            state.hasBegun = true
            return .again
        }
        let event = try StoredEvent.existing(state.event, in: context.database)
        let settlement = try StoredSettlement.existing(of: event.id, in: context.database)
        let rules = try PoolRules.find(of: event.id, in: context.database)
        if state.phase == nil {
            let areRanked = settlement.outcome == .payout && rules.breakage == .largestRemainder
            (state.phase, state.lastBet) = (areRanked ? .counting : .deciding, 0)
        }
        var used = 0
        while used < 1000 {
            guard state.phase == .deciding else {
                used += try SettlementRanks.advance(&state, unit: rules.roundingUnit, in: context.database).parts
                continue
            }
            let limit = max(1, Chunk.size * (1000 - used) / 1000)
            var turn = SettlementTurn(event: event, outcome: settlement.outcome, unit: rules.roundingUnit, context)
            guard let last = try turn.decide(after: state.lastBet, limit: limit) else {
                try end(event, in: context.database)
                return .done
            }
            state.lastBet = last
            used = 1000
        }
        return .again
    }

    /// What is left of the winning plays' parts is breakage.
    private static func end(_ event: StoredEvent, in database: Connection) throws {
        try database.run(
            """
            UPDATE settlement SET breakage =
                (SELECT COALESCE(SUM(leftover), 0) FROM play WHERE event = ?1 AND part IS NOT NULL)
            WHERE event = ?1
            """, event.id)
    }
}
