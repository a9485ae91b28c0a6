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
    /// each in a transaction of its own.
    ///
    /// The database keeps the text of what was applied, and so notices any change to it.
    public func migrate(_ migrations: [Migration]) throws {
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
        try check(applied, against: migrations)
        for position in applied.count..<migrations.count {
            try apply(migrations[position], at: position)
        }
    }

    private func check(_ applied: [Migration], against known: [Migration]) throws {
        for (old, new) in zip(applied, known) where old.name != new.name || old.sql != new.sql {
            throw StorageError(.changedMigration, "'\(old.name)' was applied, the program now has '\(new.name)' there")
        }
        guard applied.count <= known.count else {
            throw StorageError(.newerDatabase, "'\(applied[known.count].name)' is unknown to this program")
        }
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
