import Messages
import Storage

/// Requests for events that wait at the head, and the answers to all such requests.
struct Parking {
    private struct Parked {
        let address: ReturnAddress
        let after: Int64
        let limit: Int
        let until: Timestamp
    }

    static let waiterLimit = 256
    static let byteLimit = 512 * 1024

    private let database: Connection
    private let park: Int64
    private var waiting: [Parked] = []

    init(database: Connection, park: Int64) { (self.database, self.park) = (database, park) }

    var nextExpiry: Timestamp? { waiting.map(\.until).min() }

    /// Takes a request in. Each asker has one at a time: a newer one takes the older one's place.
    mutating func add(_ request: PullEvents.Request, for address: ReturnAddress, at now: Timestamp) {
        waiting.removeAll { $0.address.route == address.route }
        let limit = min(max(request.limit, 1), Following.pageLimit)
        let isFull = waiting.count >= Parking.waiterLimit
        let wait = isFull ? 0 : min(max(request.waitMilliseconds ?? park, 0), park)
        waiting.append(
            Parked(
                address: address, after: max(request.after, 0), limit: limit,
                until: now.adding(milliseconds: wait)))
    }

    /// Answers those for whom there is something, and those who have waited long enough.
    mutating func answer(head: Int64, at now: Timestamp) throws -> [Outbound] {
        guard !waiting.isEmpty else { return [] }
        var out: [Outbound] = []
        for parked in waiting where parked.after < head || parked.until <= now {
            out.append(try page(for: parked, head: head))
        }
        waiting.removeAll { $0.after < head || $0.until <= now }
        return out
    }

    private func page(for parked: Parked, head: Int64) throws -> Outbound {
        var body: [UInt8] = []
        try database.each(
            "SELECT body FROM runtime_events WHERE sequence > ? ORDER BY sequence LIMIT ?", parked.after, parked.limit
        ) { row in
            body += try row.value(0, as: [UInt8].self)
            body.append(10)
            return body.count < Parking.byteLimit
        }
        var header = Header(.reply)
        header[.reference] = parked.address.reference
        header.set(.status, 200)
        header.set(.head, head)
        return .reply(to: parked.address.route, header: header, body: body)
    }
}
