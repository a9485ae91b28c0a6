import Storage

let sessionMigration = Migration(
    name: "identity-sessions",
    sql: """
        -- secret_hash is the access token's. A session lives until live_until unless it is refreshed, and never beyond
        -- expires_at; one without a refresh token cannot be. device and address are those of its opening.
        ALTER TABLE sessions ADD COLUMN token_expires_at INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE sessions ADD COLUMN live_until INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE sessions ADD COLUMN refresh_hash BLOB CHECK (length(refresh_hash) = 32);
        ALTER TABLE sessions ADD COLUMN device TEXT;
        ALTER TABLE sessions ADD COLUMN address TEXT;
        -- Of a session that a bot opened: for which chat system, and with which API key.
        ALTER TABLE sessions ADD COLUMN chat_system TEXT;
        ALTER TABLE sessions ADD COLUMN api_key BLOB;
        UPDATE sessions SET token_expires_at = expires_at, live_until = expires_at;
        CREATE UNIQUE INDEX sessions_refresh ON sessions (refresh_hash);
        CREATE INDEX sessions_api_key ON sessions (api_key) WHERE api_key IS NOT NULL AND ended_at IS NULL;
        -- Known as long as their session may live, so that a second use of one is seen.
        CREATE TABLE used_refresh_tokens (
            hash BLOB PRIMARY KEY CHECK (length(hash) = 32), session BLOB NOT NULL, forget_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX used_refresh_tokens_time ON used_refresh_tokens (forget_at);
        -- Of each session, API key and device, by its id; the row is made with it.
        CREATE TABLE last_uses (
            credential BLOB PRIMARY KEY, used_at INTEGER, address TEXT, agent TEXT
        ) STRICT, WITHOUT ROWID;
        INSERT INTO last_uses (credential) SELECT id FROM sessions;
        """)
