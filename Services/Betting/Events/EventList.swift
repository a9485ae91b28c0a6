public import Messages
public import Runtime
import Storage

extension ListEvents: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let list = try EventList(request, in: context.database)
        var sieve = Sieve<StoredEvent>(limit: Paging.limit(request.limit))
        try list.candidates { id, cursor in
            try sieve.take(cursor) {
                let event = try StoredEvent.existing(id, in: context.database)
                return list.matches(event) ? event : nil
            }
        }
        return Page(items: try sieve.found.map { try $0.view(in: context.database) }, next: sieve.next)
    }
}

/// What is asked for of events, and which index gives candidates for it.
struct EventList {
    private let request: ListEvents.Request
    private let terms: [String]
    private let database: Connection

    init(_ request: ListEvents.Request, in database: Connection) throws {
        (self.request, self.database) = (request, database)
        terms = request.q.map { EventWords.words(of: $0.text) } ?? []
        guard terms.count <= EventWords.termLimit else {
            throw Rejection.field("/q", "too_many_words", "expected at most \(EventWords.termLimit) words")
        }
        if request.order == .soonest, request.q != nil || request.externalID != nil {
            throw Rejection.field(
                "/order", "not_combinable", "what is found by words or an outside key is listed newest first")
        }
    }

    func matches(_ event: StoredEvent) -> Bool {
        request.status.map { $0 == event.status } ?? true
            && request.sport.asks(forSport: event.sport)
            && request.externalID.map { $0.text == event.externalID } ?? true
            && request.organizer.map { $0 == event.organizer } ?? true
            && request.from.map { $0 <= event.startsAt } ?? true
            && request.to.map { event.startsAt < $0 } ?? true
            && EventWords.match(terms, event)
    }

    typealias Visit = (ID<BettingEvent>, _ cursor: String) throws -> Bool

    func candidates(_ visit: Visit) throws {
        if request.order == .soonest { return try soonest(visit) }
        try newest(before: try Paging.before(request.cursor)) { try visit($0, $0.text) }
    }

    private func newest(before id: ID<BettingEvent>, _ visit: (ID<BettingEvent>) throws -> Bool) throws {
        let read = { (row: borrowing Row) in try visit(try row.value(0)) }
        if let key = request.externalID?.text {
            try database.each(
                "SELECT id FROM event WHERE external_id = ? AND id < ? ORDER BY id DESC", key, id, read: read)
        } else if let term = terms.max(by: { $0.count < $1.count }) {
            try database.each(
                "SELECT event FROM event_word WHERE prefix = ? AND event < ? ORDER BY event DESC",
                EventWords.key(of: term), id, read: read)
        } else if let organizer = request.organizer {
            try database.each(
                "SELECT id FROM event WHERE organizer = ? AND id < ? ORDER BY id DESC", organizer, id, read: read)
        } else if let sport = request.sport?.text {
            try database.each(
                "SELECT id FROM event WHERE sport = ? COLLATE NOCASE AND id < ? ORDER BY id DESC", sport, id, read: read
            )
        } else if let status = request.status {
            try database.each(
                "SELECT id FROM event WHERE status = ? AND id < ? ORDER BY id DESC", status, id, read: read)
        } else {
            try database.each("SELECT id FROM event WHERE id < ? ORDER BY id DESC", id, read: read)
        }
    }

    private func soonest(_ visit: Visit) throws {
        let place = try StartPlace(request.cursor, from: request.from)
        let end = request.to ?? Timestamp(milliseconds: .max)
        let read = { (row: borrowing Row) in
            let place = StartPlace(time: try row.value(0), id: try row.value(1))
            return try visit(place.id, place.text)
        }
        if let organizer = request.organizer {
            try database.each(
                """
                SELECT starts_at, id FROM event WHERE organizer = ? AND (starts_at, id) > (?, ?) AND starts_at < ?
                ORDER BY starts_at, id
                """, organizer, place.time, place.id, end, read: read)
        } else if let sport = request.sport?.text {
            try database.each(
                """
                SELECT starts_at, id FROM event WHERE sport = ? COLLATE NOCASE AND (starts_at, id) > (?, ?) AND starts_at < ?
                ORDER BY starts_at, id
                """, sport, place.time, place.id, end, read: read)
        } else if let status = request.status {
            try database.each(
                """
                SELECT starts_at, id FROM event WHERE status = ? AND (starts_at, id) > (?, ?) AND starts_at < ?
                ORDER BY starts_at, id
                """, status, place.time, place.id, end, read: read)
        } else {
            try database.each(
                """
                SELECT starts_at, id FROM event WHERE (starts_at, id) > (?, ?) AND starts_at < ? ORDER BY starts_at, id
                """, place.time, place.id, end, read: read)
        }
    }
}

/// Where a list by start has got to.
private struct StartPlace {
    let time: Timestamp
    let id: ID<BettingEvent>

    init(time: Timestamp, id: ID<BettingEvent>) { (self.time, self.id) = (time, id) }

    init(_ cursor: Cursor?, from: Timestamp?) throws {
        guard let cursor else {
            // Behind all that starts before; ids are below this one.
            (time, id) = (Timestamp(milliseconds: (from?.milliseconds ?? 0) - 1), ID(high: .max, low: .max))
            return
        }
        let parts = cursor.text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let time = Int64(parts[0]), let id = ID<BettingEvent>(String(parts[1])) else {
            throw Rejection.field(
                "/cursor", "invalid_format", "expected the `next` of the page before, as it was given")
        }
        (self.time, self.id) = (Timestamp(milliseconds: time), id)
    }

    var text: String { "\(time.milliseconds).\(id.text)" }
}
