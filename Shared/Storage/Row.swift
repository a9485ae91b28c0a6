import CSQLite

/// One row of a result. It is lent to the closure that reads it and cannot outlive the step that made it, and what is
/// read from it is copied out.
public struct Row: ~Copyable {
    private let statement: OpaquePointer
    private let columnCount: Int

    init(of statement: OpaquePointer, columnCount: Int) {
        self.statement = statement
        self.columnCount = columnCount
    }

    /// The value of a column, counted from zero. NULL is read only into an optional.
    @inlinable public func value<Value: StorageValue>(_ column: Int, as type: Value.Type = Value.self) throws -> Value {
        let stored = try stored(column)
        do {
            return try Value(stored: stored)
        } catch let error as StorageError {
            throw located(error, column)
        }
    }

    @usableFromInline func stored(_ column: Int) throws -> StoredValue {
        guard column >= 0, column < columnCount else {
            throw StorageError(.misuse, "no column \(column) in a row of \(columnCount)")
        }
        let index = Int32(truncatingIfNeeded: column)
        switch sqlite3_column_type(statement, index) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, index))
        case SQLITE_TEXT: return .text(try text(index))
        case SQLITE_BLOB: return .blob(blob(index))
        case SQLITE_NULL: return .null
        default: throw located(StorageError(.mismatch, "found a floating-point number"), column)
        }
    }

    // The address must be asked for before the count: asking may convert the value.
    private func text(_ index: Int32) throws -> String {
        let start = sqlite3_column_text(statement, index)
        let count = Int(sqlite3_column_bytes(statement, index))
        guard let text = String(validating: UnsafeBufferPointer(start: start, count: count), as: UTF8.self) else {
            throw located(StorageError(.mismatch, "found text that is not UTF-8"), Int(index))
        }
        return text
    }

    private func blob(_ index: Int32) -> [UInt8] {
        let start = sqlite3_column_blob(statement, index)
        let count = Int(sqlite3_column_bytes(statement, index))
        return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }

    @usableFromInline func located(_ error: StorageError, _ column: Int) -> StorageError {
        let name = sqlite3_column_name(statement, Int32(truncatingIfNeeded: column)).map { String(cString: $0) }
        return StorageError(error.kind, "column \(column) (\(name ?? "unnamed")): \(error.message)")
    }
}
