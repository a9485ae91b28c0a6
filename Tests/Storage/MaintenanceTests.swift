import Foundation
import Storage
import Testing

@Suite("Maintenance") struct MaintenanceTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func fill(_ db: Connection, rows: Int) throws {
        try db.begin()
        for number in 0..<rows {
            try db.run(
                "INSERT INTO value (number, bytes) VALUES (?, ?)", number,
                [UInt8](repeating: UInt8(number & 255), count: 500))
        }
        try db.commit()
    }

    @Test("a backup taken during writes holds one moment of them", arguments: [true, false])
    func backup(throughReader: Bool) throws {
        let writer = try scratch.openWriter()
        try fill(writer, rows: 2000)
        let source = throughReader ? try Connection.openReader(at: scratch.path()) : writer
        var steps = 0
        try source.backup(to: scratch.path("copy.db"), pagesPerStep: 10) { _ in
            steps += 1
            // A copy that starts again at every write would never end.
            try #require(steps < 1000)
            // Two rows that only make sense together: a backup between them would tear them apart.
            try writer.begin()
            try writer.run("UPDATE value SET number = number + 1 WHERE id = 1")
            try writer.run("UPDATE value SET number = number - 1 WHERE id = 2000")
            try writer.commit()
        }
        #expect(steps > 10)
        let copy = try Connection.openWriter(at: scratch.path("copy.db"))
        #expect(try copy.integrityProblems().isEmpty)
        #expect(try copy.first("SELECT sum(number) FROM value") { row in try row.value(0) } == 2000 * 1999 / 2)
        let expected = throughReader ? 0 : steps
        #expect(try copy.first("SELECT number FROM value WHERE id = 1") { row in try row.value(0) } == expected)
    }

    @Test("a backup does not overwrite a database, and one given up leaves none")
    func backupTarget() throws {
        struct GivenUp: Error {}
        let writer = try scratch.openWriter()
        try fill(writer, rows: 100)
        #expect(throws: GivenUp.self) {
            try writer.backup(to: scratch.path("copy.db"), pagesPerStep: 1) { _ in throw GivenUp() }
        }
        try writer.backup(to: scratch.path("copy.db"))
        #expect(kind { try writer.backup(to: scratch.path("copy.db")) } == .misuse)
    }

    @Test("a file that is no database is found at open")
    func noDatabase() throws {
        try Data(repeating: 0x41, count: 10_000).write(to: URL(filePath: scratch.path()))
        #expect(kind { _ = try Connection.openWriter(at: scratch.path()) } == .corrupt)
    }

    @Test("damage in the middle of the file is found at open", arguments: [1, 100, 4096])
    func damagedPage(byteCount: Int) throws {
        do { try fill(try scratch.openWriter(), rows: 2000) }
        let file = try FileHandle(forUpdating: URL(filePath: scratch.path()))
        // The start of a page says what kind it is, the next bytes how its cells are laid out.
        try file.seek(toOffset: 4096 * 100 + 5)
        try file.write(contentsOf: Data(repeating: 0x5a, count: byteCount))
        try file.close()
        let error = #expect(throws: StorageError.self) { try Connection.openWriter(at: scratch.path()) }
        #expect(error?.kind == .corrupt)
        #expect(error?.endsBatch == true)
    }

    @Test("a sound database has no problems, and a dangling reference is one")
    func integrityProblems() throws {
        let writer = try scratch.openWriter()
        try writer.run("CREATE TABLE child (parent INTEGER REFERENCES value) STRICT")
        #expect(try writer.integrityProblems().isEmpty)
        try writer.run("PRAGMA foreign_keys = OFF")
        try writer.run("INSERT INTO child VALUES (9)")
        #expect(try writer.integrityProblems() == ["a row of child refers to none of value"])
    }

    @Test("a second writer waits and is then refused as busy")
    func twoWriters() throws {
        let writer = try scratch.openWriter()
        let other = try Connection.openWriter(at: scratch.path())
        try other.run("PRAGMA busy_timeout = 1")
        try writer.begin()
        #expect(kind { try other.begin() } == .busy)
        try writer.rollback()
        try other.begin()
    }

    /// What the database's files hold, its log among them.
    private func isOnDisk(_ text: String) throws -> Bool {
        try ["", "-wal"].contains { suffix in
            try Data(contentsOf: URL(filePath: scratch.path() + suffix)).range(of: Data(text.utf8)) != nil
        }
    }

    @Test("what was replaced and deleted among many is nowhere once the file is written anew and its log cut off")
    func rewriting() throws {
        let writer = try scratch.openWriter()
        try writer.run("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, more TEXT) STRICT")
        // Rows that grow divide pages, and division leaves copies behind.
        try writer.begin()
        for id in 0..<3000 {
            try writer.run("INSERT INTO person (id, name) VALUES (?, ?)", (id * 7919) % 3000, "Name\(id).")
        }
        for id in 0..<3000 {
            try writer.run(
                "UPDATE person SET more = ? WHERE name = ?", "Secret\(id)." + String(repeating: "x", count: id % 700),
                "Name\(id).")
        }
        try writer.commit()
        #expect(try isOnDisk("Name77.") && isOnDisk("Secret2123."))
        for id in stride(from: 0, to: 3000, by: 3) {
            try writer.run("UPDATE person SET name = ?, more = NULL WHERE name = ?", "Nobody\(id).", "Name\(id).")
        }
        try writer.run("DELETE FROM person WHERE name = 'Name77.'")
        let reader = try Connection.openReader(at: scratch.path())
        try reader.beginRead()
        try writer.rewrite()
        #expect(try !writer.cutLog())
        try reader.endRead()
        #expect(try writer.cutLog())
        #expect(try writer.byteCount() > 500_000)
        for id in stride(from: 0, to: 3000, by: 3) {
            #expect(try !isOnDisk("Name\(id).") && !isOnDisk("Secret\(id)."), "\(id)")
        }
        #expect(try !isOnDisk("Name77.") && isOnDisk("Name76.") && isOnDisk("Secret76."))
        #expect(try writer.integrityProblems().isEmpty)
    }
}
