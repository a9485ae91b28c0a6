import Crypto
import Messages

/// Requests for events that wait at the head, and the answers to all such requests.
struct Parking {
    private struct Parked {
        let address: ReturnAddress
        /// The service that asks, if it is one.
        let asker: ServiceName?
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
    /// What services have had of this one that is not here.
    private var losses: [ServiceName: String] = [:]
    /// Of these, what was not told yet.
    private(set) var news: [(ServiceName, String)] = []
    /// Who was told to go on in this database's life behind an earlier event, from which event, and how often.
    private var sentBack: [ServiceName: (after: Int64, times: Int)] = [:]
    /// An answer may be lost, and be asked for again.
    private static let patience = 3

    init(history: EventHistory, park: Int64) { (self.history, self.park) = (history, park) }

    var nextExpiry: Timestamp? { waiting.map(\.until).min() }

    /// Takes a request in. Each asker has one at a time: a newer one takes the older one's place.
    mutating func add(
        _ request: PullEvents.Request, for address: ReturnAddress, of asker: ServiceName?, at now: Timestamp
    ) {
        waiting.removeAll { $0.address.route == address.route }
        let limit = min(max(request.limit, 1), Following.pageLimit)
        let isFull = waiting.count >= Parking.waiterLimit
        let wait = isFull ? 0 : min(max(request.waitMilliseconds ?? park, 0), park)
        waiting.append(
            Parked(
                address: address, asker: asker, after: max(request.after, 0),
                known: request.link.flatMap(Base64URL.decode), limit: limit, until: now.adding(milliseconds: wait)))
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

    /// Why this database cannot be the latest of its service, by what others have had of it.
    var complaint: String? { ServiceName.allCases.lazy.compactMap { losses[$0] }.first }

    mutating func takeNews() -> [(ServiceName, String)] {
        defer { news.removeAll() }
        return news
    }

    /// A service's word counts, as it does where calls are lost; anybody else may say what they like.
    private mutating func note(_ page: EventHistory.Page, by asker: ServiceName, after: Int64) {
        var isToGoOn = false
        if page.life != nil {
            let times = sentBack[asker].map { $0.after == after ? $0.times : 0 } ?? 0
            sentBack[asker] = (after, times + 1)
            isToGoOn = times < Parking.patience
        } else {
            sentBack[asker] = nil
        }
        switch page.fault?.kind {
        case .truncated? where !isToGoOn, .forked? where !isToGoOn:
            let what = page.fault?.kind == .truncated ? "ends before it" : "holds another one there"
            let problem = "\(asker.rawValue) has had event \(after), and this database \(what): it is an old copy"
            if losses[asker] == nil { news.append((asker, problem)) }
            losses[asker] = problem
        case nil, .truncated?, .forked?: losses[asker] = nil
        default: break
        }
    }

    private mutating func page(for parked: Parked, head: Int64) throws -> Outbound {
        let page = try history.page(
            after: parked.after, known: parked.known, limit: parked.limit, byteLimit: Parking.byteLimit, head: head)
        var header = Header(.reply)
        header[.reference] = parked.address.reference
        header.set(.head, head)
        if let asker = parked.asker { note(page, by: asker, after: parked.after) }
        let restored = page.life.map { HistoryFault(.restored, $0.sequence + 1) }
        guard let fault = restored ?? page.fault, let failure = HistoryFailure(fault.kind) else {
            header.set(.status, 200)
            return .reply(to: parked.address.route, header: header, body: page.body)
        }
        header.set(.status, Int64(failure.status))
        header.set(.sequence, page.life?.sequence ?? fault.sequence)
        if let life = page.life {
            header[.link] = Base64URL.encode(life.link)
            header.set(.incarnation, life.incarnation)
        }
        let problem = Problem(failure, fault.problem)
        return .reply(to: parked.address.route, header: header, body: try WireCoding().encode(problem))
    }
}
