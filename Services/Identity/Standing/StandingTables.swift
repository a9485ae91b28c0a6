public import Messages
public import Storage

let standingMigration = Migration(
    name: "identity-standing",
    sql: """
        CREATE TABLE state_changes (
            number INTEGER PRIMARY KEY, user BLOB NOT NULL REFERENCES users (id), at INTEGER NOT NULL,
            before TEXT NOT NULL, after TEXT NOT NULL, reason TEXT NOT NULL, actor TEXT NOT NULL,
            CHECK (before <> after)
        ) STRICT;
        CREATE INDEX state_changes_user ON state_changes (user, number);
        CREATE TRIGGER state_changes_keep BEFORE UPDATE ON state_changes
            BEGIN SELECT RAISE(ABORT, 'what happened never changes'); END;
        CREATE TRIGGER state_changes_stay BEFORE DELETE ON state_changes
            BEGIN SELECT RAISE(ABORT, 'what happened is never deleted'); END;
        -- A row for whoever was told of to other services: how often, and how they have shut themselves out.
        CREATE TABLE standings (
            user BLOB PRIMARY KEY REFERENCES users (id), version INTEGER NOT NULL DEFAULT 0, cool_off_until INTEGER,
            is_excluded INTEGER NOT NULL DEFAULT 0 CHECK (is_excluded IN (0, 1)), excluded_until INTEGER,
            CHECK (is_excluded OR excluded_until IS NULL)
        ) STRICT, WITHOUT ROWID;
        -- rise_at without rise_to: the limit will be gone.
        CREATE TABLE personal_limits (
            user BLOB NOT NULL REFERENCES users (id), currency TEXT NOT NULL, kind TEXT NOT NULL, amount TEXT NOT NULL,
            rise_to TEXT, rise_at INTEGER, PRIMARY KEY (user, currency, kind),
            CHECK (rise_to IS NULL OR rise_at IS NOT NULL)
        ) STRICT, WITHOUT ROWID;
        """)

extension LimitKind: StorageValue {}
