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
    /// The event as its service wrote it; left out where it is not even JSON, or not kept any more.
    public let event: RawJSON?
    /// Until when the event's bytes were kept, where they are not kept any more. Its hash is, and all proofs of it hold.
    public let retainedUntil: Timestamp?

    enum CodingKeys: String, CodingKey {
        case index, ingestedAt = "ingested_at", source, sequence, incarnation, type, subject, time, severity, actor
        case causation, traceID = "trace_id", event, retainedUntil = "retained_until"
    }

    public init(
        index: Int64, ingestedAt: Timestamp, source: ServiceName, sequence: Int64, incarnation: Int64, type: String,
        subject: String, time: Timestamp, severity: Severity, actor: String, causation: String, traceID: String,
        event: RawJSON?, retainedUntil: Timestamp? = nil
    ) {
        (self.index, self.ingestedAt, self.source) = (index, ingestedAt, source)
        (self.sequence, self.incarnation, self.type) = (sequence, incarnation, type)
        (self.subject, self.time, self.severity) = (subject, time, severity)
        (self.actor, self.causation, self.traceID, self.event) = (actor, causation, traceID, event)
        self.retainedUntil = retainedUntil
    }
}

/// Searches the log, the latest first.
public enum ListAuditEvents: Query {
    public struct Request: AuditFilters {
        public let from: Timestamp?
        public let to: Timestamp?
        public let actor: Text<AuditFilterRule>?
        public let action: Text<AuditFilterRule>?
        public let entityType: Text<AuditFilterRule>?
        public let entityID: Text<AuditFilterRule>?
        public let severity: Severity?
        public let severityAtLeast: Severity?
        public let traceID: Text<AuditFilterRule>?
        public let source: ServiceName?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case from, to, actor, action, entityType = "entity_type", entityID = "entity_id", severity
            case severityAtLeast = "severity_at_least", traceID = "trace_id", source, limit, cursor
        }

        public init(
            from: Timestamp? = nil, to: Timestamp? = nil, actor: Text<AuditFilterRule>? = nil,
            action: Text<AuditFilterRule>? = nil, entityType: Text<AuditFilterRule>? = nil,
            entityID: Text<AuditFilterRule>? = nil, severity: Severity? = nil, severityAtLeast: Severity? = nil,
            traceID: Text<AuditFilterRule>? = nil, source: ServiceName? = nil, limit: PageLimit? = nil,
            cursor: Cursor? = nil
        ) {
            (self.from, self.to, self.actor, self.action) = (from, to, actor, action)
            (self.entityType, self.entityID, self.severity) = (entityType, entityID, severity)
            (self.severityAtLeast, self.traceID, self.source) = (severityAtLeast, traceID, source)
            (self.limit, self.cursor) = (limit, cursor)
        }
    }
    public typealias Reply = Page<AuditEvent>
    public static let name = "audit.list-events"
    public static let summary = "Search the audit log"
    public static let access = Access.roles([.auditor, .admin])
    public static let route: Route? = .get("/v1/audit/events")
}

/// One event, with the exact bytes that the log is hashed over.
public enum GetAuditEvent: Query {
    public struct Request: Codable, Sendable {
        public let index: Int64

        public init(index: Int64) { self.index = index }
    }
    public struct Reply: Codable, Sendable {
        public let event: AuditEvent
        /// The stored bytes in base64; empty where they are not kept any more.
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
    public static let access = Access.rolesAndPeers([.auditor, .admin])
    public static let route: Route? = .get("/v1/audit/events/{index}")
}
