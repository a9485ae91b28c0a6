import CSQLite

extension Connection {
    public var isInTransaction: Bool { sqlite3_get_autocommit(handle.pointer) == 0 }

    /// Begins a write transaction. It takes the write lock at once: a lock taken in the middle could be refused there.
    public func begin() throws {
        try run("BEGIN IMMEDIATE")
        hasSavepoint = false
    }

    /// Makes the transaction durable. When it throws, the transaction must be rolled back.
    public func commit() throws {
        try run("COMMIT")
        hasSavepoint = false
    }

    /// Undoes the transaction. A failed disk has sometimes ended it already, and then there is nothing left to do.
    public func rollback() throws {
        hasSavepoint = false
        guard isInTransaction else { return }
        try run("ROLLBACK")
    }

    // MARK: - Savepoints

    /// Begins a part of the transaction that can be undone alone. There is one at a time.
    public func savepoint() throws {
        guard isInTransaction, !hasSavepoint else {
            throw StorageError(.misuse, "a savepoint needs a transaction that has no other one")
        }
        try run("SAVEPOINT s")
        hasSavepoint = true
    }

    /// Ends the savepoint and keeps what was done since.
    public func releaseSavepoint() throws {
        try run("RELEASE s")
        hasSavepoint = false
    }

    /// Ends the savepoint and undoes what was done since. The transaction goes on.
    public func rollbackToSavepoint() throws {
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
