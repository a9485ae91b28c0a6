import Messages
import Runtime
import Storage

/// The step of a settlement that pays gamblers. By now every bet that gets nothing is over, so that all that are still
/// open are to be paid.
enum SettlementPayments {
    /// Notes that the payments of the last command are made, and makes the next command. Up to where it pays is noted in
    /// the transaction that makes it, and commands are delivered once: so each bet is paid once.
    static func next(_ state: SettlementState, _ context: CommandContext) throws -> PayFromEscrow.Request? {
        let event = try StoredEvent.existing(state.event, in: context.database)
        let settlement = try StoredSettlement.existing(of: event.id, in: context.database)
        let isRefund = settlement.outcome == .refund
        if let last = settlement.paying {
            try confirm(event, upTo: last, isRefund: isRefund, in: context)
        }
        let due = try open(of: event.id, upTo: .max, limit: Chunk.size, in: context.database)
        try context.database.run(
            "UPDATE settlement SET paying = ? WHERE event = ?", due.last?.number, event.id)
        guard !due.isEmpty else { return nil }
        return PayFromEscrow.Request(
            escrow: event.escrow, payments: due.map { payment(of: $0, event, isRefund: isRefund) })
    }

    private static func open(
        of event: ID<BettingEvent>, upTo last: Int64, limit: Int, in database: Connection
    ) throws -> [SettledBet] {
        try database.rows(
            """
            SELECT number, id, user, hold, stake, payout FROM bet
            WHERE event = ? AND number <= ? AND status = 'accepted' ORDER BY number LIMIT ?
            """, event, last, limit, read: SettledBet.read)
    }

    private static func payment(
        of bet: SettledBet, _ event: StoredEvent, isRefund: Bool
    ) -> PayFromEscrow.Payment {
        let (money, purpose) = (Money(bet.payout, event.currency), "bet/\(bet.id)")
        return isRefund
            ? .init(refundOf: bet.hold, money: money, kind: .betRefund, purpose: purpose)
            : .init(winner: bet.user, money: money, kind: .betPayout, purpose: purpose)
    }

    private static func confirm(
        _ event: StoredEvent, upTo last: Int64, isRefund: Bool, in context: CommandContext
    ) throws {
        let database = context.database
        // However many an earlier program put into a command.
        let made = try open(of: event.id, upTo: last, limit: PayFromEscrow.paymentLimit, in: database)
        var (total, got) = (Amount.zero, [ID<User>: Amount]())
        for bet in made {
            try bet.close(as: isRefund ? .refunded : .won, payout: bet.payout, of: event, in: context)
            got[bet.user] = try got[bet.user, default: .zero] + bet.payout
            try total += bet.payout
        }
        for (user, amount) in got.sorted(by: { $0.key < $1.key }) {
            try database.run(
                """
                UPDATE gambler SET due = due - ?1, paid = paid + IIF(?2, 0, ?1), refunded = refunded + IIF(?2, ?1, 0)
                WHERE event = ?3 AND user = ?4
                """, amount, isRefund, event.id, user)
        }
        try database.run(
            """
            UPDATE settlement SET closed = closed + ?1, paid = paid + IIF(?3, 0, ?2),
                refunded = refunded + IIF(?3, ?2, 0)
            WHERE event = ?4
            """, made.count, total, isRefund, event.id)
    }
}
