public import Messages
public import Runtime

extension CancelBet: WorkflowHandler {
    /// From here on the bet counts nowhere; what remains is to give its stake back.
    public static func begin(_ request: Request, in context: CommandContext) throws {
        let gambler = try context.user().user
        guard let bet = try StoredBet.find(request.bet, in: context.database), bet.user == gambler,
            bet.status != .reserved
        else { throw Rejection.notFound("bet of yours") }
        let event = try StoredEvent.existing(bet.event, in: context.database)
        guard bet.status == .accepted, event.has(.scheduled, .open, .live) else {
            throw Failure.wrongState.because(
                "a bet that is accepted can be taken back; this is \(bet.status), and its event \(event.status)")
        }
        let play = try StoredPlay.existing(bet.play, of: event.id, in: context.database)
        guard play.isPlaying else {
            throw Failure.wrongState.because("the player has withdrawn, and the stake is on its way back by itself")
        }
        guard play.selfBet != bet.id else {
            throw Failure.cancellationNotAllowed.because(
                "who plays has staked on themself; withdraw from the event to have it back")
        }
        guard event.betsMayBeCancelled else {
            throw Failure.cancellationNotAllowed.because("its organizer has laid down that bets on this event stay")
        }
        guard event.has(.open) else {
            throw Failure.eventNotOpen.because("bets are taken back while their event is open; this is \(event.status)")
        }
        guard !event.hasStarted(at: context.now) else {
            throw Failure.alreadyStarted.because("bets are taken back until the start, which was \(event.startsAt)")
        }
        try context.begin(cancelBetSaga, CancelBetState(bet: bet.id))
    }
}

/// What the cancelling of a bet carries from step to step.
struct CancelBetState: Codable, Sendable {
    let bet: ID<Bet>
}

/// A bet leaves its pool at once, so that no settlement can count it, and its stake follows. The wallet takes commands in
/// the order in which they are made, so that the stake has been captured before it is given back.
let cancelBetSaga = Saga<CancelBetState>(
    "betting.cancel-bet", version: 1,
    steps: [
        .local("leave", isPivot: true, BetCancellation.leave),
        .call("refund", .wallet, PayFromEscrow.self, request: BetCancellation.refund),
        .local("close", BetCancellation.close),
    ],
    end: .answerAtEnd(patience: BetCancellation.patience) { state, _, context in
        let bet = try BetCancellation.bet(state, context)
        return SagaAnswer(CancelBet.self, bet.view(in: try BetCancellation.event(of: bet, context).currency))
    })

/// The steps of taking a bet back.
enum BetCancellation {
    /// How long whoever asks waits for the stake to be back before they are told that it is on its way.
    static let patience: Int64 = 3000

    static func leave(
        _ state: inout CancelBetState, _ context: CommandContext
    ) throws -> SagaStep<CancelBetState>.Progress {
        let bet = try bet(state, context)
        let event = try event(of: bet, context)
        try BetAcceptance.discount(bet, in: context.database)
        try context.database.run("UPDATE bet SET status = 'cancelling' WHERE number = ?", bet.number)
        try context.emit(
            BetCancelling(
                bet: bet.id, event: bet.event, play: bet.play, gambler: bet.user,
                stake: Money(bet.stake, event.currency)))
        context.touch(event.topic)
        return .done
    }

    static func refund(_ state: CancelBetState, _ context: CommandContext) throws -> PayFromEscrow.Request? {
        let bet = try bet(state, context)
        let event = try event(of: bet, context)
        let payment = PayFromEscrow.Payment(
            refundOf: bet.hold, money: Money(bet.stake, event.currency), kind: .betRefund, purpose: "bet/\(bet.id)")
        return PayFromEscrow.Request(escrow: event.escrow, payments: [payment])
    }

    static func close(
        _ state: inout CancelBetState, _ context: CommandContext
    ) throws -> SagaStep<CancelBetState>.Progress {
        let bet = try bet(state, context)
        let event = try event(of: bet, context)
        try context.database.run(
            "UPDATE bet SET status = 'cancelled', payout = stake, settled_at = ? WHERE number = ?", context.now,
            bet.number)
        let results = DailyResults(user: bet.user, kind: .poolBet, sport: event.sport, currency: event.currency)
        try results.count(Tally(.refunded, stake: bet.stake, payout: bet.stake), in: context)
        try context.emit(
            BetCancelled(
                bet: bet.id, event: bet.event, play: bet.play, gambler: bet.user,
                stake: Money(bet.stake, event.currency)))
        return .done
    }

    static func bet(_ state: CancelBetState, _ context: CommandContext) throws -> StoredBet {
        guard let bet = try StoredBet.find(state.bet, in: context.database) else {
            preconditionFailure("a bet vanished from under its cancellation")
        }
        return bet
    }

    static func event(of bet: StoredBet, _ context: CommandContext) throws -> StoredEvent {
        try StoredEvent.existing(bet.event, in: context.database)
    }
}
