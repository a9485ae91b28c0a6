import Messages
import Runtime
import Storage

/// An event's row.
struct StoredEvent {
    let id: ID<BettingEvent>
    var name: String
    let organizer: ID<User>
    var sport: String?
    var externalID: String?
    var details: String?
    var startsAt: Timestamp
    let currency: Currency
    var takeoutPoints: Int64
    var playersMayJoin: Bool
    var organizerMayBet: Bool
    var selfStake: Amount?
    var startTimer: Int64?
    let status: EventStatus
    let pool: Amount
    /// What had been staked on players who withdrew, in no pool any more.
    let withdrawn: Amount
    /// What came into the pool from other events.
    let rolledIn: Amount
    var betsMayBeCancelled: Bool
    let createdAt: Timestamp
    let endedAt: Timestamp?

    static func find(_ id: ID<BettingEvent>, in database: Connection) throws -> StoredEvent? {
        try database.first(
            """
            SELECT name, organizer, sport, external_id, details, starts_at, currency, scale, takeout_points, status,
                pool, rolled_in, bets_may_be_cancelled, created_at, ended_at, players_may_join, organizer_may_bet,
                self_stake, start_timer, withdrawn
            FROM event JOIN currency ON code = currency WHERE id = ?
            """, id
        ) { row in
            StoredEvent(
                id: id, name: try row.value(0), organizer: try row.value(1), sport: try row.value(2),
                externalID: try row.value(3), details: try row.value(4), startsAt: try row.value(5),
                currency: Currency(code: try row.value(6), scale: try row.value(7)), takeoutPoints: try row.value(8),
                playersMayJoin: try row.value(15), organizerMayBet: try row.value(16), selfStake: try row.value(17),
                startTimer: try row.value(18), status: try row.value(9), pool: try row.value(10),
                withdrawn: try row.value(19), rolledIn: try row.value(11),
                betsMayBeCancelled: try row.value(12), createdAt: try row.value(13), endedAt: try row.value(14))
        }
    }

    /// The event, or the refusal that says that there is none.
    static func existing(_ id: ID<BettingEvent>, in database: Connection) throws -> StoredEvent {
        guard let event = try find(id, in: database) else { throw Rejection.notFound("event") }
        return event
    }

    /// The event as clients see it.
    func view(in database: Connection) throws -> BettingEvent {
        let winners: [ID<Play>] = try database.rows(
            "SELECT id FROM play WHERE event = ? AND is_winner = 1 ORDER BY number", id
        ) { try $0.value(0) }
        return BettingEvent(
            id: id, name: name, organizer: organizer, startsAt: startsAt,
            currency: CurrencyCode(trusted: currency.code), sport: sport, externalID: externalID, details: details,
            takeoutPercent: Takeout.percent(basisPoints: takeoutPoints), playersMayJoin: playersMayJoin,
            selfStake: selfStake.map { Money($0, currency) }, organizerMayBet: organizerMayBet, status: status,
            pool: Money(pool, currency), winners: winners, createdAt: createdAt, endedAt: endedAt,
            poolPolicy: try PoolRules.find(of: id, in: database).policy(in: currency),
            betsMayBeCancelled: betsMayBeCancelled, rolledIn: Money(rolledIn, currency),
            settlement: try StoredSettlement.find(of: id, in: database)?.view(of: self))
    }

    /// The event again, after a change of its row.
    func reloaded(in database: Connection) throws -> StoredEvent { try StoredEvent.existing(id, in: database) }

    func has(_ status: EventStatus...) -> Bool { status.contains(self.status) }

    func hasStarted(at now: Timestamp) -> Bool { now >= startsAt }
}
