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
    let status: EventStatus
    let pool: Amount
    let outcome: PoolOutcome?
    let takeout: Amount
    let paid: Amount
    let refunded: Amount
    let createdAt: Timestamp
    let endedAt: Timestamp?

    static func find(_ id: ID<BettingEvent>, in database: Connection) throws -> StoredEvent? {
        try database.first(
            """
            SELECT name, organizer, sport, external_id, details, starts_at, currency, scale, takeout_points, status,
                pool, outcome, takeout, paid, refunded, created_at, ended_at
            FROM event JOIN currency ON code = currency WHERE id = ?
            """, id
        ) { row in
            StoredEvent(
                id: id, name: try row.value(0), organizer: try row.value(1), sport: try row.value(2),
                externalID: try row.value(3), details: try row.value(4), startsAt: try row.value(5),
                currency: Currency(code: try row.value(6), scale: try row.value(7)), takeoutPoints: try row.value(8),
                status: try row.value(9), pool: try row.value(10), outcome: try row.value(11),
                takeout: try row.value(12), paid: try row.value(13), refunded: try row.value(14),
                createdAt: try row.value(15), endedAt: try row.value(16))
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
            takeoutPercent: Takeout.percent(basisPoints: takeoutPoints), status: status,
            pool: Money(pool, currency), winners: winners, createdAt: createdAt, endedAt: endedAt)
    }

    /// The event again, after a change of its row.
    func reloaded(in database: Connection) throws -> StoredEvent { try StoredEvent.existing(id, in: database) }

    func has(_ status: EventStatus...) -> Bool { status.contains(self.status) }

    func hasStarted(at now: Timestamp) -> Bool { now >= startsAt }
}
