/// How far the log has followed each service, and what was not as it should be.
public enum ListAuditSources: Query {
    public struct Source: Codable, Sendable {
        public let source: ServiceName
        public let incarnation: Int64
        /// The last event taken in.
        public let sequence: Int64
        /// The last event that the service said it has.
        public let head: Int64
        public let lag: Int64
        /// When something was last taken in.
        public let ingestedAt: Timestamp?
        public let gaps: [AuditFinding]

        enum CodingKeys: String, CodingKey {
            case source, incarnation, sequence, head, lag, ingestedAt = "ingested_at", gaps
        }

        public init(
            source: ServiceName, incarnation: Int64, sequence: Int64, head: Int64, ingestedAt: Timestamp?,
            gaps: [AuditFinding]
        ) {
            (self.source, self.incarnation, self.sequence) = (source, incarnation, sequence)
            (self.head, lag, self.ingestedAt, self.gaps) = (head, max(0, head - sequence), ingestedAt, gaps)
        }
    }
    public struct Reply: Codable, Sendable {
        public let items: [Source]

        public init(items: [Source]) { self.items = items }
    }
    public typealias Request = Nothing
    public static let name = "audit.list-sources"
    public static let summary = "How completely each service's events are in the log"
    public static let access = Access.roles([.auditor, .admin])
    public static let route: Route? = .get("/v1/audit/sources")
}

/// Something about a service's events that cannot be if nothing was lost or changed.
public struct AuditFinding: Codable, Sendable, Equatable {
    public enum Kind: String, WireEnum {
        /// Events are missing between two that came one after the other.
        case gap
        /// Two different events stand at one place.
        case fork
        /// The service's database began another life, as after a restore.
        case restored
        /// The service has fewer events than it had shown before.
        case truncated
        /// An event that cannot be read.
        case malformed
        /// In the service's own database: the event is not the one that the service wrote there.
        case edited
        /// There: an event of another place stands in its place.
        case reordered
        /// There: there is none, though the service wrote one.
        case missing
        /// There: an event that the service never wrote.
        case forged
        /// There: what says how far the events go, or from where on they are sealed, was not written by the service.
        case unsealed
        /// In the log: the event is not what was taken in.
        case logEdited = "log_edited"
        /// There: it stands where another one was taken in.
        case logReordered = "log_reordered"
        /// There: it was taken in and is gone.
        case logMissing = "log_missing"
        /// There: it was never taken in.
        case logForged = "log_forged"
        /// The log's head is not the one that this service wrote.
        case logHead = "log_head"
        /// There: from where on its rows are sealed is not what this service had told.
        case logUnsealed = "log_unsealed"
        case unknown

        public static var fallback: Kind? { .unknown }
    }

    public let kind: Kind
    public let incarnation: Int64
    /// What should have come next.
    public let expected: Int64
    /// What came.
    public let found: Int64
    public let foundAt: Timestamp
    /// When it was looked at again and was as it must be. Should it happen once more, that is another finding.
    public let overAt: Timestamp?

    enum CodingKeys: String, CodingKey {
        case kind, incarnation, expected, found, foundAt = "found_at", overAt = "over_at"
    }

    public init(
        kind: Kind, incarnation: Int64, expected: Int64, found: Int64, foundAt: Timestamp, overAt: Timestamp? = nil
    ) {
        (self.kind, self.incarnation, self.expected) = (kind, incarnation, expected)
        (self.found, self.foundAt, self.overAt) = (found, foundAt, overAt)
    }
}

/// A service's events are not what they should be. Told once for each finding.
public struct AuditGapFound: Event {
    public static let type = "audit.gap-found"
    public static let severity = Severity.critical
    public let source: ServiceName
    public let finding: AuditFinding
    public var subject: Subject { Subject("service", source.rawValue) }

    public init(source: ServiceName, finding: AuditFinding) { (self.source, self.finding) = (source, finding) }
}
