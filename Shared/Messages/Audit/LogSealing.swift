/// From which of its rows on the log's own database is sealed. Told once in that database's life, in an event that is sealed
/// like all of this service's events, so that whoever takes the rows' seals away has this against them.
public struct AuditLogSealed: Event {
    public static let type = "audit.log-sealed"
    public let fromIndex: Int64
    public var subject: Subject { Subject("audit-log", "seals") }

    enum CodingKeys: String, CodingKey { case fromIndex = "from_index" }

    public init(fromIndex: Int64) { self.fromIndex = fromIndex }
}

/// The log's head is not the one that this service wrote. No event is taken in and no head is signed until a person has
/// looked at it.
public struct AuditLogStopped: Event {
    public static let type = "audit.log-stopped"
    public static let severity = Severity.critical
    /// The head that was written last, `<size>.<root>`; left out where there is none that this service wrote.
    public let written: String?
    /// The head that was found instead.
    public let found: String
    public var subject: Subject { Subject("audit-log", "head") }

    public init(written: String?, found: String) { (self.written, self.found) = (written, found) }
}

/// The log goes on.
public struct AuditLogResumed: Event {
    public static let type = "audit.log-resumed"
    public static let severity = Severity.critical
    /// From this head, `<size>.<root>`.
    public let place: String
    /// Whether an operator has accepted a head that this service did not write. False where what it had written is there
    /// again.
    public let isAccepted: Bool
    public var subject: Subject { Subject("audit-log", "head") }

    enum CodingKeys: String, CodingKey { case place, isAccepted = "accepted" }

    public init(place: String, isAccepted: Bool) { (self.place, self.isAccepted) = (place, isAccepted) }
}
