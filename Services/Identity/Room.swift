import Messages
import Runtime

/// A capability of this service: what it answers and what it tells.
struct Room {
    var operations: [Registration]
    var events: [any Event.Type]
    var sagas: [SagaDefinition] = []
    var timers: [String: ServiceDefinition.TimerHandler] = [:]
}
