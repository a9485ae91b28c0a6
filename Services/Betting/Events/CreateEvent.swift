public import Messages
public import Runtime

extension CreateEvent: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let organizer = try context.user().user
        guard let currency = try CurrencyTable.find(request.currency, in: context.database) else {
            throw Failure.unknownCurrency.because(
                "there is no currency \(request.currency.text) on this platform", at: "/currency")
        }
        guard request.startsAt > context.now else {
            throw Failure.startNotInFuture.because("expected a time after \(context.now)", at: "/starts_at")
        }
        let id = context.newID(BettingEvent.self)
        try context.database.run(
            """
            INSERT INTO event (id, name, organizer, sport, external_id, details, starts_at, currency, takeout_points,
                players_may_join, self_stake, organizer_may_bet, bets_may_be_cancelled, status, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, id, request.name.text, organizer, request.sport?.text, request.externalID?.text,
            request.details?.text, request.startsAt, currency.code,
            try Takeout.basisPoints(ofPercent: request.takeoutPercent), request.playersMayJoin ?? true,
            try request.selfStake?.positive(in: currency, at: "/self_stake"), request.organizerMayBet ?? false,
            request.betsMayBeCancelled ?? true, EventStatus.scheduled, context.now)
        let stored = try StoredEvent.existing(id, in: context.database)
        try stored.changePolicy(request.poolPolicy, in: context)
        try EventWords.index(stored, in: context.database)
        let event = try stored.view(in: context.database)
        try context.emit(EventCreated(after: event))
        return event
    }
}
