/// The public keys that heads of the log are and were signed with.
public enum ListAuditKeys: Query {
    public struct Reply: Codable, Sendable {
        /// Those in use first, the latest first.
        public let items: [AuditKey]

        public init(items: [AuditKey]) { self.items = items }
    }
    public typealias Request = Nothing
    public static let name = "audit.list-keys"
    public static let summary = "The public keys that prove the log"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/audit/keys")
}

public struct AuditKey: Codable, Sendable, Equatable {
    public enum Purpose: String, WireEnum {
        /// Signs the log's heads.
        case log
        /// Countersigns heads that extend what it has seen.
        case witness
        case unknown

        public static var fallback: Purpose? { .unknown }
    }

    public let purpose: Purpose
    /// In the form of signed notes, `name+hash+key`.
    public let verifierKey: String
    public let from: Timestamp
    /// Since when it is not used any more; what it has signed before stays good.
    public let to: Timestamp?

    enum CodingKeys: String, CodingKey { case purpose, verifierKey = "verifier_key", from, to }

    public init(purpose: Purpose, verifierKey: String, from: Timestamp, to: Timestamp?) {
        (self.purpose, self.verifierKey, self.from, self.to) = (purpose, verifierKey, from, to)
    }
}

/// Heads are signed with other keys than before. It is told at the first start too.
public struct AuditKeysChanged: Event {
    public static let type = "audit.keys-changed"
    public static let severity = Severity.warning
    public let purpose: AuditKey.Purpose
    public let added: [String]
    public let retired: [String]
    public var subject: Subject { Subject("audit-keys", purpose.rawValue) }

    public init(purpose: AuditKey.Purpose, added: [String], retired: [String]) {
        (self.purpose, self.added, self.retired) = (purpose, added, retired)
    }
}
