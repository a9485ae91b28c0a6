/// How a check went, or goes.
public struct AuditCheck: Codable, Sendable {
    public enum Kind: String, WireEnum {
        /// A service checks what it keeps: the wallet its ledger, betting its stakes against the wallet.
        case books
        /// What is known of the sources, and whether the log's head fits the log.
        case sources
        /// The log, hashed anew.
        case log
        /// A service computes its events' links anew, and they are held against the log.
        case history
        case unknown

        public static var fallback: Kind? { .unknown }
    }

    public enum State: String, WireEnum {
        /// It has never run.
        case never
        /// The service has been asked and has not begun.
        case asked
        case running, finished
        /// It could not be done to its end, so that it says nothing of what it did not get to.
        case failed
    }

    public let check: Kind
    /// Whose books, log or events are looked at.
    public let service: ServiceName
    /// What the service calls it, of checks that services make of their own.
    public let name: CheckName?
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
    /// Why it failed.
    public let problem: String?

    enum CodingKeys: String, CodingKey {
        case check, service, name, state, checked, total, violations, found, problem
        case startedAt = "started_at", finishedAt = "finished_at"
    }

    public init(
        _ check: Kind, of service: ServiceName, name: CheckName? = nil, state: State, startedAt: Timestamp?,
        finishedAt: Timestamp?,
        checked: Int64, total: Int64, violations: Int64, found: [String], problem: String? = nil
    ) {
        (self.check, self.service, self.name, self.state) = (check, service, name, state)
        (self.startedAt, self.finishedAt) = (startedAt, finishedAt)
        (self.checked, self.total, self.violations, self.found) = (checked, total, violations, found)
        self.problem = problem
    }

    /// One that has never run.
    public init(neverRun check: Kind, of service: ServiceName, name: CheckName? = nil, found: [String] = []) {
        self.init(
            check, of: service, name: name, state: .never, startedAt: nil, finishedAt: nil, checked: 0, total: 0,
            violations: 0,
            found: found)
    }
}

/// The checks that there are.
public struct AuditChecks: Codable, Sendable {
    public let items: [AuditCheck]

    public init(items: [AuditCheck]) { self.items = items }
}

/// How the checks went or go.
public enum ListAuditChecks: Query {
    public typealias Request = Nothing
    public typealias Reply = AuditChecks
    public static let name = "audit.list-checks"
    public static let summary = "How the checks of books, log and events went"
    public static let access = Access.rolesAndPeers([.auditor, .admin])
    public static let route: Route? = .get("/v1/audit/checks")
}

/// Has books, log and events checked now. It goes on after the answer; where a check runs already, that is the one.
public enum RunAuditChecks: Command {
    public struct Request: Codable, Sendable {
        /// All that have a check, where none is named.
        public let service: ServiceName?
        /// All that there are, where none is named.
        public let check: AuditCheck.Kind?

        public init(service: ServiceName? = nil, check: AuditCheck.Kind? = nil) {
            (self.service, self.check) = (service, check)
        }
    }
    public typealias Reply = AuditChecks
    public enum Failure: String, DomainFailure {
        case noCheck = "no_check"
    }
    public static let name = "audit.run-checks"
    public static let summary = "Have books, log and events checked now"
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

/// The log, or a service's events, are being looked at.
public struct AuditCheckStarted: Event {
    public static let type = "audit.check-started"
    public let check: AuditCheck.Kind
    public let service: ServiceName
    /// How many events there are to look at.
    public let total: Int64
    public var subject: Subject { Subject("service", service.rawValue) }

    public init(_ check: AuditCheck.Kind, of service: ServiceName, total: Int64) {
        (self.check, self.service, self.total) = (check, service, total)
    }
}

/// The log, or a service's events, have been looked at. What was found was told when it was found.
public struct AuditCheckFinished: Event {
    public static let type = "audit.check-finished"
    public let check: AuditCheck.Kind
    public let service: ServiceName
    public let checked: Int64
    public let violations: Int64
    public var subject: Subject { Subject("service", service.rawValue) }

    public init(_ check: AuditCheck.Kind, of service: ServiceName, checked: Int64, violations: Int64) {
        (self.check, self.service, self.checked, self.violations) = (check, service, checked, violations)
    }
}

/// The log, or a service's events, could not be looked at to the end: the service refused, or nothing moved for too long.
public struct AuditCheckFailed: Event {
    public static let type = "audit.check-failed"
    public static let severity = Severity.warning
    public let check: AuditCheck.Kind
    public let service: ServiceName
    /// How far it got, and what it had found by then.
    public let checked: Int64
    public let violations: Int64
    public let problem: String
    public var subject: Subject { Subject("service", service.rawValue) }

    public init(
        _ check: AuditCheck.Kind, of service: ServiceName, checked: Int64, violations: Int64, problem: String
    ) {
        (self.check, self.service, self.checked, self.violations) = (check, service, checked, violations)
        self.problem = problem
    }
}
