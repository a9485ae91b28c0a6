/// The log, or what filters leave of it, with all that is needed to check it elsewhere: the signed head, and each event's
/// exact bytes with the proof that they are in the log of that head. What happens while it is sent is not in it.
public enum ExportAuditEvents: DocumentQuery {
    public struct Request: AuditFilters, DocumentRequest {
        public var from: Timestamp?
        public var to: Timestamp?
        public var actor: Text<AuditFilterRule>?
        public var action: Text<AuditFilterRule>?
        public var entityType: Text<AuditFilterRule>?
        public var entityID: Text<AuditFilterRule>?
        public var severity: Severity?
        public var severityAtLeast: Severity?
        public var traceID: Text<AuditFilterRule>?
        public var source: ServiceName?
        public var cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case from, to, actor, action, entityType = "entity_type", entityID = "entity_id", severity
            case severityAtLeast = "severity_at_least", traceID = "trace_id", source, cursor
        }

        public init() {}
    }

    /// The first line.
    public struct Head: Codable, Sendable, Equatable {
        /// The form's version.
        public let croupierExport: Int
        /// The signed head that all proofs lead to.
        public let checkpoint: String
        public let filters: [String: String]
        /// Events were looked for from this place in the log on, and before the other.
        public let fromIndex: Int64
        public let toIndex: Int64
        /// The latest head that each witness has cosigned, where that is not the export's own.
        public let witnessed: [Witnessed]?

        enum CodingKeys: String, CodingKey {
            case croupierExport = "croupier_export", checkpoint, filters, fromIndex = "from_index", toIndex = "to_index"
            case witnessed
        }

        public init(
            checkpoint: String, filters: [String: String], fromIndex: Int64, toIndex: Int64,
            witnessed: [Witnessed] = []
        ) {
            (croupierExport, self.checkpoint, self.filters) = (1, checkpoint, filters)
            (self.fromIndex, self.toIndex) = (fromIndex, toIndex)
            self.witnessed = witnessed.isEmpty ? nil : witnessed
        }
    }

    /// An earlier head with a witness's signature, and the proof that the export's head only goes on from it.
    public struct Witnessed: Codable, Sendable, Equatable {
        public let checkpoint: String
        /// In base64.
        public let consistency: [String]

        public init(checkpoint: String, consistency: [String]) {
            (self.checkpoint, self.consistency) = (checkpoint, consistency)
        }
    }

    /// A line an event.
    public struct Entry: Codable, Sendable, Equatable {
        public let event: ProvenEvent
        /// From the leaf's neighbour up to the checkpoint's root, in base64.
        public let proof: [String]

        enum CodingKeys: String, CodingKey { case proof }

        public init(event: ProvenEvent, proof: [String]) { (self.event, self.proof) = (event, proof) }

        public init(from decoder: any Decoder) throws {
            event = try ProvenEvent(from: decoder)
            proof = try decoder.container(keyedBy: CodingKeys.self).decode([String].self, forKey: .proof)
        }

        public func encode(to encoder: any Encoder) throws {
            try event.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(proof, forKey: .proof)
        }
    }

    /// The last line. An export without it is not whole.
    public struct End: Codable, Sendable, Equatable {
        public struct Sum: Codable, Sendable, Equatable {
            public let events: Int64
            /// Over all lines before this one, in hexadecimal: from 32 zero bytes on, each line's is the SHA-256 of the
            /// one before it and the line with its line feed.
            public let chain: String

            public init(events: Int64, chain: String) { (self.events, self.chain) = (events, chain) }
        }
        public let end: Sum

        public init(_ sum: Sum) { end = sum }
    }
    public static let name = "audit.export-events"
    public static let summary = "Get the audit log, or a part of it, with proofs"
    public static let access = Access.roles([.auditor, .admin])
    public static let route: Route? = .get("/v1/audit/export")
    public static let mediaTypes = ["application/jsonl"]
}

/// An event as it can be checked: where it stands, its exact bytes, and what they are hashed to.
public struct ProvenEvent: Codable, Sendable, Equatable {
    public let index: Int64
    public let source: ServiceName
    public let incarnation: Int64
    public let sequence: Int64
    /// The stored bytes, which are text; null where they are not kept any more, or are no text.
    public let body: String?
    /// The stored bytes in base64, where they are no text.
    public let bodyBase64: String?
    /// Until when the bytes were kept, where they are not kept any more.
    public let retainedUntil: Timestamp?
    /// In base64: SHA-256 of a zero byte and the stored bytes.
    public let leafHash: String
    /// In base64: what binds the event to all before it from its service.
    public let link: String

    enum CodingKeys: String, CodingKey {
        case index, source, incarnation, sequence, body, bodyBase64 = "body_base64", retainedUntil = "retained_until"
        case leafHash = "leaf_hash", link
    }

    public init(
        index: Int64, source: ServiceName, incarnation: Int64, sequence: Int64, body: String?, bodyBase64: String?,
        retainedUntil: Timestamp?, leafHash: String, link: String
    ) {
        (self.index, self.source, self.incarnation, self.sequence) = (index, source, incarnation, sequence)
        (self.body, self.bodyBase64, self.retainedUntil) = (body, bodyBase64, retainedUntil)
        (self.leafHash, self.link) = (leafHash, link)
    }

    /// Written out because `body` is always there.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(index, forKey: .index)
        try container.encode(source, forKey: .source)
        try container.encode(incarnation, forKey: .incarnation)
        try container.encode(sequence, forKey: .sequence)
        try container.encode(body, forKey: .body)
        try container.encodeIfPresent(bodyBase64, forKey: .bodyBase64)
        try container.encodeIfPresent(retainedUntil, forKey: .retainedUntil)
        try container.encode(leafHash, forKey: .leafHash)
        try container.encode(link, forKey: .link)
    }
}
