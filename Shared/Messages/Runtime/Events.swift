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

/// The operator has said that this service's database was put back from a copy: what it had done after the copy was made is
/// not in it. The first event of the new life.
public struct DatabaseRestored: Event {
    public static let type = "runtime.database-restored"
    public static let severity = Severity.critical
    public let service: ServiceName
    /// The life of which the copy is.
    public let former: Int64
    /// Its last event in the copy.
    public let after: Int64
    public var subject: Subject { Subject("service", service.rawValue) }

    public init(service: ServiceName, former: Int64, after: Int64) {
        (self.service, self.former, self.after) = (service, former, after)
    }
}

/// A service whose events this one follows gives out none beyond a place, because they are not what they were. It is waited
/// for until they are, or until its operator says that its database was put back from a copy.
public struct FollowingStopped: Event {
    public static let type = "runtime.following-stopped"
    public static let severity = Severity.critical
    public let source: ServiceName
    /// The last event that was taken in.
    public let after: Int64
    public let problem: String
    public var subject: Subject { Subject("service", source.rawValue) }

    public init(source: ServiceName, after: Int64, problem: String) {
        (self.source, self.after, self.problem) = (source, after, problem)
    }
}

/// A service whose events this one follows was put back from a copy. What it had told behind that copy, and was taken in
/// here, it has not done any more; what it had told and was not taken in is lost.
public struct SourceRestored: Event {
    public static let type = "runtime.source-restored"
    public static let severity = Severity.critical
    public let source: ServiceName
    /// The life of its database in which it goes on.
    public let life: Int64
    /// The last event that was taken in.
    public let had: Int64
    /// The event behind which it goes on.
    public let goesOnAfter: Int64
    public var subject: Subject { Subject("service", source.rawValue) }

    enum CodingKeys: String, CodingKey { case source, life, had, goesOnAfter = "goes_on_after" }

    public init(source: ServiceName, life: Int64, had: Int64, goesOnAfter: Int64) {
        (self.source, self.life, self.had, self.goesOnAfter) = (source, life, had, goesOnAfter)
    }
}

/// Somebody asked for what takes a role, or a second factor or a scope with it, and may not. Told once in a minute of each who
/// asks, for each operation.
public struct AttemptRefused: Event {
    public static let type = "runtime.attempt-refused"
    public static let severity = Severity.warning
    public let operation: String
    /// What they were answered: `forbidden`, `second_factor_required`.
    public let code: String
    public var subject: Subject { Subject("operation", operation) }

    public init(operation: String, code: String) { (self.operation, self.code) = (operation, code) }
}
