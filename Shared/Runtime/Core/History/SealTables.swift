import Storage

/// A seal beside each event, and a sealed head: the last event that there is and the first that has a seal. Events from
/// before this have none.
let sealMigration = Migration(
    name: "runtime seals",
    sql: """
        ALTER TABLE runtime_events ADD COLUMN seal BLOB;
        ALTER TABLE runtime_self ADD COLUMN head_sequence INTEGER;
        ALTER TABLE runtime_self ADD COLUMN head_link BLOB;
        ALTER TABLE runtime_self ADD COLUMN sealed_from INTEGER;
        ALTER TABLE runtime_self ADD COLUMN head_seal BLOB;
        -- What stood behind the last event when the service was started, and was not its own.
        CREATE TABLE runtime_set_aside (
            number INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, link BLOB NOT NULL, body BLOB NOT NULL, seal BLOB,
            found_at INTEGER NOT NULL
        ) STRICT;
        DROP TRIGGER runtime_events_stay;
        CREATE TRIGGER runtime_events_stay BEFORE DELETE ON runtime_events
            WHEN OLD.sequence <= COALESCE((SELECT head_sequence FROM runtime_self), OLD.sequence)
            BEGIN SELECT RAISE(ABORT, 'events are immutable'); END;
        """)

/// What a service leaves of its own tables beside where its events end, under the same seal.
let headMarkMigration = Migration(
    name: "runtime head mark", sql: "ALTER TABLE runtime_self ADD COLUMN head_mark BLOB;")
