import Storage
import Testing

@Suite("Values") struct ValueTests {
    private let scratch: ScratchDirectory
    private let db: Connection

    init() throws {
        scratch = try ScratchDirectory()
        db = try scratch.openWriter()
    }

    @Test("an integer keeps its value at the ends of its range", arguments: [Int64.min, -1, 0, 1, Int64.max])
    func integers(_ number: Int64) throws {
        try db.run("INSERT INTO value (number) VALUES (?)", number)
        #expect(try db.first("SELECT number FROM value") { row in try row.value(0) } == number)
    }

    @Test("a sum beyond 64 bits is an error and not a rounded number")
    func overflow() throws {
        try db.run("INSERT INTO value (number) VALUES (?), (?)", Int64.max, Int64.max)
        #expect(
            kind { _ = try db.rows("SELECT sum(number) FROM value") { row in try row.value(0, as: Int64.self) } } != nil
        )
        let next: StorageError.Kind? = kind {
            _ = try db.first("SELECT number + 1 FROM value") { row in try row.value(0, as: Int64.self) }
        }
        #expect(next == .mismatch)
        #expect(kind { try db.run("UPDATE value SET number = number + 1") } == .constraint)
    }

    @Test(
        "text keeps NUL characters and any script",
        arguments: ["", "a\0b", "\0", "Ωmega 🎲"])
    func text(_ word: String) throws {
        try db.run("INSERT INTO value (word) VALUES (?)", word)
        #expect(try db.first("SELECT word FROM value WHERE word = ?", word) { row in try row.value(0) } == word)
    }

    @Test("an empty blob is not NULL")
    func emptyBlob() throws {
        try db.run("INSERT INTO value (id, bytes) VALUES (1, ?), (2, ?)", [UInt8](), [UInt8]?.none)
        let stored = try db.rows("SELECT bytes FROM value ORDER BY id") { row in try row.value(0, as: [UInt8]?.self) }
        #expect(stored == [[], nil])
        #expect(try db.first("SELECT count(*) FROM value WHERE bytes IS NULL") { row in try row.value(0) } == 1)
    }

    @Test("empty text is not NULL")
    func emptyText() throws {
        try db.run("INSERT INTO value (word) VALUES (?)", "")
        #expect(try db.first("SELECT word IS NULL FROM value") { row in try row.value(0) } == false)
    }

    @Test("NULL is refused where a value is asked for")
    func nullIntoValue() throws {
        try db.run("INSERT INTO value (number) VALUES (?)", Int?.none)
        #expect(
            kind { _ = try db.first("SELECT number FROM value") { row in try row.value(0, as: Int.self) } } == .mismatch
        )
        #expect(try db.first("SELECT number FROM value") { row in try row.value(0, as: Int?.self) } == .some(nil))
    }

    @Test("a value of another type is refused, and the error names the column")
    func wrongType() throws {
        try db.run("INSERT INTO value (number, word, bytes) VALUES (7, 'seven', x'07')")
        let error = #expect(throws: StorageError.self) {
            try db.first("SELECT number, word FROM value") { row in try row.value(1, as: Int.self) }
        }
        #expect(error?.kind == .mismatch)
        #expect(error?.message.contains("word") == true)
        #expect(error?.message.contains("seven") == false)
        #expect(
            kind { _ = try db.first("SELECT number FROM value") { row in try row.value(0, as: Bool.self) } }
                == .mismatch)
        #expect(
            kind { _ = try db.first("SELECT bytes FROM value") { row in try row.value(0, as: String.self) } }
                == .mismatch)
        #expect(
            kind { _ = try db.first("SELECT word FROM value") { row in try row.value(0, as: [UInt8].self) } }
                == .mismatch)
        #expect(kind { _ = try db.first("SELECT 1.5") { row in try row.value(0, as: Int.self) } } == .mismatch)
    }

    @Test("text that is not UTF-8 is refused")
    func invalidText() throws {
        #expect(
            kind { _ = try db.first("SELECT CAST(x'ff' AS TEXT)") { row in try row.value(0, as: String.self) } }
                == .mismatch)
    }

    @Test("a column that the row does not have is refused", arguments: [-1, 1, Int.max])
    func noSuchColumn(_ column: Int) throws {
        #expect(kind { _ = try db.first("SELECT 1") { row in try row.value(column, as: Int.self) } } == .misuse)
    }

    private enum Suit: String, StorageValue { case clubs, hearts }

    @Test("an enumeration is stored by its raw value, and an unknown one is refused")
    func enumeration() throws {
        try db.run("INSERT INTO value (word) VALUES (?)", Suit.hearts)
        #expect(try db.first("SELECT word FROM value") { row in try row.value(0) } == Suit.hearts)
        try db.run("UPDATE value SET word = 'stars'")
        #expect(
            kind { _ = try db.first("SELECT word FROM value") { row in try row.value(0, as: Suit.self) } } == .mismatch)
    }
}
