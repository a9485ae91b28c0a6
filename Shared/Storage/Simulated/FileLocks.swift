import CSQLite

/// SQLite's five-level lock of one file.
struct FileLocks {
    private var sharedCount = 0
    private var writer: ObjectIdentifier?
    private var isWriterWaitingForReaders = false

    var isReserved: Bool { writer != nil }

    /// Raises the lock that `owner` holds at `level`; false when another's is in the way.
    mutating func raise(_ level: inout Int32, to wanted: Int32, for owner: ObjectIdentifier) -> Bool {
        if level >= wanted { return true }
        if level == SQLITE_LOCK_NONE {
            guard !isWriterWaitingForReaders else { return false }
            sharedCount += 1
            level = SQLITE_LOCK_SHARED
        }
        if wanted == SQLITE_LOCK_SHARED { return true }
        guard writer == nil || writer == owner else { return false }
        writer = owner
        if wanted == SQLITE_LOCK_EXCLUSIVE {
            isWriterWaitingForReaders = true
            level = SQLITE_LOCK_PENDING
            guard sharedCount == 1 else { return false }
        }
        level = wanted
        return true
    }

    mutating func lower(_ level: inout Int32, to wanted: Int32, for owner: ObjectIdentifier) {
        guard level > wanted else { return }
        if writer == owner {
            writer = nil
            isWriterWaitingForReaders = false
        }
        if wanted == SQLITE_LOCK_NONE { sharedCount -= 1 }
        level = wanted
    }
}
