import Messages
import Storage

/// A service's time: the host's, but never before its own last commit. A leap ahead is noticed, since deadlines and
/// expiries hang on it.
struct NodeClock {
    /// The longest that a running service goes without being stepped, many times over.
    static let leap: Int64 = 10 * 60 * 1000

    private let database: Connection
    private(set) var last: Timestamp
    private var isRunning = false

    init(database: Connection) throws {
        self.database = database
        last =
            try database.first("SELECT last_time FROM runtime_self") { try $0.value(0) } ?? Timestamp(milliseconds: 0)
    }

    /// The time to work with, and the time that it leapt from if it did.
    mutating func observe(_ time: Timestamp) -> (time: Timestamp, leapFrom: Timestamp?) {
        let now = max(time, last)
        let leapFrom = isRunning && now.milliseconds - last.milliseconds > NodeClock.leap ? last : nil
        (last, isRunning) = (now, true)
        return (now, leapFrom)
    }

    func write(_ now: Timestamp) throws {
        try database.run("UPDATE runtime_self SET last_time = ?", now)
    }
}
