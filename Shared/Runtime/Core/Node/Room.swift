public import Messages

/// A capability of a service: what it answers and what it tells.
public struct Room: Sendable {
    public let operations: [Registration]
    public let events: [any Event.Type]
    public let sagas: [SagaDefinition]
    public let timers: [String: ServiceDefinition.TimerHandler]

    public init(
        operations: [Registration], events: [any Event.Type] = [], sagas: [SagaDefinition] = [],
        timers: [String: ServiceDefinition.TimerHandler] = [:]
    ) {
        (self.operations, self.events, self.sagas, self.timers) = (operations, events, sagas, timers)
    }
}
