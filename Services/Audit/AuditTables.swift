public import Messages
public import Storage

let auditMigrations = [
    Migration(
        name: "audit-1",
        sql: """
            -- Every service's every event, in the order taken in. body is exactly what the service stored.
            CREATE TABLE log (
                leaf INTEGER PRIMARY KEY, source TEXT NOT NULL, incarnation INTEGER NOT NULL,
                sequence INTEGER NOT NULL, link BLOB NOT NULL, body BLOB NOT NULL, ingested_at INTEGER NOT NULL,
                event_time INTEGER NOT NULL, type TEXT NOT NULL, actor TEXT NOT NULL, causation TEXT NOT NULL,
                subject_kind TEXT NOT NULL, subject_id TEXT NOT NULL, severity TEXT NOT NULL, trace TEXT NOT NULL
            ) STRICT;
            CREATE UNIQUE INDEX log_source ON log (source, incarnation, sequence);
            CREATE INDEX log_ingested ON log (ingested_at);
            CREATE INDEX log_type ON log (type);
            CREATE INDEX log_actor ON log (actor);
            CREATE INDEX log_subject ON log (subject_id);
            CREATE INDEX log_trace ON log (trace);
            CREATE INDEX log_alarms ON log (severity) WHERE severity <> 'info';
            CREATE TRIGGER log_keep BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
            CREATE TRIGGER log_stay BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
            -- The hash of each complete subtree; level 0 are the leaves.
            CREATE TABLE nodes (
                level INTEGER NOT NULL, position INTEGER NOT NULL, hash BLOB NOT NULL,
                PRIMARY KEY (level, position)
            ) STRICT, WITHOUT ROWID;
            CREATE TRIGGER nodes_keep BEFORE UPDATE ON nodes
                BEGIN SELECT RAISE(ABORT, 'the tree only grows'); END;
            CREATE TRIGGER nodes_stay BEFORE DELETE ON nodes
                BEGIN SELECT RAISE(ABORT, 'the tree only grows'); END;
            -- One row: the tree's size, its right edge, and the signed head.
            CREATE TABLE tree (
                only INTEGER PRIMARY KEY CHECK (only = 1), size INTEGER NOT NULL, peaks BLOB NOT NULL,
                root BLOB NOT NULL, checkpoint TEXT NOT NULL
            ) STRICT;
            -- How far each service has been followed, by the numbers in its events.
            CREATE TABLE sources (
                source TEXT PRIMARY KEY, incarnation INTEGER NOT NULL, sequence INTEGER NOT NULL,
                head INTEGER NOT NULL, ingested_at INTEGER
            ) STRICT, WITHOUT ROWID;
            -- What was not as it should be; evidence is the event that has no place in the log.
            CREATE TABLE findings (
                number INTEGER PRIMARY KEY, source TEXT NOT NULL, kind TEXT NOT NULL, incarnation INTEGER NOT NULL,
                expected INTEGER NOT NULL, found INTEGER NOT NULL, found_at INTEGER NOT NULL, evidence BLOB,
                UNIQUE (source, kind, incarnation, expected, found)
            ) STRICT;
            """)
]

extension Severity: StorageValue {}
extension AuditFinding.Kind: StorageValue {}
