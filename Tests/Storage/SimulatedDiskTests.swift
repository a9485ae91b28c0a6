import SimulatedDisk
import Storage
import Testing

@Suite("Simulated disk") struct SimulatedDiskTests {
    @Test(
        "what was acknowledged survives a crash after every single operation", arguments: 1...8 as ClosedRange<UInt64>)
    func crashes(seed: UInt64) {
        let outcome = CrashWorkload.crashEverywhere(seed: seed * 1000, synchronous: "PRAGMA synchronous = FULL")
        #expect(outcome.crashes > 50)
        #expect(outcome.problems.isEmpty)
    }

    @Test("without syncs the same crashes lose or tear what was acknowledged")
    func crashesWithoutSync() {
        let outcome = CrashWorkload.crashEverywhere(seed: 1000, synchronous: "PRAGMA synchronous = OFF")
        #expect(!outcome.problems.isEmpty)
    }

    @Test("a crash in the middle of a recovery loses nothing either")
    func crashInRecovery() {
        for operations in 0..<40 {
            let disk = SimulatedDisk(name: "recovery-\(operations)", seed: UInt64(operations))
            var load = CrashWorkload(disk: disk)
            disk.operationsUntilFailure = 60
            try? load.run()
            disk.crash()
            disk.operationsUntilFailure = operations
            _ = load.problems()
            disk.crash()
            #expect(load.problems().isEmpty)
        }
    }

    private func bytesAfterCrash(disk name: String, seed: UInt64, operations: Int) -> [UInt8]? {
        let disk = SimulatedDisk(name: name, seed: seed)
        var load = CrashWorkload(disk: disk)
        disk.operationsUntilFailure = operations
        try? load.run()
        disk.crash()
        #expect(load.problems().isEmpty)
        return load.bytes
    }

    @Test("the same seed leaves the same bytes", arguments: [20, 33, 47, 60])
    func determinism(operations: Int) {
        let first = bytesAfterCrash(disk: "same-\(operations)-a", seed: 7, operations: operations)
        #expect(first != nil)
        #expect(first == bytesAfterCrash(disk: "same-\(operations)-b", seed: 7, operations: operations))
    }

    private func openTable(_ disk: SimulatedDisk) throws -> Connection {
        let db = try Connection.openWriter(at: "/t.db", vfs: disk.vfsName)
        try db.migrate([Migration(name: "t", sql: "CREATE TABLE t (bytes BLOB NOT NULL) STRICT")])
        return db
    }

    private func count(_ db: Connection) throws -> Int? {
        try db.first("SELECT count(*) FROM t") { row in try row.value(0) }
    }

    @Test("a full disk refuses a transaction and takes the next one when it has room again")
    func fullDisk() throws {
        let disk = SimulatedDisk(name: "full", seed: 1)
        let db = try openTable(disk)
        try db.run("INSERT INTO t VALUES (?)", [UInt8](repeating: 1, count: 5000))
        disk.isFull = true
        try db.begin()
        let error = #expect(throws: StorageError.self) {
            try db.run("INSERT INTO t VALUES (?)", [UInt8](repeating: 2, count: 5000))
            try db.commit()
        }
        #expect(error?.kind == .full)
        #expect(error?.endsBatch == true)
        try db.rollback()
        #expect(try count(db) == 1)
        disk.isFull = false
        try db.run("INSERT INTO t VALUES (?)", [UInt8]())
        #expect(try count(db) == 2)
        #expect(try db.integrityProblems().isEmpty)
    }

    @Test("a failed sync fails the commit")
    func failedSync() throws {
        let disk = SimulatedDisk(name: "failed-sync", seed: 1)
        let db = try openTable(disk)
        try db.begin()
        try db.run("INSERT INTO t VALUES (?)", [UInt8]())
        disk.failNextSync()
        #expect(kind { try db.commit() } == .io)
        try db.rollback()
        #expect(try count(db) == 0)
    }

    @Test("a commit syncs once")
    func syncCount() throws {
        let disk = SimulatedDisk(name: "sync-count", seed: 1)
        let db = try openTable(disk)
        let before = disk.syncCount
        for _ in 0..<10 { try db.run("INSERT INTO t VALUES (?)", [UInt8]()) }
        #expect(disk.syncCount == before + 10)
    }

    @Test("readers beside a writer see what is committed")
    func readers() throws {
        let disk = SimulatedDisk(name: "readers", seed: 1)
        let writer = try openTable(disk)
        let reader = try Connection.openReader(at: "/t.db", vfs: disk.vfsName)
        try writer.begin()
        try writer.run("INSERT INTO t VALUES (?)", [UInt8]())
        #expect(try count(reader) == 0)
        try writer.commit()
        #expect(try count(reader) == 1)
        try reader.beginRead()
        try writer.run("INSERT INTO t VALUES (?)", [UInt8]())
        #expect(try !writer.checkpoint())
        #expect(try count(reader) == 1)
        try reader.endRead()
        #expect(try writer.checkpoint())
        let second = try Connection.openWriter(at: "/t.db", vfs: disk.vfsName)
        try writer.begin()
        #expect(kind { try second.begin() } == .busy)
    }

    @Test("connections from before a crash get errors, and new ones work beside them")
    func deadConnections() throws {
        let disk = SimulatedDisk(name: "dead", seed: 1)
        let old = try openTable(disk)
        let oldReader = try Connection.openReader(at: "/t.db", vfs: disk.vfsName)
        #expect(try count(oldReader) == 0)
        try old.begin()
        disk.crash()
        let new = try openTable(disk)
        #expect(
            kind {
                try old.run("INSERT INTO t VALUES (x'01')"); try old.commit()
            } == .io)
        #expect(kind { _ = try count(oldReader) } == .io)
        try new.run("INSERT INTO t VALUES (?)", [UInt8]())
        #expect(try count(new) == 1)
    }

    @Test("a backup works on it")
    func backup() throws {
        let disk = SimulatedDisk(name: "backup", seed: 1)
        let db = try openTable(disk)
        try db.run("INSERT INTO t VALUES (?)", [UInt8](repeating: 1, count: 100_000))
        try db.backup(to: "/copy.db")
        let copy = try Connection.openWriter(at: "/copy.db", vfs: disk.vfsName)
        #expect(try count(copy) == 1)
    }

    @Test("time is what it was told")
    func time() throws {
        let disk = SimulatedDisk(name: "time", seed: 1)
        disk.currentTimeMilliseconds = 1_700_000_000_000
        let db = try openTable(disk)
        #expect(try db.first("SELECT unixepoch()") { row in try row.value(0) } == 1_700_000_000)
    }
}
