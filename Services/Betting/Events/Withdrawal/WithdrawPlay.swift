public import Messages
public import Runtime
import Storage

extension WithdrawPlay: CommandHandler {
    /// Takes the player's stakes out of the pool, so that everybody else's dividends are right from here on. The bets
    /// themselves follow in chunks.
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let asker = try context.user()
        let event = try StoredEvent.existing(request.event, in: context.database)
        let play = try StoredPlay.existing(request.play, of: event.id, in: context.database)
        try event.refuseWithdrawal(of: play, by: asker, at: context.now)
        guard play.isPlaying else {
            throw Failure.alreadyWithdrawn.because("this player has withdrawn before")
        }
        try context.database.run(
            "UPDATE play SET state = 'withdrawing', withdrawn = stakes, stakes = 0, bets = 0 WHERE id = ?", play.id)
        try context.database.run(
            "UPDATE event SET pool = pool - ?1, withdrawn = withdrawn + ?1 WHERE id = ?2", play.stakes, event.id)
        try context.emit(
            PlayWithdrawing(
                play: play.id, event: event.id, user: play.user, stakes: Money(play.stakes, event.currency)))
        try context.begin(withdrawalSaga, WithdrawalState(event: event.id, play: play.id))
        context.touch(event.topic)
        return try StoredPlay.existing(play.id, of: event.id, in: context.database).view(in: event.currency)
    }
}

extension StoredEvent {
    /// Who runs the event takes players out until it is over; a player goes until the start.
    fileprivate func refuseWithdrawal(of play: StoredPlay, by asker: Statement, at now: Timestamp) throws {
        guard isRun(by: asker) || play.user == asker.user else {
            throw CommonFailure.forbidden.because("a player withdraws themself, or the organizer or an admin does it")
        }
        guard has(.scheduled, .open, .live) else {
            throw WithdrawPlay.Failure.wrongState.because("players withdraw until the finish; the event is \(status)")
        }
        guard isRun(by: asker) || !(has(.live) || hasStarted(at: now)) else {
            throw WithdrawPlay.Failure.alreadyStarted.because(
                "players withdraw by themselves until the start; ask the organizer")
        }
    }

    /// Begins to give the pool out; while stakes on players who withdrew are still given back, the last of these does it, so
    /// that an event ends when nobody is owed anything any more.
    func settleOnceReturned(in context: CommandContext) throws {
        let isReturning = try context.database.first(
            "SELECT 1 FROM play WHERE event = ? AND state = 'withdrawing' LIMIT 1", id
        ) { _ in true }
        guard isReturning == nil else { return }
        try context.begin(settlementSaga, SettlementState(event: id))
    }
}
