import Messages
import Storage

/// A service's time: the host's, but never before its own last commit. A leap ahead is noticed, since deadlines and
/// expiries hang on it.
struct NodeClock {
    /// The longest that a running service goes without being stepped, many times over.
    static let leap: Int64 = 10 * 60 * 1000

    private let database: Connection
    private var clock: SteadyClock
    private var isRunning = false

    init(database: Connection) throws {
        self.database = database
        let last = try database.first("SELECT last_time FROM runtime_self") { try $0.value(0, as: Timestamp.self) }
        clock = SteadyClock(from: last ?? Timestamp(milliseconds: 0))
    }

    /// The time to work with, and the time that it leapt from if it did.
    mutating func observe(_ time: Timestamp) -> (time: Timestamp, leapFrom: Timestamp?) {
        let last = clock.now
        let now = clock.observe(time)
        let hasLeapt = isRunning && now.milliseconds - last.milliseconds > NodeClock.leap
        isRunning = true
        return (now, hasLeapt ? last : nil)
    }

    func write(_ now: Timestamp) throws {
        try database.run("UPDATE runtime_self SET last_time = ?", now)
    }
}
