import Storage

let credentialMigration = Migration(
    name: "identity-credentials",
    sql: """
        -- scopes are separated by spaces. second_factor says whether the key carries its owner's guarded roles.
        CREATE TABLE api_keys (
            id BLOB PRIMARY KEY, user BLOB NOT NULL REFERENCES users (id), name TEXT NOT NULL,
            secret_hash BLOB NOT NULL UNIQUE CHECK (length(secret_hash) = 32), scopes TEXT NOT NULL,
            second_factor INTEGER NOT NULL CHECK (second_factor IN (0, 1)), created_at INTEGER NOT NULL,
            expires_at INTEGER CHECK (expires_at > created_at), revoked_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX api_keys_open ON api_keys (user, id) WHERE revoked_at IS NULL;
        CREATE TABLE devices (
            id BLOB PRIMARY KEY, name TEXT NOT NULL, organization BLOB, external_id TEXT,
            secret_hash BLOB NOT NULL UNIQUE CHECK (length(secret_hash) = 32), enrolled_at INTEGER NOT NULL,
            revoked_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX devices_open ON devices (organization, id) WHERE revoked_at IS NULL;
        CREATE UNIQUE INDEX devices_external ON devices (ifnull(organization, x''), external_id)
            WHERE revoked_at IS NULL AND external_id IS NOT NULL;
        CREATE TABLE chats (
            user BLOB NOT NULL REFERENCES users (id), system TEXT NOT NULL, chat_id TEXT NOT NULL,
            linked_at INTEGER NOT NULL, PRIMARY KEY (user, system), UNIQUE (system, chat_id)
        ) STRICT, WITHOUT ROWID;
        """)
