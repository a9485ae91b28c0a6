import CSQLite

/// One connection to a database: either its only writer or one of its readers. It belongs to the thread that opened
/// it.
///
/// SQL is a `StaticString`, so that a value can only be bound and never become part of the text.
public final class Connection {
    let handle: SQLiteHandle
    let vfs: String?
    let isReader: Bool
    var savepointDepth = 0
    /// How long a lock is waited for, in milliseconds.
    static let patience: Int32 = 5000

    /// Keyed by where the text stands: a static string never moves or changes, and the program has only so many.
    private var statements: [UnsafePointer<UInt8>: Statement] = [:]

    private init(path: String, vfs: String?, isReader: Bool) throws {
        let flags = isReader ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        handle = try SQLiteHandle(path: path, vfs: vfs, flags: flags)
        self.vfs = vfs
        self.isReader = isReader
        try harden()
    }

    /// Opens the writer and creates the database if there is none.
    ///
    /// A committed transaction is on the disk. The whole file is checked first.
    /// - Throws: `StorageError.Kind.corrupt` when the file is no sound database.
    public static func openWriter(at path: String, vfs: String? = nil) throws -> Connection {
        let connection = try Connection(path: path, vfs: vfs, isReader: false)
        try connection.handle.execute("PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = 33554432")
        // What is deleted or replaced is overwritten with zeros.
        try connection.handle.execute("PRAGMA secure_delete = ON")
        let mode: String? = try connection.first("PRAGMA journal_mode = WAL") { row in try row.value(0) }
        guard mode == "wal" else { throw StorageError(.io, "no write-ahead log for \(path), but \(mode ?? "nothing")") }
        try connection.handle.execute("PRAGMA synchronous = FULL")
        let problems = try connection.problems("PRAGMA quick_check")
        guard problems.isEmpty else { throw StorageError(.corrupt, problems.joined(separator: "; ")) }
        return connection
    }

    /// Opens a reader of a database that a writer has made. It sees what is committed and does not wait for the
    /// writer.
    public static func openReader(at path: String, vfs: String? = nil) throws -> Connection {
        let connection = try Connection(path: path, vfs: vfs, isReader: true)
        try connection.handle.execute("PRAGMA query_only = ON")
        return connection
    }

    private func harden() throws {
        sqlite3_busy_timeout(handle.pointer, Connection.patience)
        try handle.set(SQLITE_DBCONFIG_DQS_DDL, false)
        try handle.set(SQLITE_DBCONFIG_DQS_DML, false)
        try handle.set(SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)
        try handle.set(SQLITE_DBCONFIG_DEFENSIVE, true)
        try handle.execute("PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON; PRAGMA cache_size = -8192")
    }

    // MARK: - Statements

    /// A statement for one call, which must release it.
    @usableFromInline func statement(for sql: StaticString) throws -> Statement {
        guard sql.hasPointerRepresentation else { throw StorageError(.misuse, "no SQL: \(sql)") }
        if let known = statements[sql.utf8Start] {
            // A call in another's closure gets one of its own, which goes with it.
            let statement = known.isBusy ? try Statement(sql, on: handle.pointer) : known
            statement.acquire()
            return statement
        }
        let statement = try Statement(sql, on: handle.pointer)
        statements[sql.utf8Start] = statement
        statement.acquire()
        return statement
    }

    /// How many statements are compiled and kept.
    var keptStatementCount: Int { statements.count }

    /// The row number of the last successful insert.
    public var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle.pointer) }
}

@available(*, unavailable)
extension Connection: Sendable {}
