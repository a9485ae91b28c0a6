import Testing

@testable import Storage

@Suite("Queries") struct QueryTests {
    private let scratch: ScratchDirectory
    private let db: Connection

    init() throws {
        scratch = try ScratchDirectory()
        db = try scratch.openWriter()
    }

    @Test("a change answers how many rows it changed")
    func changedRows() throws {
        #expect(try db.run("INSERT INTO value (number) VALUES (1), (2), (3)") == 3)
        #expect(try db.run("UPDATE value SET number = 0 WHERE number > ?", 1) == 2)
        #expect(try db.run("DELETE FROM value WHERE number = ?", 9) == 0)
        #expect(db.lastInsertedRow == 3)
    }

    @Test("a second row with the same unique value is refused as that")
    func uniqueViolation() throws {
        try db.run("INSERT INTO value (id, word) VALUES (1, ?)", "twice")
        let error = #expect(throws: StorageError.self) { try db.run("INSERT INTO value (word) VALUES (?)", "twice") }
        #expect(error?.isUniqueViolation == true)
        #expect(error?.endsBatch == false)
        #expect(kind { try db.run("INSERT INTO value (id) VALUES (1)") } == .uniqueViolation)
    }

    @Test("a column refuses a value of another type")
    func strictColumn() {
        #expect(kind { try db.run("INSERT INTO value (number) VALUES (?)", "seven") } == .constraint)
    }

    @Test("a reference to a row that does not exist is refused")
    func foreignKey() throws {
        try db.run("CREATE TABLE child (parent INTEGER REFERENCES value) STRICT")
        #expect(kind { try db.run("INSERT INTO child VALUES (1)") } == .foreignKeyViolation)
    }

    @Test("a refusing trigger is a constraint")
    func trigger() throws {
        try db.run("CREATE TRIGGER fixed BEFORE UPDATE ON value BEGIN SELECT RAISE(ABORT, 'rows are fixed'); END")
        try db.run("INSERT INTO value (id) VALUES (1)")
        #expect(kind { try db.run("UPDATE value SET number = 1") } == .constraint)
    }

    @Test("wrong SQL, a missing value and a second statement are misuse")
    func misuse() {
        #expect(kind { try db.run("SELEKT 1") } == .misuse)
        #expect(kind { try db.run("SELECT ?") } == .misuse)
        #expect(kind { try db.run("SELECT ?", 1, 2) } != nil)
        #expect(kind { try db.run("SELECT 1; SELECT 2") } == .misuse)
        #expect(kind { try db.run("") } == .misuse)
        #expect(kind { try db.run("SELECT \"text\"") } == .misuse)
    }

    @Test("a text is compiled once, whatever values it is called with")
    func statementReuse() throws {
        let before = db.keptStatementCount
        for number in 0..<100 { try db.run("INSERT INTO value (number) VALUES (?)", number) }
        #expect(db.keptStatementCount == before + 1)
    }

    private func count(below limit: Int) throws -> [Int] {
        try db.rows("SELECT id FROM value WHERE id < ? ORDER BY id", limit) { row in
            let id: Int = try row.value(0)
            return try id + count(below: id).count
        }
    }

    @Test("the same text can be run again while its rows are being read")
    func reentrance() throws {
        try db.run("INSERT INTO value (id) VALUES (1), (2), (3)")
        #expect(try count(below: 4) == [1, 3, 5])
        #expect(try count(below: 3) == [1, 3])
    }

    @Test("a statement that failed works again with other values")
    func afterFailure() throws {
        for _ in 0..<2 {
            #expect(kind { try insert(word: "same", twice: true) } == .uniqueViolation)
            try db.run("DELETE FROM value")
        }
        try insert(word: "other", twice: false)
    }

    private func insert(word: String, twice: Bool) throws {
        for _ in 0..<(twice ? 2 : 1) { try db.run("INSERT INTO value (word) VALUES (?)", word) }
    }

    @Test("streaming stops when the reader wants no more")
    func streaming() throws {
        try db.run("INSERT INTO value (id) VALUES (1), (2), (3)")
        var seen: [Int] = []
        try db.each("SELECT id FROM value ORDER BY id") { row in
            seen.append(try row.value(0))
            return seen.count < 2
        }
        #expect(seen == [1, 2])
        #expect(try db.first("SELECT id FROM value WHERE id > ?", 3) { row in try row.value(0, as: Int.self) } == nil)
    }
}
