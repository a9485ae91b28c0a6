import Messages
import Runtime
import Storage
import Transparency

/// Reads the log onwards from a place.
struct LogStream {
    /// More events than this are not looked at for one page: a page may be short, and empty, but never takes long.
    static let candidateLimit = 2000
    /// For an event that is of no type.
    static let unreadable = "audit.unreadable"
    /// For one whose bytes are not kept any more: in their stead comes what they are known by, its hash first of all.
    static let freed = "audit.freed"

    private let filter: StreamFilter
    private let database: Connection
    private let tree: MerkleTree
    private let coding = WireCoding()

    init(_ filter: StreamFilter, in database: Connection) {
        (self.filter, self.database) = (filter, database)
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
            let leaf: Int64? = try database.first(
                "SELECT leaf FROM log WHERE ingested_at >= ? ORDER BY ingested_at, leaf LIMIT 1", time
            ) { try $0.value(0) }
            return try place(leaf ?? size)
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

    func page(after start: LogPlace, limit: Int) throws -> LivePage {
        var frontier = try StoredTree.frontier(at: start.size, in: database)
        var items: [LivePage.Item] = []
        var (bytes, looked, reached) = (0, 0, start.size)
        var isWhole = true
        try candidates(from: start.size) { leaf in
            guard items.count < limit, bytes < LivePage.goodSize, looked < LogStream.candidateLimit else {
                isWhole = false
                return false
            }
            (looked, reached) = (looked + 1, leaf + 1)
            guard let entry = try LogEntry.find(leaf, in: database), filter.matches(entry) else { return true }
            if frontier.size != leaf { frontier = try StoredTree.frontier(at: leaf, in: database) }
            frontier.append(leaf: try tree.leaf(leaf)) { _, _ in }
            let place = LogPlace(size: frontier.size, root: frontier.root)
            let body = try entry.body ?? coding.encode(entry.proven(leafHash: tree.leaf(leaf)))
            items.append(LivePage.Item(id: place.text, type: Self.type(of: entry), bytes: body))
            bytes += body.count
            return true
        }
        if isWhole { reached = max(reached, try StoredTree.size(in: database)) }
        let next = reached == start.size ? start : try place(reached)
        return LivePage(items: items, next: Cursor(trusted: next.text))
    }

    private static func type(of entry: LogEntry) -> String {
        if entry.body == nil { return freed }
        let type = entry.leaf.type
        return !type.isEmpty && type.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f } ? type : unreadable
    }

    /// The leaves from one on that the most telling filter finds.
    private func candidates(from leaf: Int64, _ visit: (Int64) throws -> Bool) throws {
        if let entity = filter.entityID {
            try database.each(
                "SELECT leaf FROM log WHERE subject_id = ? AND leaf >= ? ORDER BY leaf", entity, leaf
            ) { try visit(try $0.value(0)) }
        } else if let type = filter.type, !type.hasSuffix(".") {
            try database.each(
                "SELECT leaf FROM log WHERE type = ? AND leaf >= ? ORDER BY leaf", type, leaf
            ) { try visit(try $0.value(0)) }
        } else if filter.severity == .critical {
            try database.each(
                """
                SELECT leaf FROM log WHERE severity = ? AND severity <> 'info' AND leaf >= ? ORDER BY leaf
                """, Severity.critical, leaf
            ) { try visit(try $0.value(0)) }
        } else {
            try database.each("SELECT leaf FROM log WHERE leaf >= ? ORDER BY leaf", leaf) {
                try visit(try $0.value(0))
            }
        }
    }
}
