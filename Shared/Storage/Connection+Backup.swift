import CSQLite

extension Connection {
    /// Copies the whole database, as of one moment, to a file that holds none yet. Neither the writer nor readers wait
    /// for it.
    ///
    /// The copy is one transaction: after a failure or a crash the file is empty, never half a database.
    /// - Parameter progress: Called between steps with the number of pages that remain; throwing gives up.
    public func backup(
        to path: String, pagesPerStep: Int = 256, progress: (_ remainingPages: Int) throws -> Void = { _ in }
    ) throws {
        // Otherwise each commit of the writer would start the copy again. The writer's own go into the copy.
        let takesSnapshot = isReader && !isInTransaction
        if takesSnapshot { try beginRead() }
        defer {
            // Nothing was written, so that the end of a snapshot cannot lose anything.
            if takesSnapshot { try? endRead() }
        }
        let target = try SQLiteHandle(path: path, vfs: vfs, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
        let copy = try BackupHandle(from: handle.pointer, to: target.pointer)
        while try copy.step(pages: Int32(clamping: pagesPerStep)) { try progress(copy.remainingPages) }
    }
}

/// Owns a running copy from one database to another.
private struct BackupHandle: ~Copyable {
    private let pointer: OpaquePointer
    private let target: OpaquePointer

    init(from source: OpaquePointer, to target: OpaquePointer) throws {
        try Self.refuseContent(of: target)
        guard let backup = sqlite3_backup_init(target, "main", source, "main") else {
            throw StorageError(database: target)
        }
        pointer = backup
        self.target = target
    }

    deinit { sqlite3_backup_finish(pointer) }

    var remainingPages: Int { Int(sqlite3_backup_remaining(pointer)) }

    /// Whether there is more to copy.
    func step(pages: Int32) throws -> Bool {
        let code = sqlite3_backup_step(pointer, pages)
        switch code {
        case SQLITE_OK: return true
        case SQLITE_DONE: return false
        default: throw StorageError(.init(code: code), "backup: \(String(cString: sqlite3_errstr(code)))")
        }
    }

    private static func refuseContent(of target: OpaquePointer) throws {
        let pageCount = try Statement("PRAGMA page_count", on: target)
        guard try pageCount.step(), try pageCount.currentRow().value(0) == 0 else {
            throw StorageError(.misuse, "a backup needs a file that does not hold a database yet")
        }
    }
}
