import Storage

/// The log in two tables: what events are found by, which stays, and their bytes, which go when they have been kept long
/// enough. Bytes in a table of their own leave whole pages behind, which new events take; the file does not shrink, and
/// does not grow as long as as much goes as comes. Readers and the writer still see one log.
let bodyMigration = Migration(
    name: "audit bodies",
    sql: """
        CREATE TABLE bodies (leaf INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
        INSERT INTO bodies SELECT leaf, body FROM log;
        -- Its indexes and triggers go with it.
        ALTER TABLE log RENAME TO entries;
        ALTER TABLE entries DROP COLUMN body;
        CREATE VIEW log AS
            SELECT leaf, source, incarnation, sequence, link,
                (SELECT body FROM bodies WHERE bodies.leaf = entries.leaf) AS body, ingested_at, event_time, type,
                actor, causation, subject_kind, subject_id, severity, trace
            FROM entries;
        CREATE TRIGGER log_append INSTEAD OF INSERT ON log BEGIN
            INSERT INTO entries (leaf, source, incarnation, sequence, link, ingested_at, event_time, type, actor,
                causation, subject_kind, subject_id, severity, trace)
            VALUES (NEW.leaf, NEW.source, NEW.incarnation, NEW.sequence, NEW.link, NEW.ingested_at, NEW.event_time,
                NEW.type, NEW.actor, NEW.causation, NEW.subject_kind, NEW.subject_id, NEW.severity, NEW.trace);
            INSERT INTO bodies (leaf, body) VALUES (NEW.leaf, NEW.body);
        END;

        -- Whose bytes are not kept any more, and until when they were.
        CREATE TABLE freed (leaf INTEGER PRIMARY KEY, retained_until INTEGER NOT NULL) STRICT;
        CREATE TRIGGER freed_keep BEFORE UPDATE ON freed
            BEGIN SELECT RAISE(ABORT, 'what is freed stays freed'); END;
        CREATE TRIGGER freed_stay BEFORE DELETE ON freed
            BEGIN SELECT RAISE(ABORT, 'what is freed stays freed'); END;
        CREATE TRIGGER bodies_keep BEFORE UPDATE ON bodies
            BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
        CREATE TRIGGER bodies_stay BEFORE DELETE ON bodies
            WHEN NOT EXISTS (SELECT 1 FROM freed WHERE freed.leaf = OLD.leaf)
            BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
        -- How far each class has been looked through, and how many bodies of it are freed.
        CREATE TABLE retention (
            class TEXT PRIMARY KEY, next INTEGER NOT NULL, freed INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE retention_schedule (only INTEGER PRIMARY KEY CHECK (only = 1), due INTEGER NOT NULL) STRICT;
        """)
