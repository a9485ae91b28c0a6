public import Messages
public import Storage

let completenessMigration = Migration(
    name: "audit completeness",
    sql: """
        -- A keyed hash of each row's place and bytes. Rows from before this have none.
        ALTER TABLE entries ADD COLUMN seal BLOB;
        DROP VIEW log;
        CREATE VIEW log AS
            SELECT leaf, source, incarnation, sequence, link,
                (SELECT body FROM bodies WHERE bodies.leaf = entries.leaf) AS body, ingested_at, event_time, type,
                actor, causation, subject_kind, subject_id, severity, trace, seal
            FROM entries;
        CREATE TRIGGER log_append INSTEAD OF INSERT ON log BEGIN
            INSERT INTO entries (leaf, source, incarnation, sequence, link, ingested_at, event_time, type, actor,
                causation, subject_kind, subject_id, severity, trace, seal)
            VALUES (NEW.leaf, NEW.source, NEW.incarnation, NEW.sequence, NEW.link, NEW.ingested_at, NEW.event_time,
                NEW.type, NEW.actor, NEW.causation, NEW.subject_kind, NEW.subject_id, NEW.severity, NEW.trace,
                NEW.seal);
            INSERT INTO bodies (leaf, body) VALUES (NEW.leaf, NEW.body);
        END;
        -- One row: the tree's head and the sources' last events as this service wrote them, under a keyed hash.
        CREATE TABLE log_head (
            only INTEGER PRIMARY KEY CHECK (only = 1), size INTEGER NOT NULL, root BLOB NOT NULL,
            sealed_from INTEGER NOT NULL, positions TEXT NOT NULL, seal BLOB NOT NULL
        ) STRICT;
        -- From which of its events on a source seals them, as it told in the first of them.
        CREATE TABLE source_seals (
            source TEXT NOT NULL, incarnation INTEGER NOT NULL, sealed_from INTEGER NOT NULL,
            PRIMARY KEY (source, incarnation)
        ) STRICT, WITHOUT ROWID;
        -- How the looking at the log, or at a service's events, went.
        CREATE TABLE check_runs (
            kind TEXT NOT NULL, service TEXT NOT NULL, state TEXT NOT NULL, started_at INTEGER NOT NULL,
            finished_at INTEGER, checked INTEGER NOT NULL, total INTEGER NOT NULL, violations INTEGER NOT NULL,
            PRIMARY KEY (kind, service)
        ) STRICT, WITHOUT ROWID;
        -- One row: when the next is due, by which its timer is known.
        CREATE TABLE check_schedule (
            only INTEGER PRIMARY KEY CHECK (only = 1), due INTEGER NOT NULL
        ) STRICT;
        """)

/// A run is told from the one before, and it is known when it moved last and why it failed.
let checkFailureMigration = Migration(
    name: "audit check failures",
    sql: """
        ALTER TABLE check_runs ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE check_runs ADD COLUMN moved_at INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE check_runs ADD COLUMN problem TEXT;
        UPDATE check_runs SET moved_at = started_at;
        """)

extension AuditCheck.Kind: StorageValue {}
