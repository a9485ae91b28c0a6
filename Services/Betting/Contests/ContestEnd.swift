import Messages
import Runtime
import Storage

/// The steps that end a contest.
enum ContestEnd {
    static func settled(
        _ state: inout ContestSettlementState, _ context: CommandContext
    ) throws -> SagaStep<ContestSettlementState>.Progress {
        try context.database.run(
            "UPDATE contest SET status = 'settled', ended_at = ? WHERE id = ?", context.now, state.contest)
        let contest = try StoredContest.existing(state.contest, in: context.database)
        if let settlement = contest.settlement {
            try context.emit(ContestSettled(contest: contest.id, settlement: settlement))
        }
        return .done
    }

    static func cancelled(
        _ state: inout ContestRefundState, _ context: CommandContext
    ) throws -> SagaStep<ContestRefundState>.Progress {
        let contest = try StoredContest.existing(state.contest, in: context.database)
        try context.database.run(
            "UPDATE contest SET status = 'cancelled', ended_at = ? WHERE id = ?", context.now, contest.id)
        try context.emit(ContestCancelled(contest: contest.id, refunded: contest.money(contest.refunded)))
        return .done
    }

    /// Entries that cost nothing are over without a payment.
    static func closeFree(
        _ state: inout ContestRefundState, _ context: CommandContext
    ) throws -> SagaStep<ContestRefundState>.Progress {
        guard state.hasBegun else {
            state.hasBegun = true
            return .again
        }
        let contest = try StoredContest.existing(state.contest, in: context.database)
        guard contest.fee == .zero else { return .done }
        let entries = try context.database.rows(
            """
            SELECT number, id, user, hold, fee, winner_rank, prize FROM contest_entry
            WHERE contest = ? AND status = 'entered' AND payment IS NULL ORDER BY number LIMIT ?
            """, contest.id, Chunk.size, read: EndedEntry.read)
        for entry in entries { try entry.close(as: .refunded, of: contest, in: context) }
        try context.database.run("UPDATE contest SET done = done + ? WHERE id = ?", entries.count, contest.id)
        return entries.isEmpty ? .done : .again
    }
}
