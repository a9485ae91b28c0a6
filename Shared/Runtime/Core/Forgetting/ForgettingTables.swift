import Storage

let forgettingMigration = Migration(
    name: "runtime-forgetting",
    sql: """
        -- Who asked, or whom a stranger became by it, so that what they were told can be forgotten with them.
        ALTER TABLE runtime_inbox ADD COLUMN person BLOB;
        -- How far each forgetting is: first the service's own tables, then stored answers from position on; what is erased
        -- is still in the log and between the rows, what is overwritten is possibly between the rows, what is gone nowhere.
        CREATE TABLE runtime_forgotten (
            person BLOB PRIMARY KEY CHECK (length(person) = 16), forgotten_at INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('tables','answers','erased','overwritten','gone')),
            position INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX runtime_forgotten_state ON runtime_forgotten (state) WHERE state <> 'gone';
        """)

let lateAnswersMigration = Migration(
    name: "runtime-forgetting-late-answers",
    sql: """
        -- When stored answers had been looked through: what was asked before and is answered later is not kept.
        ALTER TABLE runtime_forgotten ADD COLUMN erased_at INTEGER;
        """)
