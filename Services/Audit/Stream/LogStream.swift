import Messages
import Runtime
import Storage
import Transparency

/// Reads the log onwards from a place.
struct LogStream {
    /// More looks into indexes than this are not taken for one page: where filters hardly ever meet it may be short, and
    /// empty, but never takes long.
    static let budget = 2000
    /// For an event that is of no type.
    static let unreadable = "audit.unreadable"
    /// For one whose bytes are not kept any more: in their stead comes what they are known by, its hash first of all.
    static let freed = "audit.freed"

    private let traits: EventTraits
    private let database: Connection
    private let tree: MerkleTree
    private let coding = WireCoding()

    init(_ request: FollowAuditLog.Request, in database: Connection) throws {
        self.database = database
        traits = try EventTraits(request, type: request.type, in: database)
        tree = StoredTree.tree(in: database)
    }

    // MARK: - Where to begin

    func start(of request: FollowAuditLog.Request, at now: Timestamp) throws -> LogPlace {
        if let after = request.after { return try known(after.text, at: "/after") }
        let size = try StoredTree.size(in: database)
        switch request.from.flatMap({ AuditStart($0.text) }) ?? .now {
        case .start: return .start
        case .now: return try place(size)
        case .index(let index):
            guard index <= size else {
                throw FollowAuditLog.Failure.beyondLog.because("the log has \(size) events so far", at: "/from")
            }
            return try place(index)
        case .time(let time):
            guard time <= now else { throw Rejection.field("/from", "out_of_range", "expected a time that has come") }
            return try place(try EventFilter.place(of: time, size: size, in: database))
        case .place(let text): return try known(text, at: "/from")
        }
    }

    private func place(_ size: Int64) throws -> LogPlace { LogPlace(size: size, root: try tree.root(size: size)) }

    /// A place that somebody has from before, if it is one of this log.
    private func known(_ text: String, at pointer: String) throws -> LogPlace {
        guard let place = LogPlace(text: text) else {
            throw Rejection.field(
                pointer, "invalid_format",
                "expected a place in the log, `<size>.<root>`, as an event's id or Last-Event-ID gave it")
        }
        let size = try StoredTree.size(in: database)
        guard place.size <= size else {
            throw FollowAuditLog.Failure.beyondLog.because(
                "the log has \(size) events, and the place is behind \(place.size)", at: pointer)
        }
        guard try tree.root(size: place.size) == place.root else {
            throw FollowAuditLog.Failure.forkedLog.because(
                "the first \(place.size) events of this log have another root: it is not the log that the place is of",
                at: pointer)
        }
        return place
    }

    // MARK: - Going on

    func page(after start: LogPlace, limit: Int, budget: Int = LogStream.budget) throws -> LiveLook {
        let size = try StoredTree.size(in: database)
        var search = LeafSearch(
            traits.trails, in: start.size..<max(start.size, size), .oldestFirst, budget: budget, database: database)
        var frontier = try StoredTree.frontier(at: start.size, in: database)
        var (items, bytes): ([LivePage.Item], Int) = ([], 0)
        while items.count < limit, bytes < LivePage.goodSize {
            let step = try search.next()
            guard case .found(let leaf) = step else {
                // Nothing that is wanted lies before the place that the search has got to.
                let reached = step == .end ? size : search.place
                return LiveLook(try page(items, through: reached, after: start), isAtEnd: step == .end)
            }
            guard let entry = try LogEntry.find(leaf, in: database), traits.holds(for: entry.leaf) else { continue }
            if frontier.size != leaf { frontier = try StoredTree.frontier(at: leaf, in: database) }
            frontier.append(leaf: try tree.leaf(leaf)) { _, _ in }
            let place = LogPlace(size: frontier.size, root: frontier.root)
            let body = try entry.body ?? coding.encode(entry.proven(leafHash: tree.leaf(leaf)))
            items.append(LivePage.Item(id: place.text, type: Self.type(of: entry), bytes: body))
            bytes += body.count
        }
        return LiveLook(try page(items, through: frontier.size, after: start), isAtEnd: false)
    }

    private func page(_ items: [LivePage.Item], through reached: Int64, after start: LogPlace) throws -> LivePage {
        let next = reached <= start.size ? start : try place(reached)
        return LivePage(items: items, next: Cursor(trusted: next.text))
    }

    private static func type(of entry: LogEntry) -> String {
        if entry.body == nil { return freed }
        let type = entry.leaf.type
        return !type.isEmpty && type.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f } ? type : unreadable
    }
}
