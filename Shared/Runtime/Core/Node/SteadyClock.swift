public import Messages

/// A clock's time made to go forward only. While the host's clock is behind what was seen of it before, time goes on by
/// its steps, so that nothing which waits for a pause to end waits for the clock to catch up.
public struct SteadyClock: Sendable {
    public private(set) var now: Timestamp
    private var lastSeen: Timestamp?

    public init(from start: Timestamp) { now = start }

    @discardableResult
    public mutating func observe(_ time: Timestamp) -> Timestamp {
        let step = lastSeen.map { max(0, time.milliseconds - $0.milliseconds) } ?? 0
        now = max(time, now.adding(milliseconds: step))
        lastSeen = time
        return now
    }
}
