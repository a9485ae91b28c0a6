import CSQLite

extension Connection {
    /// Moves what it can of the write-ahead log into the database, without waiting for readers.
    /// - Returns: Whether all of it was moved, so that the log can start again from its beginning.
    @discardableResult
    public func checkpoint() throws -> Bool {
        var logged: Int32 = 0
        var moved: Int32 = 0
        guard
            sqlite3_wal_checkpoint_v2(handle.pointer, nil, SQLITE_CHECKPOINT_PASSIVE, &logged, &moved) == SQLITE_OK
        else { throw StorageError(database: handle.pointer, sql: "checkpoint") }
        return logged == moved
    }

    /// Moves all of the write-ahead log into the database and cuts the log off, so that nothing of what was replaced is
    /// left in it. Waits for nobody.
    /// - Returns: False where a reader still needs the log.
    public func cutLog() throws -> Bool {
        sqlite3_busy_timeout(handle.pointer, 0)
        defer { sqlite3_busy_timeout(handle.pointer, Connection.patience) }
        let code = sqlite3_wal_checkpoint_v2(handle.pointer, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
        if code == SQLITE_OK { return true }
        guard code & 0xff == SQLITE_BUSY else { throw StorageError(database: handle.pointer, sql: "checkpoint") }
        return false
    }

    /// How large the database is, without its log.
    public func byteCount() throws -> Int64 {
        try first("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()") { try $0.value(0) } ?? 0
    }

    /// Writes the whole database anew. Deleting overwrites, but where a page was divided copies of its rows may have stayed
    /// behind between the new ones; in what is written anew there is nothing but what is stored.
    ///
    /// - Parameter isLarge: whether what is needed meanwhile is better kept in a file than in memory.
    public func rewrite(isLarge: Bool = false) throws {
        if isLarge { try handle.execute("PRAGMA temp_store = FILE") }
        defer {
            // It only says where temporary things go from here on.
            if isLarge { try? handle.execute("PRAGMA temp_store = MEMORY") }
        }
        try handle.execute("VACUUM")
    }

    /// Everything that is wrong with the file, its indexes and its references; empty when all is well.
    public func integrityProblems() throws -> [String] {
        let dangling = try rows("PRAGMA foreign_key_check") { row in
            let table: String = try row.value(0)
            let parent: String = try row.value(2)
            return "a row of \(table) refers to none of \(parent)"
        }
        return try problems("PRAGMA integrity_check") + dangling
    }

    func problems(_ check: StaticString) throws -> [String] {
        try rows(check) { row in try row.value(0) }.filter { $0 != "ok" }
    }
}
