/// The log from a place on, event after event, without an end: what is there and then what comes. For auditors, at the
/// gateway or over a connection of their own.
public enum FollowAuditLog: LiveQuery {
    public struct Request: LiveRequest, AuditTraits {
        /// Where to begin, for who has no place yet; left out it is `now`.
        public let from: Text<AuditStartRule>?
        public var after: Cursor?
        public let actor: Text<AuditFilterRule>?
        public let action: Text<AuditFilterRule>?
        /// An older name of `action`.
        public let type: Text<AuditFilterRule>?
        public let entityType: Text<AuditFilterRule>?
        public let entityID: Text<AuditFilterRule>?
        public let severity: Severity?
        public let severityAtLeast: Severity?
        public let traceID: Text<AuditFilterRule>?
        public let source: ServiceName?
        /// How many events the asker takes in one page.
        public let limit: PageLimit?
        public let waitMilliseconds: Int64?

        enum CodingKeys: String, CodingKey {
            case from, after, actor, action, type, entityType = "entity_type", entityID = "entity_id", severity
            case severityAtLeast = "severity_at_least", traceID = "trace_id", source, limit
            case waitMilliseconds = "wait_milliseconds"
        }

        public init(
            from: Text<AuditStartRule>? = nil, after: Cursor? = nil, actor: Text<AuditFilterRule>? = nil,
            action: Text<AuditFilterRule>? = nil, type: Text<AuditFilterRule>? = nil,
            entityType: Text<AuditFilterRule>? = nil, entityID: Text<AuditFilterRule>? = nil,
            severity: Severity? = nil, severityAtLeast: Severity? = nil, traceID: Text<AuditFilterRule>? = nil,
            source: ServiceName? = nil, limit: PageLimit? = nil, waitMilliseconds: Int64? = nil
        ) {
            (self.from, self.after, self.actor, self.action, self.type) = (from, after, actor, action, type)
            (self.entityType, self.entityID, self.traceID) = (entityType, entityID, traceID)
            (self.severity, self.severityAtLeast, self.source) = (severity, severityAtLeast, source)
            (self.limit, self.waitMilliseconds) = (limit, waitMilliseconds)
        }
    }
    public enum Failure: String, DomainFailure {
        /// The log is not the one that the place is of.
        case forkedLog = "forked_log"
        /// The log has never been so long.
        case beyondLog = "beyond_log"

        public var status: Int { 409 }
    }
    public static let name = "audit.follow"
    public static let summary = "Follow the audit log"
    public static let access = Access.rolesAndPeers([.auditor, .admin])
    public static let route: Route? = .get("/v1/audit/stream")
    public static let itemTypes = [LiveDescription.everyEvent]
}

/// Where in the log to begin.
public enum AuditStart: Equatable, Sendable {
    case start
    case now
    /// With the event of this index.
    case index(Int64)
    /// With the first event that was taken in at this time or later.
    case time(Timestamp)
    /// After all that the place has before it.
    case place(String)

    /// Nil for what is none of these.
    public init?(_ text: String) {
        if text == "start" {
            self = .start
        } else if text == "now" {
            self = .now
        } else if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            guard let index = Int64(text) else { return nil }
            self = .index(index)
        } else if let time = Timestamp(text) {
            self = .time(time)
        } else if AuditStart.isPlace(text) {
            self = .place(text)
        } else {
            return nil
        }
    }

    /// Whether it looks like one; whether it is one is the log's to say.
    private static func isPlace(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && (1...19).contains(parts[0].utf8.count) && parts[1].utf8.count == 43
            && parts[0].utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}

public enum AuditStartRule: TextRule {
    public static let length = 1...100
    public static let sample = "start"
    public static let expected = """
        start, now, the index of an event, a time such as 2026-01-31T12:00:00.000Z, or a place as an event's id gave it
        """

    public static func accepts(_ text: String) -> Bool { AuditStart(text) != nil }
}
