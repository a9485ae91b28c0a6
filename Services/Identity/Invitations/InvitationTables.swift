import Storage

let invitationMigration = Migration(
    name: "identity-invitations",
    sql: """
        -- code_key is the upper-case form by which codes are found and told apart.
        CREATE TABLE invitations (
            code_key TEXT PRIMARY KEY, code TEXT NOT NULL, max_uses INTEGER NOT NULL CHECK (max_uses > 0),
            uses INTEGER NOT NULL DEFAULT 0, expires_at INTEGER,
            is_enabled INTEGER NOT NULL DEFAULT 1 CHECK (is_enabled IN (0, 1)), bonus_amount TEXT,
            bonus_currency TEXT, created_at INTEGER NOT NULL, created_by BLOB NOT NULL,
            CHECK ((bonus_amount IS NULL) = (bonus_currency IS NULL))
        ) STRICT, WITHOUT ROWID;
        -- number: the how-manyth use it was; allowed: how many there could be at that time.
        CREATE TABLE invitation_uses (
            code_key TEXT NOT NULL REFERENCES invitations (code_key), number INTEGER NOT NULL, allowed INTEGER NOT NULL,
            user BLOB NOT NULL UNIQUE REFERENCES users (id), used_at INTEGER NOT NULL,
            PRIMARY KEY (code_key, number), CHECK (number BETWEEN 1 AND allowed)
        ) STRICT, WITHOUT ROWID;
        """)
