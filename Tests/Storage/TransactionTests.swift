import Storage
import Testing

@Suite("Transactions") struct TransactionTests {
    private let scratch: ScratchDirectory
    private let db: Connection

    init() throws {
        scratch = try ScratchDirectory()
        db = try scratch.openWriter()
    }

    private func numbers(_ connection: Connection) throws -> [Int] {
        try connection.rows("SELECT number FROM value ORDER BY number") { row in try row.value(0) }
    }

    private func insert(_ number: Int) throws {
        try db.run("INSERT INTO value (number) VALUES (?)", number)
    }

    @Test("a rolled back savepoint undoes its part alone")
    func savepoints() throws {
        try db.begin()
        try insert(1)
        for number in 2...4 {
            try db.savepoint()
            try insert(number)
            if number == 3 { try db.rollbackToSavepoint() } else { try db.releaseSavepoint() }
        }
        #expect(db.isInTransaction)
        try db.commit()
        #expect(!db.isInTransaction)
        #expect(try numbers(db) == [1, 2, 4])
    }

    @Test("a rollback undoes released savepoints too, and a second one does nothing")
    func rollback() throws {
        try db.begin()
        try db.savepoint()
        try insert(1)
        try db.releaseSavepoint()
        try db.rollback()
        try db.rollback()
        #expect(try numbers(db).isEmpty)
    }

    @Test("a savepoint outside a transaction, and the end of one that is not there, are misuse")
    func savepointMisuse() throws {
        #expect(kind { try db.savepoint() } == .misuse)
        try db.begin()
        #expect(kind { try db.releaseSavepoint() } == .misuse)
        #expect(kind { try db.rollbackToSavepoint() } == .misuse)
        try db.rollback()
    }

    @Test("savepoints nest, and undoing the inner one leaves the outer one's part")
    func nestedSavepoints() throws {
        try db.begin()
        try db.savepoint()
        try insert(1)
        try db.savepoint()
        try insert(2)
        try db.rollbackToSavepoint()
        try db.releaseSavepoint()
        try db.commit()
        #expect(try numbers(db) == [1])
    }

    @Test("a savepoint goes on after a refused statement")
    func refusedStatement() throws {
        try db.begin()
        try db.run("INSERT INTO value (word) VALUES (?)", "same")
        try db.savepoint()
        #expect(kind { try db.run("INSERT INTO value (word) VALUES ('same')") } == .uniqueViolation)
        try db.rollbackToSavepoint()
        try insert(1)
        try db.commit()
        #expect(try db.first("SELECT count(*) FROM value") { row in try row.value(0) } == 2)
    }

    @Test("a reader sees only what is committed, and within a snapshot only what was at its start")
    func reader() throws {
        let reader = try Connection.openReader(at: scratch.path())
        try db.begin()
        try insert(1)
        #expect(try numbers(reader).isEmpty)
        try db.commit()
        #expect(try numbers(reader) == [1])
        try reader.beginRead()
        try insert(2)
        #expect(try numbers(reader) == [1])
        try reader.endRead()
        #expect(try numbers(reader) == [1, 2])
    }

    @Test("a reader cannot write")
    func readerWrites() throws {
        let reader = try Connection.openReader(at: scratch.path())
        #expect(kind { try reader.run("INSERT INTO value (number) VALUES (1)") } == .readOnly)
        #expect(kind { try reader.run("CREATE TABLE t (a INTEGER) STRICT") } == .readOnly)
    }

    @Test("a reader of a database that does not exist is refused")
    func readerOfNothing() {
        #expect(kind { _ = try Connection.openReader(at: scratch.path("none.db")) } == .io)
    }

    @Test("a checkpoint moves all of the log when no reader holds a snapshot")
    func checkpoint() throws {
        let reader = try Connection.openReader(at: scratch.path())
        try reader.beginRead()
        try insert(1)
        #expect(try !db.checkpoint())
        try reader.endRead()
        #expect(try db.checkpoint())
    }
}
