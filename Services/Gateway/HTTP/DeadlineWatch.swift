import Dispatch

/// Calls back a few times a second, on a queue of its own, until it is stopped.
///
/// Unchecked: the timer is only used through calls that Dispatch makes safe.
final class DeadlineWatch: @unchecked Sendable {
    private static let interval = DispatchTimeInterval.milliseconds(250)

    private let queue = DispatchQueue(label: "http.deadlines")
    private let timer: any DispatchSourceTimer

    init(_ tick: @escaping @Sendable () -> Void) {
        timer = DispatchSource.makeTimerSource(queue: queue)
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
