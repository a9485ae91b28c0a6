import Messages
import Runtime
import Storage

/// The steps of a contest's end that move money.
enum ContestPayments {
    /// What the house adds where more is promised than was paid in. It comes before the first prize.
    static func fund(_ state: ContestSettlementState, _ context: CommandContext) throws -> FundEscrow.Request? {
        let contest = try StoredContest.existing(state.contest, in: context.database)
        guard let overlay = contest.settled?.overlay, overlay > .zero else { return nil }
        try context.database.run("UPDATE contest SET funded = overlay WHERE id = ?", contest.id)
        return FundEscrow.Request(
            escrow: contest.escrow, money: contest.money(overlay), kind: .overlay, purpose: contest.escrow)
    }

    static func prizes(_ state: ContestSettlementState, _ context: CommandContext) throws -> PayFromEscrow.Request? {
        try next(of: state.contest, isRefund: false, in: context)
    }

    static func refunds(_ state: ContestRefundState, _ context: CommandContext) throws -> PayFromEscrow.Request? {
        try next(of: state.contest, isRefund: true, in: context)
    }

    /// What the house keeps goes last: a pool that is not given out whole has kept nothing.
    static func kept(_ state: ContestSettlementState, _ context: CommandContext) throws -> PayFromEscrow.Request? {
        let contest = try StoredContest.existing(state.contest, in: context.database)
        guard let settled = contest.settled else { return nil }
        let kept: [(Amount, TransactionKind)] = [(settled.commission, .commission), (settled.unawarded, .unawarded)]
        let payments = kept.filter { $0.0 > .zero }.map { amount, kind in
            PayFromEscrow.Payment(house: contest.money(amount), kind: kind, purpose: contest.escrow)
        }
        try context.database.run("UPDATE contest SET kept = commission + unawarded WHERE id = ?", contest.id)
        return payments.isEmpty ? nil : PayFromEscrow.Request(escrow: contest.escrow, payments: payments)
    }

    /// Notes that the payments of the last command are made, and makes the next command. An entry is marked in the
    /// transaction that makes its command, and commands are delivered once: so each entry is paid once.
    private static func next(
        of id: ID<Contest>, isRefund: Bool, in context: CommandContext
    ) throws -> PayFromEscrow.Request? {
        let contest = try StoredContest.existing(id, in: context.database)
        try confirm(contest, isRefund: isRefund, in: context)
        let entries = try isRefund ? unsettled(of: id, in: context.database) : due(of: id, in: context.database)
        guard !entries.isEmpty else { return nil }
        for entry in entries {
            try context.database.run("UPDATE contest_entry SET payment = 'paying' WHERE number = ?", entry.number)
        }
        return PayFromEscrow.Request(
            escrow: contest.escrow, payments: entries.compactMap { payment(of: $0, contest, isRefund: isRefund) })
    }

    private static func payment(
        of entry: EndedEntry, _ contest: StoredContest, isRefund: Bool
    ) -> PayFromEscrow.Payment? {
        let purpose = "entry/\(entry.id)"
        guard isRefund else {
            return .init(winner: entry.user, money: contest.money(entry.prize), kind: .prize, purpose: purpose)
        }
        return entry.hold.map {
            .init(refundOf: $0, money: contest.money(entry.fee), kind: .contestRefund, purpose: purpose)
        }
    }

    private static func due(of contest: ID<Contest>, in database: Connection) throws -> [EndedEntry] {
        try database.rows(
            """
            SELECT number, id, user, hold, fee, winner_rank, prize FROM contest_entry
            WHERE contest = ? AND payment = 'due' ORDER BY number LIMIT ?
            """, contest, Chunk.size, read: EndedEntry.read)
    }

    private static func unsettled(of contest: ID<Contest>, in database: Connection) throws -> [EndedEntry] {
        try database.rows(
            """
            SELECT number, id, user, hold, fee, winner_rank, prize FROM contest_entry
            WHERE contest = ? AND status = 'entered' AND payment IS NULL ORDER BY number LIMIT ?
            """, contest, Chunk.size, read: EndedEntry.read)
    }

    private static func confirm(_ contest: StoredContest, isRefund: Bool, in context: CommandContext) throws {
        let made = try context.database.rows(
            """
            SELECT number, id, user, hold, fee, winner_rank, prize FROM contest_entry
            WHERE contest = ? AND payment = 'paying' ORDER BY number
            """, contest.id, read: EndedEntry.read)
        guard !made.isEmpty else { return }
        for entry in made {
            try entry.close(as: isRefund ? .refunded : .won, of: contest, in: context)
            if isRefund {
                try context.database.run(
                    "UPDATE contest_player SET refunded = refunded + ? WHERE contest = ? AND user = ?", entry.fee,
                    contest.id, entry.user)
            } else {
                try context.database.run(
                    "UPDATE contest_player SET prize = prize + ? WHERE contest = ? AND user = ?", entry.prize,
                    contest.id, entry.user)
            }
        }
        let total = try made.map { isRefund ? $0.fee : $0.prize }.total()
        if isRefund {
            try context.database.run(
                "UPDATE contest SET refunded = refunded + ?, done = done + ? WHERE id = ?", total, made.count,
                contest.id)
        } else {
            try context.database.run(
                "UPDATE contest SET paid = paid + ?, done = done + ? WHERE id = ?", total, made.count, contest.id)
        }
    }
}
