/// How a service's check of its own books went, or goes.
public struct AuditCheck: Codable, Sendable {
    public enum State: String, WireEnum {
        /// It has never run.
        case never
        /// The service has been asked and has not begun.
        case asked
        case running, finished
    }

    public let service: ServiceName
    public let state: State
    public let startedAt: Timestamp?
    public let finishedAt: Timestamp?
    /// How many of how many things have been looked at.
    public let checked: Int64
    public let total: Int64
    /// How many things are not as they must be; of a run under way, so far.
    public let violations: Int64
    /// The first of them, in words, of the last run that is over.
    public let found: [String]

    enum CodingKeys: String, CodingKey {
        case service, state, checked, total, violations, found, startedAt = "started_at", finishedAt = "finished_at"
    }

    public init(
        service: ServiceName, state: State, startedAt: Timestamp?, finishedAt: Timestamp?, checked: Int64,
        total: Int64, violations: Int64, found: [String]
    ) {
        (self.service, self.state, self.startedAt, self.finishedAt) = (service, state, startedAt, finishedAt)
        (self.checked, self.total, self.violations, self.found) = (checked, total, violations, found)
    }
}

/// The checks that there are, one a service.
public struct AuditChecks: Codable, Sendable {
    public let items: [AuditCheck]

    public init(items: [AuditCheck]) { self.items = items }
}

/// How the checks went or go, as services told it.
public enum ListAuditChecks: Query {
    public typealias Request = Nothing
    public typealias Reply = AuditChecks
    public static let name = "audit.list-checks"
    public static let summary = "How each service's check of its books went"
    public static let access = Access.rolesAndPeers([.auditor, .admin])
    public static let route: Route? = .get("/v1/audit/checks")
}

/// Has services check their books now. It goes on after the answer; where a check runs already, that is the one.
public enum RunAuditChecks: Command {
    public struct Request: Codable, Sendable {
        /// All that have a check, where none is named.
        public let service: ServiceName?

        public init(service: ServiceName? = nil) { self.service = service }
    }
    public typealias Reply = AuditChecks
    public enum Failure: String, DomainFailure {
        case noCheck = "no_check"
    }
    public static let name = "audit.run-checks"
    public static let summary = "Have services check their books now"
    public static let access = Access.roles([.auditor, .admin])
    public static let route: Route? = .act("/v1/audit/checks", success: 202)
}

/// Somebody has asked for a service's check.
public struct CheckRequested: Event {
    public static let type = "audit.check-requested"
    public let service: ServiceName
    public var subject: Subject { Subject("service", service.rawValue) }

    public init(service: ServiceName) { self.service = service }
}
