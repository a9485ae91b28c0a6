public import Messages

/// A clock's time made to go forward only. While the host's clock is behind what was seen of it before, time goes on at
/// half its pace until the two meet: what waits for a pause to end must not wait for the clock to catch up.
public struct SteadyClock: Sendable {
    public private(set) var now: Timestamp
    /// Up to where the host's clock has been counted.
    private var counted: Timestamp?

    public init(from start: Timestamp) { now = start }

    @discardableResult
    public mutating func observe(_ time: Timestamp) -> Timestamp {
        guard time < now else {
            (now, counted) = (time, time)
            return now
        }
        let from = min(counted ?? time, time)
        let half = (time.milliseconds - from.milliseconds) / 2
        now = now.adding(milliseconds: half)
        // What is left over by halving counts next time, so that small steps add up.
        counted = from.adding(milliseconds: half * 2)
        return now
    }
}
