import CSQLite

/// A prepared statement, kept for as long as its connection so that each text is compiled once.
@usableFromInline
final class Statement {
    private let handle: StatementHandle
    private let sql: StaticString
    private let parameterCount: Int32
    private let columnCount: Int

    /// Whether a call is using it. A call inside another's closure may use the same text and needs one of its own.
    private(set) var isBusy = false

    init(_ sql: StaticString, on database: OpaquePointer) throws {
        handle = try StatementHandle(sql, on: database)
        self.sql = sql
        parameterCount = sqlite3_bind_parameter_count(handle.pointer)
        columnCount = Int(sqlite3_column_count(handle.pointer))
    }

    func acquire() { isBusy = true }

    /// Gives up locks and bound values: neither a large blob nor a secret outlives the call that bound it.
    @usableFromInline func release() {
        // The result repeats the error of the last step, which has been thrown already.
        sqlite3_reset(handle.pointer)
        if parameterCount > 0 { sqlite3_clear_bindings(handle.pointer) }
        isBusy = false
    }

    @usableFromInline func bind(_ value: StoredValue, at position: Int32) throws {
        let code =
            switch value {
            case .null:
                sqlite3_bind_null(handle.pointer, position)
            case .integer(let integer):
                sqlite3_bind_int64(handle.pointer, position, integer)
            case .text(var text):
                text.withUTF8 { bytes in
                    bytes.withMemoryRebound(to: CChar.self) {
                        croupier_sqlite_bind_text(handle.pointer, position, $0.baseAddress, UInt64($0.count))
                    }
                }
            case .blob(let bytes):
                bytes.withUnsafeBytes {
                    croupier_sqlite_bind_blob(handle.pointer, position, $0.baseAddress, UInt64($0.count))
                }
            }
        guard code == SQLITE_OK else { throw failure() }
    }

    /// Refuses a call that leaves parameters unbound: SQLite would take them for NULL.
    @usableFromInline func expect(bound count: Int32) throws {
        guard count == parameterCount else {
            throw StorageError(.misuse, "\(count) values for \(parameterCount) parameters in: \(sql)")
        }
    }

    /// Whether there is another row.
    @usableFromInline func step() throws -> Bool {
        switch sqlite3_step(handle.pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failure()
        }
    }

    /// Runs to the end and counts the rows that were inserted, updated or deleted.
    @usableFromInline func runToEnd() throws -> Int {
        while try step() {}
        return Int(sqlite3_changes64(sqlite3_db_handle(handle.pointer)))
    }

    @usableFromInline func currentRow() -> Row { Row(of: handle.pointer, columnCount: columnCount) }

    private func failure() -> StorageError {
        StorageError(database: sqlite3_db_handle(handle.pointer), sql: sql.description)
    }
}

/// Owns SQLite's compiled form of one statement.
private struct StatementHandle: ~Copyable {
    let pointer: OpaquePointer

    init(_ sql: StaticString, on database: OpaquePointer) throws {
        guard sql.hasPointerRepresentation else { throw StorageError(.misuse, "no SQL: \(sql)") }
        var statement: OpaquePointer?
        var rest: UnsafePointer<CChar>?
        let text = UnsafeRawPointer(sql.utf8Start).assumingMemoryBound(to: CChar.self)
        let count = Int32(sql.utf8CodeUnitCount)
        guard
            sqlite3_prepare_v3(database, text, count + 1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, &rest)
                == SQLITE_OK
        else { throw StorageError(database: database, sql: sql.description) }
        guard let statement else { throw StorageError(.misuse, "no statement in: \(sql)") }
        guard let rest, rest.pointee == 0 else {
            sqlite3_finalize(statement)
            throw StorageError(.misuse, "more than one statement in: \(sql)")
        }
        pointer = statement
    }

    deinit { sqlite3_finalize(pointer) }
}
