import Foundation
import Storage
import Testing

@testable import Audit

@Suite("A log from before")
struct MigrationTests {
    @Test("keeps every event, its bytes and what it is found by, and goes on")
    func bodies() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "croupier-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = try Connection.openWriter(at: folder.appending(path: "audit.db").path)
        let before = auditMigrations + [checkMigration]
        try database.migrate(before)
        try insert(0..<50, into: database)
        try database.migrate(before + [bodyMigration, searchMigration, keyMigration])
        try insert(50..<60, into: database)
        let entries = try AuditLog.entries(in: database)
        #expect(entries.map(\.body) == (0..<60).map { [UInt8]("event \($0)".utf8) })
        #expect(entries.map(\.sequence) == Array(1...60))
        #expect(try database.first("SELECT COUNT(*) FROM bodies") { try $0.value(0, as: Int.self) } == 60)
        #expect(throws: StorageError.self) { try database.run("UPDATE entries SET type = ''") }
        #expect(throws: StorageError.self) { try database.run("DELETE FROM entries") }
        #expect(throws: StorageError.self) { try insert(3..<4, into: database) }
        #expect(try database.integrityProblems() == [])
    }

    private func insert(_ leaves: Range<Int64>, into database: Connection) throws {
        for leaf in leaves {
            try database.run(
                """
                INSERT INTO log (leaf, source, incarnation, sequence, link, body, ingested_at, event_time, type, actor,
                    causation, subject_kind, subject_id, severity, trace)
                VALUES (?, 'wallet', 1, ?, x'00', ?, 1, 1, 'a', 'b', 'c', 'd', 'e', 'info', 'f')
                """, leaf, leaf + 1, [UInt8]("event \(leaf)".utf8))
        }
    }
}
