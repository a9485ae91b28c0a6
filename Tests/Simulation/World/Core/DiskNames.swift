import Synchronization

/// Names for worlds' disks: SQLite knows file systems by name, and a process may hold several worlds.
enum DiskNames {
    private static let count = Mutex(0)

    static func next() -> String {
        let number = count.withLock { count in
            count += 1
            return count
        }
        return "world\(number)"
    }
}
