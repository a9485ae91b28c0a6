public import Messages

/// A capability of a service: what it answers and what it tells.
public struct Room: Sendable {
    public let operations: [Registration]
    public let events: [any Event.Type]
    public let sagas: [SagaDefinition]
    public let timers: [String: ServiceDefinition.TimerHandler]
    public let checks: [ServiceCheck]

    public init(
        operations: [Registration], events: [any Event.Type] = [], sagas: [SagaDefinition] = [],
        timers: [String: ServiceDefinition.TimerHandler] = [:], checks: [ServiceCheck] = []
    ) {
        (self.operations, self.events, self.sagas, self.timers) = (operations, events, sagas, timers)
        self.checks = checks
    }
}
