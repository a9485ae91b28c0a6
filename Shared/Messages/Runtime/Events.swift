/// A service's process has begun to work.
public struct ServiceStarted: Event {
    public static let type = "runtime.service-started"
    public let service: ServiceName
    public let build: String
    /// False where the last run did not end by its own will.
    public let afterCleanStop: Bool
    /// The first event that the service seals; told once in a database's life, when sealing begins.
    public let sealedFrom: Int64?
    /// The checks of its own that it makes, where there are any.
    public let checks: [CheckName]?
    public var subject: Subject { Subject("service", service.rawValue) }

    enum CodingKeys: String, CodingKey {
        case service, build, checks, afterCleanStop = "after_clean_stop", sealedFrom = "sealed_from"
    }

    public init(
        service: ServiceName, build: String, afterCleanStop: Bool, sealedFrom: Int64? = nil,
        checks: [CheckName]? = nil
    ) {
        (self.service, self.build, self.afterCleanStop) = (service, build, afterCleanStop)
        (self.sealedFrom, self.checks) = (sealedFrom, checks)
    }
}

/// A message stopped the process twice and will not be tried again.
public struct MessageQuarantined: Event {
    public static let type = "runtime.message-quarantined"
    public static let severity = Severity.critical
    public let message: String
    public var subject: Subject { Subject("message", message) }

    public init(message: String) { self.message = message }
}

/// A saga met an answer that its definition has no way on from. A person has to look.
public struct SagaStuck: Event {
    public static let type = "runtime.saga-stuck"
    public static let severity = Severity.critical
    public let saga: Int64
    public let definition: String
    public let step: String
    public let problem: String
    public var subject: Subject { Subject("saga", String(saga)) }

    public init(saga: Int64, definition: String, step: String, problem: String) {
        (self.saga, self.definition, self.step, self.problem) = (saga, definition, step, problem)
    }
}

/// The clock went ahead by far more than the time that can have passed.
public struct ClockJumped: Event {
    public static let type = "runtime.clock-jumped"
    public static let severity = Severity.critical
    public let from: Timestamp
    public let to: Timestamp
    public var subject: Subject { Subject("clock", "system") }

    public init(from: Timestamp, to: Timestamp) { (self.from, self.to) = (from, to) }
}

/// A neighbour knows of messages between the two services that this service's database knows nothing of: it was put back
/// from an old copy. What the neighbour calls is not done any more.
public struct HistoryLost: Event {
    public static let type = "runtime.history-lost"
    public static let severity = Severity.critical
    public let neighbour: ServiceName
    public let problem: String
    public var subject: Subject { Subject("service", neighbour.rawValue) }

    public init(neighbour: ServiceName, problem: String) { (self.neighbour, self.problem) = (neighbour, problem) }
}
