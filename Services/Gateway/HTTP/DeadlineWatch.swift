import Dispatch

/// Calls back a few times a second on a queue of its own.
///
/// Unchecked: the timer is only used through calls that Dispatch makes safe.
final class DeadlineWatch: @unchecked Sendable {
    private static let interval = DispatchTimeInterval.milliseconds(250)

    private let queue = DispatchQueue(label: "http.deadlines")
    private let timer: any DispatchSourceTimer

    init() {
        timer = DispatchSource.makeTimerSource(queue: queue)
    }

    func start(_ tick: @escaping @Sendable () -> Void) {
        timer.schedule(deadline: .now() + Self.interval, repeating: Self.interval)
        timer.setEventHandler(handler: tick)
        timer.activate()
    }

    /// No call is running when this returns, and none follows.
    func stop() {
        timer.cancel()
        queue.sync {}
    }
}
