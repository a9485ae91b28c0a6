import Storage

let factorMigration = Migration(
    name: "identity-factors",
    sql: """
        -- Secrets are encrypted. last_step is that of the last code taken: neither it nor an earlier one works again.
        CREATE TABLE totp (
            user BLOB PRIMARY KEY REFERENCES users (id), secret BLOB NOT NULL, confirmed_at INTEGER NOT NULL,
            last_step INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        -- Secrets that were handed out and not confirmed yet.
        CREATE TABLE totp_enrolments (
            user BLOB PRIMARY KEY REFERENCES users (id), secret BLOB NOT NULL, started_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        -- Those that are left: a used one is deleted.
        CREATE TABLE recovery_codes (
            user BLOB NOT NULL REFERENCES users (id), hash BLOB NOT NULL CHECK (length(hash) = 32),
            PRIMARY KEY (user, hash)
        ) STRICT, WITHOUT ROWID;
        -- Whether the session was opened, or raised, with a code beside the password or in its stead.
        ALTER TABLE sessions ADD COLUMN second_factor INTEGER NOT NULL DEFAULT 0 CHECK (second_factor IN (0, 1));
        """)
