public import Messages
public import Storage

let identityMigrations = [
    Migration(
        name: "identity-1",
        sql: """
            -- email_key and username_key are the lower-case forms by which people are found and told apart.
            CREATE TABLE users (
                id BLOB PRIMARY KEY, email TEXT NOT NULL, email_key TEXT NOT NULL UNIQUE, username TEXT,
                username_key TEXT UNIQUE, display_name TEXT, birth_date TEXT, country TEXT,
                state TEXT NOT NULL
                    CHECK (state IN ('pending_verification','active','frozen','suspended','disabled')),
                password_hash TEXT NOT NULL, created_at INTEGER NOT NULL,
                CHECK ((username IS NULL) = (username_key IS NULL))
            ) STRICT, WITHOUT ROWID;
            -- What a person's personal data in events is sealed under. To forget a person is to delete this row.
            CREATE TABLE person_keys (
                user BLOB PRIMARY KEY REFERENCES users (id), key BLOB NOT NULL CHECK (length(key) = 32)
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE user_roles (
                user BLOB NOT NULL REFERENCES users (id), role TEXT NOT NULL, granted_by TEXT NOT NULL,
                granted_at INTEGER NOT NULL, PRIMARY KEY (user, role)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX user_roles_role ON user_roles (role);
            CREATE TABLE sessions (
                id BLOB PRIMARY KEY, user BLOB NOT NULL REFERENCES users (id),
                secret_hash BLOB NOT NULL UNIQUE CHECK (length(secret_hash) = 32), opened_at INTEGER NOT NULL,
                expires_at INTEGER NOT NULL CHECK (expires_at > opened_at), ended_at INTEGER
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX sessions_open ON sessions (user, id) WHERE ended_at IS NULL;
            -- By account: a user, or the keyed hash of a login that is nobody's.
            CREATE TABLE sign_in_failures (
                number INTEGER PRIMARY KEY, account BLOB NOT NULL, failed_at INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX sign_in_failures_account ON sign_in_failures (account, failed_at);
            CREATE INDEX sign_in_failures_time ON sign_in_failures (failed_at);
            CREATE TABLE sign_in_blocks (
                account BLOB PRIMARY KEY, blocked_until INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX sign_in_blocks_time ON sign_in_blocks (blocked_until);
            """),
    signInMigration,
    factorMigration,
    standingMigration,
    mailMigration,
    invitationMigration,
    peopleMigration,
    rolesMigration,
    sessionMigration,
    credentialMigration,
    knownPlacesMigration,
    retentionMigration,
    deviceScopesMigration,
    emailChangeMigration,
    sealedReasonMigration,
    proofMigration,
    chatClaimMigration,
    forgettingMigration,
    News.migration,
    FormerLimits.table,
]

extension UserState: StorageValue {}
extension Role: StorageValue {}
