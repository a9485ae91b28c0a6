import Foundation
import Storage

/// A directory that goes with the test that made it.
final class ScratchDirectory {
    let url = FileManager.default.temporaryDirectory.appending(path: "storage-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String = "test.db") -> String { url.appending(path: name).path() }

    /// A writer whose only table takes one value of each type.
    func openWriter() throws -> Connection {
        let writer = try Connection.openWriter(at: path())
        try writer.migrate([
            Migration(
                name: "values",
                sql: "CREATE TABLE value (id INTEGER PRIMARY KEY, number INTEGER, word TEXT UNIQUE, bytes BLOB) STRICT")
        ])
        return writer
    }
}

/// The kind of error that the closure throws; nil when it throws none.
func kind(_ body: () throws -> Void) -> StorageError.Kind? {
    do {
        try body()
        return nil
    } catch {
        return (error as? StorageError)?.kind
    }
}
