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
