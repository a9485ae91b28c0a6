/// What is not as it must be at one place of a service's events, by the service's own word.
public struct HistoryFault: Codable, Sendable, Equatable {
    public enum Kind: String, WireEnum {
        /// The event is not the one that the service sealed there.
        case edited
        /// An event of another place stands there.
        case reordered
        /// There is none.
        case missing
        /// An event that the service never wrote stands behind its last one.
        case forged
        /// The service wrote it, but whoever asks has had another one from there.
        case forked
        /// The service has fewer events than whoever asks has had from it.
        case truncated
        /// What says how far the events go was not written by the service.
        case unsealed
        /// The service's database was put back from a copy: its events are others from here on.
        case restored
        case unknown

        public static var fallback: Kind? { .unknown }
    }

    public let kind: Kind
    public let sequence: Int64

    public init(_ kind: Kind, _ sequence: Int64) { (self.kind, self.sequence) = (kind, sequence) }

    /// In words.
    public var problem: String {
        switch kind {
        case .edited: "event \(sequence) is not the one that was written"
        case .reordered: "another event stands at the place of event \(sequence)"
        case .missing: "event \(sequence) is missing"
        case .forged: "event \(sequence) was not written by this service"
        case .forked: "event \(sequence) is another one than was given out before"
        case .truncated: "event \(sequence) and what follows it were given out before and are gone"
        case .unsealed: "what says that event \(sequence - 1) is the last one was not written by this service"
        case .restored: "the database was put back from a copy: event \(sequence) is the first of another life"
        case .unknown: "event \(sequence) is not as it must be"
        }
    }
}

/// Why a service does not give out its events from a place on. The answer's header names the place as `sequence`.
public enum HistoryFailure: String, DomainFailure {
    case edited = "history_edited"
    case reordered = "history_reordered"
    case missing = "history_missing"
    case forged = "history_forged"
    case forked = "history_forked"
    case truncated = "history_truncated"
    case unsealed = "history_unsealed"
    /// The header's `sequence`, `link` and `incarnation` name the event behind which it goes on, and in which life.
    case restored = "history_restored"

    public var status: Int { 409 }

    public init?(_ kind: HistoryFault.Kind) { self.init(rawValue: "history_\(kind.rawValue)") }

    public var kind: HistoryFault.Kind {
        switch self {
        case .edited: .edited
        case .reordered: .reordered
        case .missing: .missing
        case .forged: .forged
        case .forked: .forked
        case .truncated: .truncated
        case .unsealed: .unsealed
        case .restored: .restored
        }
    }
}

/// Has a service compute the links of some of its events anew, from their stored bytes, and hold each against its seal.
/// Whoever asks says from which link to begin and at which one to arrive.
public enum ProveChain: Command {
    /// More events than this are not looked at for one request.
    public static let limit: Int64 = 200

    public struct Request: Codable, Sendable {
        public let after: Int64
        /// In base64url: the link of the event `after`.
        public let link: String
        public let through: Int64
        /// In base64url: the link of the event `through`.
        public let expected: String

        public init(after: Int64, link: String, through: Int64, expected: String) {
            (self.after, self.link, self.through, self.expected) = (after, link, through, expected)
        }
    }
    public struct Reply: Codable, Sendable {
        /// The first that is not there or not as the service sealed it.
        public let fault: HistoryFault?
        /// In base64url: each event's link, from the first on; empty where the last one is the one that was expected. They end
        /// where an event is missing.
        public let links: [String]

        public init(fault: HistoryFault?, links: [String]) { (self.fault, self.links) = (fault, links) }
    }
    public static let name = "runtime.prove-chain"
    public static let summary = "Compute the links of stored events anew"
    public static let access = Access.services([.audit])
}

/// A service found at its start that its events do not end as it left them. Told in the place where they are to go on.
public struct HistoryAltered: Event {
    public static let type = "runtime.history-altered"
    public static let severity = Severity.critical
    public let fault: HistoryFault
    public let problem: String
    public var subject: Subject { Subject("event", String(fault.sequence)) }

    public init(_ fault: HistoryFault) { (self.fault, problem) = (fault, fault.problem) }
}
