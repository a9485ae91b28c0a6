import CSQLite

/// Owns one open database and closes it.
struct SQLiteHandle: ~Copyable {
    let pointer: OpaquePointer

    /// Counting memory takes a lock of the whole process at each allocation, which costs two busy connections a quarter
    /// of their speed. It can be refused only before the first use, and is best effort.
    private static let keepsNoMemoryStatistics = croupier_sqlite_keep_no_memory_statistics() == SQLITE_OK

    init(path: String, vfs: String?, flags: Int32) throws {
        _ = Self.keepsNoMemoryStatistics
        var database: OpaquePointer?
        // A connection stays on the thread that owns it, so SQLite's own mutexes would only cost time.
        let code = sqlite3_open_v2(path, &database, flags | SQLITE_OPEN_NOMUTEX, vfs)
        guard code == SQLITE_OK, let database else {
            let error = StorageError(database: database)
            sqlite3_close_v2(database)
            throw StorageError(error.kind, "\(error.message): \(path)")
        }
        pointer = database
        sqlite3_extended_result_codes(database, 1)
    }

    /// Statements that are still alive keep the database open until the last is finalized.
    deinit { sqlite3_close_v2(pointer) }

    /// Runs statements that answer nothing.
    func execute(_ sql: String) throws {
        guard sqlite3_exec(pointer, sql, nil, nil, nil) == SQLITE_OK else {
            throw StorageError(database: pointer, sql: sql)
        }
    }

    func set(_ option: Int32, _ isOn: Bool) throws {
        guard croupier_sqlite_option(pointer, option, isOn ? 1 : 0) == SQLITE_OK else {
            throw StorageError(database: pointer)
        }
    }
}
