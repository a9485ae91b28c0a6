public import Messages
public import Storage

let signInMigration = Migration(
    name: "identity-signin",
    sql: """
        -- An account may have none.
        CREATE TABLE passwords (
            user BLOB PRIMARY KEY REFERENCES users (id), hash TEXT NOT NULL, changed_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        INSERT INTO passwords (user, hash, changed_at) SELECT id, password_hash, created_at FROM users;
        ALTER TABLE users DROP COLUMN password_hash;
        -- Failures are counted for accounts and for addresses, which stand here as keyed hashes only.
        ALTER TABLE sign_in_failures RENAME COLUMN account TO subject;
        ALTER TABLE sign_in_blocks RENAME COLUMN account TO subject;
        CREATE TABLE sign_ins (
            number INTEGER PRIMARY KEY, user BLOB NOT NULL REFERENCES users (id), at INTEGER NOT NULL,
            outcome TEXT NOT NULL, address TEXT, agent TEXT, session BLOB
        ) STRICT;
        CREATE INDEX sign_ins_user ON sign_ins (user);
        """)

extension SignInOutcome: StorageValue {}
