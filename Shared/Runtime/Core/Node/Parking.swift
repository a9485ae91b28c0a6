import Crypto
import Messages

/// Requests for events that wait at the head, and the answers to all such requests.
struct Parking {
    private struct Parked {
        let address: ReturnAddress
        let after: Int64
        let known: [UInt8]?
        let limit: Int
        let until: Timestamp

        /// There is something for it, or it has waited long enough; or it knows of more than there is.
        func isDue(head: Int64, at now: Timestamp) -> Bool {
            after < head || until <= now || (after > head && known != nil)
        }
    }

    static let waiterLimit = 256
    static let byteLimit = 512 * 1024

    private let history: EventHistory
    private let park: Int64
    private var waiting: [Parked] = []

    init(history: EventHistory, park: Int64) { (self.history, self.park) = (history, park) }

    var nextExpiry: Timestamp? { waiting.map(\.until).min() }

    /// Takes a request in. Each asker has one at a time: a newer one takes the older one's place.
    mutating func add(_ request: PullEvents.Request, for address: ReturnAddress, at now: Timestamp) {
        waiting.removeAll { $0.address.route == address.route }
        let limit = min(max(request.limit, 1), Following.pageLimit)
        let isFull = waiting.count >= Parking.waiterLimit
        let wait = isFull ? 0 : min(max(request.waitMilliseconds ?? park, 0), park)
        waiting.append(
            Parked(
                address: address, after: max(request.after, 0), known: request.link.flatMap(Base64URL.decode),
                limit: limit, until: now.adding(milliseconds: wait)))
    }

    /// Answers those for whom there is something, and those who have waited long enough.
    mutating func answer(head: Int64, at now: Timestamp) throws -> [Outbound] {
        guard !waiting.isEmpty else { return [] }
        var out: [Outbound] = []
        for parked in waiting where parked.isDue(head: head, at: now) {
            out.append(try page(for: parked, head: head))
        }
        waiting.removeAll { $0.isDue(head: head, at: now) }
        return out
    }

    private func page(for parked: Parked, head: Int64) throws -> Outbound {
        let page = try history.page(
            after: parked.after, known: parked.known, limit: parked.limit, byteLimit: Parking.byteLimit, head: head)
        var header = Header(.reply)
        header[.reference] = parked.address.reference
        header.set(.head, head)
        guard let fault = page.fault, let failure = HistoryFailure(fault.kind) else {
            header.set(.status, 200)
            return .reply(to: parked.address.route, header: header, body: page.body)
        }
        header.set(.status, Int64(failure.status))
        header.set(.sequence, fault.sequence)
        let problem = Problem(failure, fault.problem)
        return .reply(to: parked.address.route, header: header, body: try WireCoding().encode(problem))
    }
}
