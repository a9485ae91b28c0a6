import Messages
import Synchronization

/// Tells the operator whose key is not on a door's list: a line a key and a minute, however often its holder tries, and no more
/// keys in a minute than somebody reads. The others are counted.
final class RefusedKeys: Sendable {
    static let pause: Int64 = 60_000
    static let keysAtOnce = 16

    private struct Minute {
        var end = Timestamp(milliseconds: 0)
        /// The keys that were told of in this minute.
        var told: Set<String> = []
        /// How often others, and these once more, have tried since.
        var untold = 0
    }

    private let minute = Mutex(Minute())
    private let door: String
    private let write: @Sendable (_ fields: [String: String]) -> Void

    /// - Parameter door: what they wanted to come in by, as the log is to name it.
    init(at door: String, _ write: @escaping @Sendable (_ fields: [String: String]) -> Void) {
        (self.door, self.write) = (door, write)
    }

    convenience init(at door: String, log: Log) {
        self.init(at: door) { log.write(.warning, "a key that is not on the list was refused", $0) }
    }

    func add(_ key: String?, from address: String, at now: Timestamp) {
        let key = key ?? "none"
        let untold: Int? = minute.withLock { minute in
            // A clock that was put back ends the minute too.
            if now >= minute.end || now < minute.end.adding(milliseconds: -RefusedKeys.pause) {
                minute.told.removeAll()
                minute.end = now.adding(milliseconds: RefusedKeys.pause)
            }
            guard minute.told.count < RefusedKeys.keysAtOnce, minute.told.insert(key).inserted else {
                minute.untold += 1
                return nil
            }
            defer { minute.untold = 0 }
            return minute.untold
        }
        guard let untold else { return }
        var fields = ["door": door, "key": key]
        if !address.isEmpty { fields["address"] = address }
        if untold > 0 { fields["refused_since_the_last_line"] = "\(untold)" }
        write(fields)
    }
}
