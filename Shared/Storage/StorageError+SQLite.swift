import CSQLite

extension StorageError {
    /// The last error of a database, with the SQL that met it.
    init(database: OpaquePointer?, sql: String? = nil) {
        // Without a handle there was no memory to make one.
        let code = database == nil ? SQLITE_NOMEM : sqlite3_extended_errcode(database)
        let text = database.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) } ?? "out of memory"
        self.init(Kind(code: code), sql.map { "\(text) in: \($0)" } ?? text)
    }
}

extension StorageError.Kind {
    init(code: Int32) {
        switch code {
        case SQLITE_CONSTRAINT | (8 << 8), SQLITE_CONSTRAINT | (6 << 8), SQLITE_CONSTRAINT | (10 << 8):
            // UNIQUE, PRIMARYKEY and ROWID: macros that Swift does not import.
            self = .uniqueViolation
        case SQLITE_CONSTRAINT | (3 << 8):
            self = .foreignKeyViolation
        default:
            self.init(primaryCode: code & 0xff)
        }
    }

    private init(primaryCode: Int32) {
        switch primaryCode {
        case SQLITE_FULL: self = .full
        case SQLITE_IOERR, SQLITE_CANTOPEN: self = .io
        case SQLITE_CORRUPT, SQLITE_NOTADB: self = .corrupt
        case SQLITE_NOMEM: self = .outOfMemory
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: self = .busy
        case SQLITE_READONLY, SQLITE_PERM: self = .readOnly
        case SQLITE_CONSTRAINT, SQLITE_TOOBIG: self = .constraint
        case SQLITE_MISMATCH: self = .mismatch
        default: self = .misuse
        }
    }
}
