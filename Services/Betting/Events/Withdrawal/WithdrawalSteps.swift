import Messages
import Runtime
import Storage

/// The steps of a withdrawal.
enum WithdrawalSteps {
    typealias Progress = SagaStep<WithdrawalState>.Progress

    static func begin(_ state: inout WithdrawalState, _ context: CommandContext) throws -> Progress {
        if state.hasBegun { return .done }
        state.hasBegun = true
        return .again
    }

    /// Notes that the refunds of the last command are made, and makes the next command. Up to where it pays is noted in the
    /// transaction that makes it, and commands are delivered once: so each stake goes back once.
    static func refund(_ state: WithdrawalState, _ context: CommandContext) throws -> PayFromEscrow.Request? {
        let event = try StoredEvent.existing(state.event, in: context.database)
        let (done, last) =
            try context.database.first("SELECT returned_to, sent_to FROM play WHERE id = ?", state.play) {
                (try $0.value(0, as: Int64.self), try $0.value(1, as: Int64?.self))
            } ?? (0, nil)
        if let last { try confirm(state, after: done, upTo: last, of: event, in: context) }
        let bets = try open(state, after: last ?? done, upTo: .max, limit: Chunk.size, in: context.database)
        try context.database.run(
            "UPDATE play SET returned_to = ?, sent_to = ? WHERE id = ?", last ?? done, bets.last?.number, state.play)
        guard !bets.isEmpty else { return nil }
        return PayFromEscrow.Request(
            escrow: event.escrow,
            payments: bets.map { bet in
                PayFromEscrow.Payment(
                    refundOf: bet.hold, money: Money(bet.stake, event.currency), kind: .betRefund,
                    purpose: "bet/\(bet.id)")
            })
    }

    private static func open(
        _ state: WithdrawalState, after first: Int64, upTo last: Int64, limit: Int, in database: Connection
    ) throws -> [SettledBet] {
        try database.rows(
            """
            SELECT number, id, user, hold, stake, payout FROM bet
            WHERE play = ? AND number > ? AND number <= ? AND status = 'accepted' ORDER BY number LIMIT ?
            """, state.play, first, last, limit, read: SettledBet.read)
    }

    private static func confirm(
        _ state: WithdrawalState, after first: Int64, upTo last: Int64, of event: StoredEvent,
        in context: CommandContext
    ) throws {
        var (total, got) = (Amount.zero, [ID<User>: Amount]())
        let made = try open(
            state, after: first, upTo: last, limit: PayFromEscrow.paymentLimit, in: context.database)
        for bet in made {
            try bet.close(as: .refunded, payout: bet.stake, of: event, in: context)
            got[bet.user] = try got[bet.user, default: .zero] + bet.stake
            try total += bet.stake
        }
        for (user, amount) in got.sorted(by: { $0.key < $1.key }) {
            try context.database.run(
                """
                UPDATE gambler SET refunded = refunded + ?1, returned = returned + ?1 WHERE event = ?2 AND user = ?3
                """, amount, event.id, user)
        }
        try context.database.run("UPDATE play SET returned = returned + ? WHERE id = ?", total, state.play)
    }

    /// An event that was ended meanwhile has waited for this.
    static func end(_ state: inout WithdrawalState, _ context: CommandContext) throws -> Progress {
        let event = try StoredEvent.existing(state.event, in: context.database)
        let play = try StoredPlay.existing(state.play, of: event.id, in: context.database)
        precondition(play.returned == play.withdrawn, "a withdrawal ends with stakes that were not given back")
        try context.database.run("UPDATE play SET state = 'withdrawn' WHERE id = ?", play.id)
        try context.emit(
            PlayWithdrawn(play: play.id, event: event.id, returned: Money(play.returned, event.currency)))
        if event.has(.settling, .cancelling) { try event.settleOnceReturned(in: context) }
        context.touch(event.topic)
        return .done
    }
}
