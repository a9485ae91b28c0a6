import Storage

/// The latest head that each witness has cosigned.
let witnessMigration = Migration(
    name: "audit witnesses",
    sql: """
        CREATE TABLE witnessed (
            witness TEXT PRIMARY KEY, verifier_key TEXT NOT NULL, size INTEGER NOT NULL, checkpoint TEXT NOT NULL,
            cosigned_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """)
