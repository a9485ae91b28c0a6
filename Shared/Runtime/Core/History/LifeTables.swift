import Storage

/// What is kept of a database that was put back from a copy.
let lifeMigration = Migration(
    name: "runtime lives",
    sql: """
        -- The lives of this database after its first, each with the last event before it, under a seal.
        CREATE TABLE runtime_lives (
            incarnation INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, link BLOB NOT NULL, begun_at INTEGER NOT NULL,
            seal BLOB NOT NULL
        ) STRICT;
        -- Whether calls that a neighbour has the answers to, and this database knows nothing of, are given up.
        ALTER TABLE runtime_callers ADD COLUMN accepts_loss INTEGER NOT NULL DEFAULT 0;
        -- To which life of its source a follower was sent.
        ALTER TABLE runtime_following ADD COLUMN life INTEGER NOT NULL DEFAULT 1;
        """)
