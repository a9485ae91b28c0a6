/// One step of a database's schema. Once released it is never edited: what it did is corrected by a later one.
public struct Migration: Sendable {
    public let name: String
    public let sql: String

    public init(name: String, sql: String) {
        self.name = name
        self.sql = sql
    }
}

extension Connection {
    /// Brings the schema up to date: applies, in order, those of the program's migrations that the database lacks,
    /// each in a transaction of its own. They may come in several lines, each with an order of its own, such as those of a
    /// library and those of a program, so that either grows without regard to the other.
    ///
    /// The database keeps the text of what was applied, and so notices any change to it.
    public func migrate(_ lines: [Migration]...) throws {
        guard !isInTransaction else { throw StorageError(.misuse, "a migration begins its own transaction") }
        try run(
            """
            CREATE TABLE IF NOT EXISTS migration (
                position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, sql TEXT NOT NULL
            ) STRICT
            """)
        let applied = try rows("SELECT name, sql FROM migration ORDER BY position") { row in
            Migration(name: try row.value(0), sql: try row.value(1))
        }
        var position = applied.count
        for migration in try rest(of: lines, after: applied) {
            try apply(migration, at: position)
            position += 1
        }
    }

    /// What of the lines was not applied yet.
    private func rest(of lines: [[Migration]], after applied: [Migration]) throws -> [Migration] {
        var rest = lines.map { $0[...] }
        for old in applied {
            guard let line = rest.firstIndex(where: { $0.first?.name == old.name }) else {
                guard let new = rest.compactMap(\.first).first else {
                    throw StorageError(.newerDatabase, "'\(old.name)' is unknown to this program")
                }
                throw StorageError(
                    .changedMigration, "'\(old.name)' was applied, the program now has '\(new.name)' there")
            }
            guard rest[line].removeFirst().sql == old.sql else {
                throw StorageError(.changedMigration, "'\(old.name)' was applied and is another now")
            }
        }
        return Array(rest.joined())
    }

    private func apply(_ migration: Migration, at position: Int) throws {
        try begin()
        do {
            try handle.execute(migration.sql)
            guard isInTransaction else { throw StorageError(.misuse, "'\(migration.name)' ends its transaction") }
            try refuseLooseTables(of: migration)
            try run(
                "INSERT INTO migration (position, name, sql) VALUES (?, ?, ?)", position, migration.name, migration.sql)
            try commit()
        } catch {
            try rollback()
            throw error
        }
    }

    /// Only a STRICT table keeps its columns' types.
    private func refuseLooseTables(of migration: Migration) throws {
        let loose = try rows(
            """
            SELECT name FROM pragma_table_list
            WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
            ORDER BY name
            """
        ) { row in try row.value(0, as: String.self) }
        guard loose.isEmpty else {
            throw StorageError(.misuse, "'\(migration.name)' makes tables that are not STRICT: \(loose)")
        }
    }
}
