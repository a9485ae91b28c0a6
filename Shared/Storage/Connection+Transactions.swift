import CSQLite

extension Connection {
    public var isInTransaction: Bool { sqlite3_get_autocommit(handle.pointer) == 0 }

    /// Begins a write transaction. It takes the write lock at once: a lock taken in the middle could be refused there.
    public func begin() throws {
        try run("BEGIN IMMEDIATE")
        savepointDepth = 0
    }

    /// Makes the transaction durable. When it throws, the transaction must be rolled back.
    public func commit() throws {
        try run("COMMIT")
        savepointDepth = 0
    }

    /// Undoes the transaction. A failed disk has sometimes ended it already, and then there is nothing left to do.
    public func rollback() throws {
        savepointDepth = 0
        guard isInTransaction else { return }
        try run("ROLLBACK")
    }

    // MARK: - Savepoints

    /// Begins a part of the transaction that can be undone alone. Savepoints nest; the other two calls mean the
    /// innermost, which is why all can have one name.
    public func savepoint() throws {
        guard isInTransaction else { throw StorageError(.misuse, "a savepoint needs a transaction") }
        try run("SAVEPOINT s")
        savepointDepth += 1
    }

    /// Ends the innermost savepoint and keeps what was done since.
    public func releaseSavepoint() throws {
        guard savepointDepth > 0 else { throw StorageError(.misuse, "there is no savepoint to release") }
        try run("RELEASE s")
        savepointDepth -= 1
    }

    /// Ends the innermost savepoint and undoes what was done since. The transaction goes on.
    public func rollbackToSavepoint() throws {
        guard savepointDepth > 0 else { throw StorageError(.misuse, "there is no savepoint to undo") }
        try run("ROLLBACK TO s")
        try releaseSavepoint()
    }

    // MARK: - Snapshots

    /// Keeps what this connection reads unchanged until `endRead()`. Short, because the log cannot shrink meanwhile.
    public func beginRead() throws {
        try run("BEGIN DEFERRED")
        do {
            // The snapshot is taken by the first read, which is this.
            _ = try first("SELECT 1 FROM sqlite_schema LIMIT 1") { _ in true }
        } catch {
            try endRead()
            throw error
        }
    }

    public func endRead() throws {
        try rollback()
    }
}
