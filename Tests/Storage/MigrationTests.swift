import Storage
import Testing

@Suite("Migrations") struct MigrationTests {
    private let scratch: ScratchDirectory
    private let db: Connection
    private let first = Migration(name: "first", sql: "CREATE TABLE a (x INTEGER) STRICT; CREATE INDEX ax ON a (x)")
    private let second = Migration(name: "second", sql: "ALTER TABLE a ADD COLUMN y TEXT")

    init() throws {
        scratch = try ScratchDirectory()
        db = try Connection.openWriter(at: scratch.path())
    }

    @Test("each is applied once, in order, also when they come in two releases")
    func order() throws {
        try db.migrate([first])
        try db.run("INSERT INTO a (x) VALUES (1)")
        try db.migrate([first, second])
        try db.migrate([first, second])
        #expect(try db.first("SELECT x FROM a WHERE y IS NULL") { row in try row.value(0) } == 1)
    }

    @Test("a database that is newer than the program is refused and left alone")
    func newer() throws {
        try db.migrate([first, second])
        #expect(kind { try db.migrate([first]) } == .newerDatabase)
        try db.migrate([first, second])
    }

    @Test("an edited, renamed or moved migration is refused")
    func changed() throws {
        try db.migrate([first, second])
        let edited = Migration(name: first.name, sql: first.sql + " ")
        let renamed = Migration(name: "other", sql: first.sql)
        #expect(kind { try db.migrate([edited, second]) } == .changedMigration)
        #expect(kind { try db.migrate([renamed, second]) } == .changedMigration)
        #expect(kind { try db.migrate([second, first]) } == .changedMigration)
    }

    @Test("two lines of them grow each by itself, each in its own order")
    func lines() throws {
        let other = Migration(name: "other", sql: "CREATE TABLE b (x INTEGER) STRICT")
        try db.migrate([first], [other])
        try db.migrate([first, second], [other])
        try db.migrate([first, second], [other, Migration(name: "last", sql: "ALTER TABLE b ADD COLUMN y TEXT")])
        #expect(kind { try db.migrate([first, second], [other]) } == .newerDatabase)
        #expect(kind { try db.migrate([second, first], [other]) } == .changedMigration)
        try db.run("INSERT INTO b (x, y) VALUES (1, 'y')")
    }

    @Test("one that fails leaves nothing behind and can be corrected")
    func failing() throws {
        let broken = Migration(name: "second", sql: "CREATE TABLE b (x INTEGER) STRICT; INSERT INTO none VALUES (1)")
        #expect(kind { try db.migrate([first, broken]) } == .misuse)
        #expect(!db.isInTransaction)
        #expect(kind { try db.run("INSERT INTO b VALUES (1)") } == .misuse)
        try db.migrate([first, second])
    }

    @Test("a table that is not STRICT is refused")
    func loose() throws {
        #expect(kind { try db.migrate([Migration(name: "loose", sql: "CREATE TABLE b (x INTEGER)")]) } == .misuse)
        #expect(kind { try db.run("INSERT INTO b VALUES (1)") } == .misuse)
    }

    @Test("one that ends its own transaction is refused")
    func committing() {
        let committing = Migration(name: "commit", sql: "CREATE TABLE b (x INTEGER) STRICT; COMMIT")
        #expect(kind { try db.migrate([committing]) } == .misuse)
    }
}
