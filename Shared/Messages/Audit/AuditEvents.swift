/// One event in the audit log.
public struct AuditEvent: Codable, Sendable {
    /// Its place in the log, from 0 and without a gap.
    public let index: Int64
    /// When it was taken in; the log's order is by this.
    public let ingestedAt: Timestamp
    public let source: ServiceName
    public let sequence: Int64
    public let incarnation: Int64
    public let type: String
    public let subject: String
    public let time: Timestamp
    public let severity: Severity
    public let actor: String
    /// The message that caused it.
    public let causation: String
    public let traceID: String
    /// The event as its service wrote it; left out where it is not even JSON.
    public let event: RawJSON?

    enum CodingKeys: String, CodingKey {
        case index, ingestedAt = "ingested_at", source, sequence, incarnation, type, subject, time, severity, actor
        case causation, traceID = "trace_id", event
    }

    public init(
        index: Int64, ingestedAt: Timestamp, source: ServiceName, sequence: Int64, incarnation: Int64, type: String,
        subject: String, time: Timestamp, severity: Severity, actor: String, causation: String, traceID: String,
        event: RawJSON?
    ) {
        (self.index, self.ingestedAt, self.source) = (index, ingestedAt, source)
        (self.sequence, self.incarnation, self.type) = (sequence, incarnation, type)
        (self.subject, self.time, self.severity) = (subject, time, severity)
        (self.actor, self.causation, self.traceID, self.event) = (actor, causation, traceID, event)
    }
}

/// Searches the log, the latest first.
public enum ListAuditEvents: Query {
    public struct Request: Codable, Sendable {
        /// Taken in at this time or later.
        public let from: Timestamp?
        /// Taken in before this time.
        public let to: Timestamp?
        /// As in the event: `user:<id>`, `service:<name>`, `anonymous`.
        public let actor: Text<AuditFilterRule>?
        /// The event's type.
        public let action: Text<AuditFilterRule>?
        /// The kind of thing that it happened to, as its subject names it.
        public let entityType: Text<AuditFilterRule>?
        public let entityID: Text<AuditFilterRule>?
        public let severity: Severity?
        public let traceID: Text<AuditFilterRule>?
        public let source: ServiceName?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case from, to, actor, action, entityType = "entity_type", entityID = "entity_id", severity
            case traceID = "trace_id", source, limit, cursor
        }

        public init(
            from: Timestamp? = nil, to: Timestamp? = nil, actor: Text<AuditFilterRule>? = nil,
            action: Text<AuditFilterRule>? = nil, entityType: Text<AuditFilterRule>? = nil,
            entityID: Text<AuditFilterRule>? = nil, severity: Severity? = nil, traceID: Text<AuditFilterRule>? = nil,
            source: ServiceName? = nil, limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.from, self.to, self.actor, self.action) = (from, to, actor, action)
            (self.entityType, self.entityID, self.severity) = (entityType, entityID, severity)
            (self.traceID, self.source, self.limit, self.cursor) = (traceID, source, limit, cursor)
        }
    }
    public typealias Reply = Page<AuditEvent>
    public static let name = "audit.list-events"
    public static let summary = "Search the audit log"
    public static let access = Access.roles([.auditor, .admin])
    public static let route: Route? = .get("/v1/audit/events")
}

public enum AuditFilterRule: TextRule {
    public static let length = 1...200
    public static let sample = "betting.bet-placed"
}

/// One event, with the exact bytes that the log is hashed over.
public enum GetAuditEvent: Query {
    public struct Request: Codable, Sendable {
        public let index: Int64

        public init(index: Int64) { self.index = index }
    }
    public struct Reply: Codable, Sendable {
        public let event: AuditEvent
        /// The stored bytes in base64.
        public let body: String
        /// In base64: SHA-256 of a zero byte and the stored bytes.
        public let leafHash: String
        /// In base64: what binds the event to all before it from its service.
        public let link: String

        enum CodingKeys: String, CodingKey { case event, body, leafHash = "leaf_hash", link }

        public init(event: AuditEvent, body: String, leafHash: String, link: String) {
            (self.event, self.body, self.leafHash, self.link) = (event, body, leafHash, link)
        }
    }
    public static let name = "audit.get-event"
    public static let summary = "One event of the audit log"
    public static let access = Access.roles([.auditor, .admin])
    public static let route: Route? = .get("/v1/audit/events/{index}")
}
