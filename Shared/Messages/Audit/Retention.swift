/// What events are kept for, which says how long their bytes are.
public enum RetentionClass: String, WireEnum {
    /// Of the services that move money, and of what it is moved for.
    case money
    /// Accounts and their powers, and whatever is critical.
    case security
    case signIns = "sign_ins"
    /// How the platform runs.
    case technical
    case unknown

    public static var fallback: RetentionClass? { .unknown }
}

/// Bytes of events have been kept long enough and are gone. Told with each step of it.
public struct AuditBodiesFreed: Event {
    public static let type = "audit.bodies-freed"
    public let retentionClass: RetentionClass
    /// They stood from this place in the log on, and before the other.
    public let fromIndex: Int64
    public let toIndex: Int64
    public let count: Int64
    /// All of them had been taken in before this time.
    public let ingestedBefore: Timestamp
    public var subject: Subject { Subject("retention", retentionClass.rawValue) }

    enum CodingKeys: String, CodingKey {
        case retentionClass = "class", fromIndex = "from_index", toIndex = "to_index", count
        case ingestedBefore = "ingested_before"
    }

    public init(
        retentionClass: RetentionClass, fromIndex: Int64, toIndex: Int64, count: Int64, ingestedBefore: Timestamp
    ) {
        (self.retentionClass, self.fromIndex, self.toIndex) = (retentionClass, fromIndex, toIndex)
        (self.count, self.ingestedBefore) = (count, ingestedBefore)
    }
}
