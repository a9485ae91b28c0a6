public import Messages
public import Runtime
import Storage

extension ChangeEvent: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let former = try StoredEvent.acted(on: request.event, by: try context.user(), in: context)
        guard former.has(.scheduled, .open, .live) else {
            throw Failure.wrongState.because("an event is changed until it is over; this is \(former.status)")
        }
        var event = former
        event.describe(as: request)
        if let startsAt = request.startsAt { try event.moveStart(to: startsAt, at: context.now) }
        let before = try former.view(in: context.database)
        if request.changesTerms { try event.changeTerms(as: request, in: context.database) }
        try event.store(in: context)
        try event.changePolicy(request.poolPolicy, in: context)
        let after = try event.view(in: context.database)
        guard after != before else { return after }
        if event.startsAt != former.startsAt { try event.renewStartTimer(in: context) }
        try EventWords.index(event, insteadOf: former, in: context.database)
        try context.emit(EventChanged(before: before, after: after))
        context.touch(event.topic)
        return after
    }
}

extension ChangeEvent.Request {
    /// What those who have staked, or are about to, rely on.
    var changesTerms: Bool {
        takeoutPercent != nil || organizerMayBet != nil || selfStake != .keep || betsMayBeCancelled != nil
            || poolPolicy != nil
    }
}

extension StoredEvent {
    /// What hurts nobody's stake, whatever has been staked.
    fileprivate mutating func describe(as request: ChangeEvent.Request) {
        name = request.name?.text ?? name
        sport = request.sport.applied(to: sport.map(OutsideKey.init(trusted:)))?.text
        externalID = request.externalID.applied(to: externalID.map(OutsideKey.init(trusted:)))?.text
        details = request.details.applied(to: details.map(Note.init(trusted:)))?.text
        playersMayJoin = request.playersMayJoin ?? playersMayJoin
    }

    /// Later or earlier, but never back: whoever was refused a bet because it had started would have been refused wrongly.
    fileprivate mutating func moveStart(to time: Timestamp, at now: Timestamp) throws {
        guard time != startsAt else { return }
        guard !has(.live), !(has(.open) && hasStarted(at: now)) else {
            throw ChangeEvent.Failure.alreadyStarted.because(
                "a start is moved until it has come; this was \(startsAt)", at: "/starts_at")
        }
        guard time > now else {
            throw ChangeEvent.Failure.startNotInFuture.because("expected a time after \(now)", at: "/starts_at")
        }
        startsAt = time
    }

    fileprivate mutating func changeTerms(as request: ChangeEvent.Request, in database: Connection) throws {
        let former = (takeoutPoints, organizerMayBet, selfStake, betsMayBeCancelled)
        if let percent = request.takeoutPercent { takeoutPoints = try Takeout.basisPoints(ofPercent: percent) }
        organizerMayBet = request.organizerMayBet ?? organizerMayBet
        betsMayBeCancelled = request.betsMayBeCancelled ?? betsMayBeCancelled
        switch request.selfStake {
        case .keep: break
        case .clear: selfStake = nil
        case .set(let money): selfStake = try money.positive(in: currency, at: "/self_stake")
        }
        let isSame = former == (takeoutPoints, organizerMayBet, selfStake, betsMayBeCancelled)
        if !isSame || request.poolPolicy != nil { try refuseFixedTerms(in: database) }
    }

    /// Terms are anybody's business as soon as somebody can have staked.
    private func refuseFixedTerms(in database: Connection) throws {
        let isJoined = try database.first(
            """
            SELECT EXISTS (SELECT 1 FROM joining WHERE event = ?1) OR EXISTS (SELECT 1 FROM gambler WHERE event = ?1)
            """, id
        ) { try $0.value(0, as: Bool.self) }
        guard has(.scheduled), !(isJoined ?? false) else {
            throw ChangeEvent.Failure.termsFixed.because(
                "the terms of stakes are changed while an event is scheduled and nobody has staked; cancel it instead")
        }
    }

    fileprivate func store(in context: CommandContext) throws {
        try context.database.run(
            """
            UPDATE event SET name = ?, sport = ?, external_id = ?, details = ?, starts_at = ?,
                takeout_points = ?, players_may_join = ?, self_stake = ?, organizer_may_bet = ?,
                bets_may_be_cancelled = ?
            WHERE id = ?
            """, name, sport, externalID, details, startsAt, takeoutPoints, playersMayJoin, selfStake,
            organizerMayBet, betsMayBeCancelled, id)
    }
}
