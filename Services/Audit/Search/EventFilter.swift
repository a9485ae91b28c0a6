import Messages
import Runtime
import Storage

/// What somebody looks for, as places in the log and trails through it.
struct EventFilter {
    /// Types with one beginning are as many as there are in the code.
    private static let typeLimit = 500

    /// Between which places: times become places, since the time of ingestion never goes back.
    let range: Range<Int64>
    let trails: [[Trail]]
    /// What no index finds, because it is most of the log.
    private let plainOnly: Bool

    /// - Parameter size: of the log, as far as it is looked through.
    init(_ request: some AuditFilters, size: Int64, in database: Connection) throws {
        if let from = request.from, let to = request.to, from > to {
            throw Rejection.field("/to", "invalid_range", "expected no time before `from`")
        }
        func place(_ time: Timestamp) throws -> Int64 {
            try EventFilter.place(of: time, size: size, in: database)
        }
        let low = try request.from.map(place) ?? 0
        range = low..<max(low, try request.to.map(place) ?? size)
        var trails: [[Trail]] = []
        if let trace = request.traceID { trails.append([.trace(try EventFilter.trace(trace.text))]) }
        if let entity = request.entityID { trails.append([.entity(entity.text)]) }
        if let actor = request.actor { trails.append([.actor(try EventFilter.actor(actor.text))]) }
        if let action = request.action { trails.append(try EventFilter.types(action.text, in: database)) }
        if let kind = request.entityType { trails.append([.kind(kind.text)]) }
        if let source = request.source { trails.append([.source(source)]) }
        plainOnly = request.severity == .info
        if let severity = request.severity, severity != .info { trails.append([.alarm(severity)]) }
        self.trails = trails + EventFilter.alarms(request.severityAtLeast)
    }

    /// The trails of what a follower wants.
    static func trails(of request: FollowAuditLog.Request, in database: Connection) throws -> [[Trail]] {
        var trails: [[Trail]] = []
        if let entity = request.entityID { trails.append([.entity(entity.text)]) }
        if let type = request.type {
            trails.append(type.text.hasSuffix(".") ? try types(type.text, in: database) : [.type(type.text)])
        }
        if let kind = request.entityType { trails.append([.kind(kind.text)]) }
        if let source = request.source { trails.append([.source(source)]) }
        return trails + alarms(request.severity)
    }

    /// The first event that was taken in at a time or later, or the log's end: found by halving, without an index.
    static func place(of time: Timestamp, size: Int64, in database: Connection) throws -> Int64 {
        var (low, high) = (Int64(0), size)
        while low < high {
            let middle = low + (high - low) / 2
            // Where a row is missing, what comes next is looked at in its stead.
            let isBefore: Bool? = try database.first(
                "SELECT ingested_at < ? FROM entries WHERE leaf >= ? ORDER BY leaf LIMIT 1", time, middle
            ) { try $0.value(0) }
            if isBefore ?? false { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// What the trails cannot tell.
    func holds(for leaf: Leaf) -> Bool { !plainOnly || leaf.severity == .info }

    // MARK: - Values

    /// So severe or more; everything is of the least severity.
    private static func alarms(_ severity: Severity?) -> [[Trail]] {
        switch severity {
        case .info, nil: []
        case .warning: [[.alarm(.warning), .alarm(.critical)]]
        case .critical: [[.alarm(.critical)]]
        }
    }

    private static func trace(_ text: String) throws -> String {
        let isTrace =
            text.utf8.count == 32
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        guard isTrace else {
            throw Rejection.field("/trace_id", "invalid_format", "expected 32 hexadecimal digits in lower case")
        }
        return text
    }

    private static func actor(_ text: String) throws -> String {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let isActor =
            text == "anonymous"
            || parts.count == 2 && !parts[1].isEmpty && ["device", "peer", "service", "user"].contains(parts[0])
        guard isActor else {
            throw Rejection.field(
                "/actor", "invalid_format", "expected user:<id>, device:<id>, service:<name>, peer:<name> or anonymous")
        }
        return text
    }

    /// The type itself, or all that begin so.
    private static func types(_ action: String, in database: Connection) throws -> [Trail] {
        guard action.hasSuffix(".") || action.hasSuffix("-") else { return [.type(action)] }
        var (trails, last): ([Trail], String) = ([], action)
        while trails.count < typeLimit,
            let type = try database.first(
                "SELECT type FROM entries INDEXED BY log_type WHERE type > ? ORDER BY type LIMIT 1", last,
                read: { try $0.value(0, as: String.self) }), type.hasPrefix(action)
        {
            trails.append(.type(type))
            last = type
        }
        return trails
    }
}
