import Messages
import Runtime
import Storage

/// The steps of a settlement that move money.
enum SettlementPayments {
    /// How many bets go into one command to the wallet.
    static let chunk = 100

    /// Notes that the payments of the last command are made, and makes the next command of those still due. A bet is
    /// marked in the transaction that makes its command, and commands are delivered once: so each bet is paid once.
    static func next(_ state: SettlementState, _ context: CommandContext) throws -> PayFromEscrow.Request? {
        let event = try StoredEvent.existing(state.event, in: context.database)
        try confirm(event, in: context)
        let due = try context.database.rows(
            """
            SELECT number, id, user, hold, stake, payout FROM bet WHERE event = ? AND payment = 'due'
            ORDER BY number LIMIT ?
            """, state.event, chunk, read: SettledBet.read)
        guard !due.isEmpty else { return nil }
        for bet in due {
            try context.database.run("UPDATE bet SET payment = 'paying' WHERE number = ?", bet.number)
        }
        return PayFromEscrow.Request(escrow: event.escrow, payments: due.map { payment(of: $0, event) })
    }

    /// What the house keeps goes last: a pool that is not given out whole has kept nothing.
    static func takeout(_ state: SettlementState, _ context: CommandContext) throws -> PayFromEscrow.Request? {
        let event = try StoredEvent.existing(state.event, in: context.database)
        guard event.takeout > .zero else { return nil }
        let payment = PayFromEscrow.Payment(
            house: Money(event.takeout, event.currency), kind: .takeout, purpose: event.escrow)
        return PayFromEscrow.Request(escrow: event.escrow, payments: [payment])
    }

    private static func payment(of bet: SettledBet, _ event: StoredEvent) -> PayFromEscrow.Payment {
        let (money, purpose) = (Money(bet.payout, event.currency), "bet/\(bet.id)")
        return event.outcome == .refund
            ? .init(refundOf: bet.hold, money: money, kind: .betRefund, purpose: purpose)
            : .init(winner: bet.user, money: money, kind: .betPayout, purpose: purpose)
    }

    private static func confirm(_ event: StoredEvent, in context: CommandContext) throws {
        let made = try context.database.rows(
            """
            SELECT number, id, user, hold, stake, payout FROM bet WHERE event = ? AND payment = 'paying'
            ORDER BY number
            """, event.id, read: SettledBet.read)
        guard !made.isEmpty else { return }
        let isRefund = event.outcome == .refund
        var total = Amount.zero
        for bet in made {
            try bet.close(as: isRefund ? .refunded : .won, of: event, in: context)
            try credit(bet, of: event, isRefund: isRefund, in: context.database)
            try total += bet.payout
        }
        if isRefund {
            try context.database.run("UPDATE event SET refunded = refunded + ? WHERE id = ?", total, event.id)
        } else {
            try context.database.run("UPDATE event SET paid = paid + ? WHERE id = ?", total, event.id)
        }
    }

    private static func credit(
        _ bet: SettledBet, of event: StoredEvent, isRefund: Bool, in database: Connection
    ) throws {
        if isRefund {
            try database.run(
                "UPDATE gambler SET refunded = refunded + ? WHERE event = ? AND user = ?", bet.payout, event.id,
                bet.user)
        } else {
            try database.run(
                "UPDATE gambler SET paid = paid + ? WHERE event = ? AND user = ?", bet.payout, event.id, bet.user)
        }
    }
}

extension StoredEvent {
    /// The owner of the wallet's account that holds the pool.
    var escrow: String { "event/\(id)" }
}
