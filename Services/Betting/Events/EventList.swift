public import Messages
public import Runtime
import Storage

extension ListEvents: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        var list = try EventList(request, in: context.database)
        let next = try list.fill(limit: Paging.limit(request.limit))
        return Page(items: try list.found.map { try $0.view(in: context.database) }, next: next)
    }
}

/// One page of events. The index of the filter that leaves fewest gives candidates in the list's order, and each is held
/// against the others. After so many of them the page ends short, so that no question reads the whole table.
struct EventList {
    static let looks = 1000

    private let request: ListEvents.Request
    private let terms: [String]
    private let database: Connection
    private(set) var found: [StoredEvent] = []
    private var looked = 0
    /// The last candidate that was looked at, as a cursor names it.
    private var reached: String?

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

    /// - Returns: The cursor of the next page, if there may be one.
    mutating func fill(limit: Int) throws -> String? {
        var isMore = false
        var list = self
        try candidates { id, cursor in
            guard list.found.count < limit, list.looked < EventList.looks else {
                isMore = true
                return false
            }
            (list.looked, list.reached) = (list.looked + 1, cursor)
            let event = try StoredEvent.existing(id, in: database)
            if matches(event) { list.found.append(event) }
            return true
        }
        self = list
        return isMore ? reached : nil
    }

    private func matches(_ event: StoredEvent) -> Bool {
        request.status.map { $0 == event.status } ?? true
            && request.sport.map { $0.text == event.sport } ?? true
            && request.externalID.map { $0.text == event.externalID } ?? true
            && request.organizer.map { $0 == event.organizer } ?? true
            && request.from.map { $0 <= event.startsAt } ?? true
            && request.to.map { event.startsAt < $0 } ?? true
            && EventWords.match(terms, event)
    }

    private typealias Visit = (ID<BettingEvent>, _ cursor: String) throws -> Bool

    private func candidates(_ visit: Visit) throws {
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
                "SELECT id FROM event WHERE sport = ? AND id < ? ORDER BY id DESC", sport, id, read: read)
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
                SELECT starts_at, id FROM event WHERE sport = ? AND (starts_at, id) > (?, ?) AND starts_at < ?
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
