public import Messages
public import Storage

let peopleMigration = Migration(
    name: "identity-people",
    sql: """
        ALTER TABLE users ADD COLUMN name TEXT;
        ALTER TABLE users ADD COLUMN time_zone TEXT;
        ALTER TABLE users ADD COLUMN time_zone_changed_at INTEGER;
        ALTER TABLE users ADD COLUMN language TEXT;
        -- JSON objects, as they are shown.
        ALTER TABLE users ADD COLUMN contact TEXT;
        ALTER TABLE users ADD COLUMN preferences TEXT;
        -- As with usernames, the key is the lower-case form.
        ALTER TABLE users ADD COLUMN external_id TEXT;
        ALTER TABLE users ADD COLUMN external_id_key TEXT CHECK ((external_id IS NULL) = (external_id_key IS NULL));
        ALTER TABLE users ADD COLUMN kyc_level TEXT NOT NULL DEFAULT 'none' CHECK (kyc_level IN ('none','basic','full'));
        ALTER TABLE users ADD COLUMN kyc_changed_at INTEGER;
        -- Who made the account, as events name an actor, and when its profile was last changed.
        ALTER TABLE users ADD COLUMN created_by TEXT NOT NULL DEFAULT 'anonymous';
        ALTER TABLE users ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
        -- Set for those who have left: their rows stay, and what is unique in them stays taken.
        ALTER TABLE users ADD COLUMN deleted_at INTEGER;
        UPDATE users SET updated_at = created_at;
        CREATE UNIQUE INDEX users_external_id ON users (external_id_key);
        CREATE INDEX users_state ON users (state, id);
        CREATE INDEX sessions_of_user ON sessions (user, opened_at);
        CREATE TABLE risk_profiles (
            user BLOB PRIMARY KEY REFERENCES users (id), currency TEXT, scale INTEGER CHECK (scale BETWEEN 0 AND 8),
            bankroll INTEGER CHECK (bankroll > 0), maximum_stake INTEGER CHECK (maximum_stake > 0),
            risk_tolerance TEXT NOT NULL CHECK (risk_tolerance IN ('low','medium','high')),
            auto_kelly_sizing INTEGER NOT NULL CHECK (auto_kelly_sizing IN (0, 1)),
            max_kelly_fraction TEXT, updated_at INTEGER NOT NULL,
            CHECK ((currency IS NULL) = (bankroll IS NULL AND maximum_stake IS NULL)),
            CHECK ((currency IS NULL) = (scale IS NULL)),
            CHECK (auto_kelly_sizing = 0 OR bankroll IS NOT NULL)
        ) STRICT, WITHOUT ROWID;
        """)

extension KYCLevel: StorageValue {}
extension RiskTolerance: StorageValue {}
