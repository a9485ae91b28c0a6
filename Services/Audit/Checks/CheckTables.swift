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

/// A service may have several checks, each by its name, and one may fail.
let namedCheckMigration = Migration(
    name: "audit checks by name",
    sql: """
        CREATE TABLE service_checks (
            service TEXT NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL, started_at INTEGER, finished_at INTEGER,
            checked INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL DEFAULT 0,
            violations INTEGER NOT NULL DEFAULT 0, problem TEXT, PRIMARY KEY (service, name)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO service_checks (service, name, state, started_at, finished_at, checked, total, violations)
        SELECT service, 'books', state, started_at, finished_at, checked, total, violations FROM checks;
        CREATE TABLE service_check_findings (
            service TEXT NOT NULL, name TEXT NOT NULL, position INTEGER NOT NULL, text TEXT NOT NULL,
            PRIMARY KEY (service, name, position)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO service_check_findings SELECT service, 'books', position, text FROM check_findings;
        DROP TABLE check_findings;
        DROP TABLE checks;
        """)

extension AuditCheck.State: StorageValue {}
