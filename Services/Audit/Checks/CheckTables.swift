public import Messages
public import Storage

/// What services' events say of their checks, the latest of each service.
let checkMigration = Migration(
    name: "audit checks",
    sql: """
        CREATE TABLE checks (
            service TEXT PRIMARY KEY, state TEXT NOT NULL, started_at INTEGER, finished_at INTEGER,
            checked INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL DEFAULT 0,
            violations INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE check_findings (
            service TEXT NOT NULL, position INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (service, position)
        ) STRICT, WITHOUT ROWID;
        """)

extension AuditCheck.State: StorageValue {}
