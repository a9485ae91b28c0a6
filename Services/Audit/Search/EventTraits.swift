import Messages
import Runtime
import Storage

/// What somebody looks for wherever it lies: the same for searches, exports and followers.
struct EventTraits {
    /// Types with one beginning are as many as there are in the code.
    private static let typeLimit = 500

    let trails: [[Trail]]
    /// What no index finds, because it is most of the log.
    private let plainOnly: Bool

    /// - Parameter type: what a follower may call the action.
    init(
        _ request: some AuditTraits, type: Text<AuditFilterRule>? = nil, in database: Connection
    ) throws {
        var trails: [[Trail]] = []
        if let trace = request.traceID { trails.append([.trace(try Self.trace(trace.text))]) }
        if let entity = request.entityID { trails.append([.entity(entity.text)]) }
        if let actor = request.actor { trails.append([.actor(try Self.actor(actor.text))]) }
        for action in [request.action, type].compactMap(\.self) {
            trails.append(try Self.types(action.text, in: database))
        }
        if let kind = request.entityType { trails.append([.kind(kind.text)]) }
        if let source = request.source { trails.append([.source(source)]) }
        plainOnly = request.severity == .info
        if let severity = request.severity, severity != .info { trails.append([.alarm(severity)]) }
        self.trails = trails + Self.alarms(request.severityAtLeast)
    }

    /// What the trails cannot tell.
    func holds(for leaf: Leaf) -> Bool { !plainOnly || leaf.severity == .info }

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
