import Storage

/// The tables that every service has beside its own.
let runtimeMigrations = [
    Migration(
        name: "runtime-1",
        sql: """
            -- One row: which life of this database it is, the time of its last commit, and how its last process ended.
            CREATE TABLE runtime_self (
                only INTEGER PRIMARY KEY CHECK (only = 1), incarnation INTEGER NOT NULL, last_time INTEGER NOT NULL,
                clean INTEGER NOT NULL, fingerprint_key BLOB NOT NULL
            ) STRICT;
            -- What clients submitted, and what they were told. reply is NULL while a saga is still deciding.
            CREATE TABLE runtime_inbox (
                number INTEGER PRIMARY KEY, identity BLOB NOT NULL UNIQUE, operation TEXT NOT NULL,
                fingerprint BLOB NOT NULL, state TEXT NOT NULL CHECK (state IN ('running','answered','fenced')),
                status INTEGER, location TEXT, reply BLOB, sealed INTEGER NOT NULL DEFAULT 0, received INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX runtime_inbox_received ON runtime_inbox (received);
            -- How far each neighbour's durable calls have been applied, and the replies it may still ask for.
            CREATE TABLE runtime_callers (
                sender TEXT PRIMARY KEY, incarnation INTEGER NOT NULL, applied INTEGER NOT NULL, floor INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE runtime_received (
                sender TEXT NOT NULL, sequence INTEGER NOT NULL, status INTEGER NOT NULL, reply BLOB NOT NULL,
                PRIMARY KEY (sender, sequence)
            ) STRICT, WITHOUT ROWID;
            -- Durable calls that have no answer yet, and the last number given to each callee.
            CREATE TABLE runtime_calls (
                callee TEXT NOT NULL, sequence INTEGER NOT NULL, operation TEXT NOT NULL, body BLOB NOT NULL,
                deadline INTEGER, statement TEXT, actor TEXT NOT NULL, trace TEXT NOT NULL, continuation TEXT,
                state TEXT NOT NULL, PRIMARY KEY (callee, sequence)
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE runtime_callees (callee TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;
            -- Workflows under way; a finished one leaves its events, not its row.
            CREATE TABLE runtime_sagas (
                number INTEGER PRIMARY KEY, definition TEXT NOT NULL, version INTEGER NOT NULL, step INTEGER NOT NULL,
                phase TEXT NOT NULL CHECK (phase IN ('forward','undoing','stuck')), state TEXT NOT NULL,
                problem BLOB, origin INTEGER, deadline INTEGER, statement TEXT, actor TEXT NOT NULL,
                causation TEXT NOT NULL, trace TEXT NOT NULL, begun INTEGER NOT NULL
            ) STRICT;
            CREATE TABLE runtime_timers (
                number INTEGER PRIMARY KEY, due INTEGER NOT NULL, handler TEXT NOT NULL, state TEXT NOT NULL
            ) STRICT;
            CREATE INDEX runtime_timers_due ON runtime_timers (due);
            -- Every event this service ever emitted, dense and each linked to the one before by hash.
            CREATE TABLE runtime_events (
                sequence INTEGER PRIMARY KEY, link BLOB NOT NULL, body BLOB NOT NULL
            ) STRICT;
            CREATE TRIGGER runtime_events_keep BEFORE UPDATE ON runtime_events
                BEGIN SELECT RAISE(ABORT, 'events are immutable'); END;
            CREATE TRIGGER runtime_events_stay BEFORE DELETE ON runtime_events
                BEGIN SELECT RAISE(ABORT, 'events are immutable'); END;
            -- How far this service has read its neighbours' events.
            CREATE TABLE runtime_following (
                source TEXT PRIMARY KEY, sequence INTEGER NOT NULL, link BLOB NOT NULL
            ) STRICT, WITHOUT ROWID;
            -- Messages noted before they were tried, after a crash.
            CREATE TABLE runtime_suspects (message TEXT PRIMARY KEY, tries INTEGER NOT NULL) STRICT, WITHOUT ROWID;
            """),
    sealMigration, forgettingMigration, lateAnswersMigration, checkMigration, lifeMigration,
    headMarkMigration,
]
