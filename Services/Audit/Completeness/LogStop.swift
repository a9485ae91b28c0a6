import Messages
import Runtime
import Storage

/// That the log takes nothing in until a person has looked at it. Whoever deletes the row gains nothing: the head is still
/// another one, and stops the log again.
enum LogStop {
    static func isStopped(in database: Connection) throws -> Bool { try place(in: database) != nil }

    /// The head that was found.
    static func place(in database: Connection) throws -> String? {
        try database.first("SELECT place FROM log_stop") { try $0.value(0) }
    }

    static func set(_ place: String, isAcceptable: Bool, _ context: CommandContext) throws {
        try context.database.run(
            """
            INSERT INTO log_stop (only, since, place, acceptable) VALUES (1, ?, ?, ?)
            ON CONFLICT DO UPDATE SET place = excluded.place, acceptable = excluded.acceptable
            """, context.now, place, isAcceptable)
    }

    /// False where it was not stopped.
    static func lift(in database: Connection) throws -> Bool { try database.run("DELETE FROM log_stop") > 0 }

    /// In words, for whoever runs the service.
    static func complaint(in database: Connection) throws -> String? {
        try database.first("SELECT place, acceptable FROM log_stop") { row in
            let place: String = try row.value(0)
            let found = "the log's head is not the one that this service wrote; nothing is taken in or signed"
            return try row.value(1)
                ? "\(found) until a good copy is put back, or audit is started with --accept-log-head \(place)"
                : "\(found) until a good copy is put back: nothing can go on from what is there"
        }
    }
}

let logSealingMigration = Migration(
    name: "audit log sealing",
    sql: """
        -- The number of the event that told from where on the log is sealed.
        ALTER TABLE log_head ADD COLUMN told INTEGER;
        -- One row while the log is stopped: since when, and the head that was found.
        CREATE TABLE log_stop (
            only INTEGER PRIMARY KEY CHECK (only = 1), since INTEGER NOT NULL, place TEXT NOT NULL,
            acceptable INTEGER NOT NULL
        ) STRICT;
        -- The same place may be struck again: mark is a hash of what was found there, seen_at is when it was seen last, and
        -- over_at when it was looked at again and was as it must be.
        CREATE TABLE findings_marked (
            number INTEGER PRIMARY KEY, source TEXT NOT NULL, kind TEXT NOT NULL, incarnation INTEGER NOT NULL,
            expected INTEGER NOT NULL, found INTEGER NOT NULL, found_at INTEGER NOT NULL, evidence BLOB,
            mark BLOB NOT NULL, seen_at INTEGER NOT NULL, over_at INTEGER
        ) STRICT;
        INSERT INTO findings_marked
            SELECT number, source, kind, incarnation, expected, found, found_at, evidence, x'', found_at, NULL
            FROM findings;
        DROP TABLE findings;
        ALTER TABLE findings_marked RENAME TO findings;
        CREATE UNIQUE INDEX findings_open ON findings (source, kind, incarnation, expected, found, mark)
            WHERE over_at IS NULL;
        """)
