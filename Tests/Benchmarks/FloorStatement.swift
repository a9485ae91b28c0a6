import CSQLite

/// A database and its statements by SQLite's own functions, as a program in C would use them: no types, no cache, no
/// checks beyond the result codes.
final class FloorDatabase {
    let pointer: OpaquePointer

    init(path: String) throws {
        var database: OpaquePointer?
        guard sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK,
            let database
        else { throw BenchmarkFault("cannot open \(path)") }
        pointer = database
        // As the storage sets its writer up, since these decide what a commit costs.
        let pragmas = """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
            PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192; PRAGMA journal_size_limit = 33554432;
            """
        guard sqlite3_exec(database, pragmas, nil, nil, nil) == SQLITE_OK else { throw BenchmarkFault("pragmas") }
    }

    deinit { sqlite3_close_v2(pointer) }

    func statement(_ sql: String) throws -> FloorStatement { try FloorStatement(sql, self) }
}

final class FloorStatement {
    private let pointer: OpaquePointer
    private let database: FloorDatabase

    init(_ sql: String, _ database: FloorDatabase) throws {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(database.pointer, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
            throw BenchmarkFault("\(String(cString: sqlite3_errmsg(database.pointer))) in: \(sql)")
        }
        (pointer, self.database) = (statement, database)
    }

    deinit { sqlite3_finalize(pointer) }

    func bind(_ position: Int32, _ integer: Int64) { sqlite3_bind_int64(pointer, position, integer) }

    /// A static text stays where it is, so SQLite need not copy it.
    func bind(_ position: Int32, _ text: StaticString) {
        let start = UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
        sqlite3_bind_text(pointer, position, start, Int32(text.utf8CodeUnitCount), nil)
    }

    func bind(_ position: Int32, _ bytes: [UInt8]) {
        _ = bytes.withUnsafeBytes {
            croupier_sqlite_bind_blob(pointer, position, $0.baseAddress, UInt64($0.count))
        }
    }

    func bind(text bytes: [UInt8], _ position: Int32) {
        bytes.withUnsafeBytes {
            _ = croupier_sqlite_bind_text(
                pointer, position, $0.bindMemory(to: CChar.self).baseAddress, UInt64($0.count))
        }
    }

    func step() -> Bool { sqlite3_step(pointer) == SQLITE_ROW }
    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }
    var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(database.pointer) }
    func reset() { sqlite3_reset(pointer) }

    /// Runs what answers nothing.
    func run() throws {
        let code = sqlite3_step(pointer)
        sqlite3_reset(pointer)
        guard code == SQLITE_DONE else {
            throw BenchmarkFault("floor: \(String(cString: sqlite3_errmsg(database.pointer)))")
        }
    }
}
