import Storage

let forgettingMigration = Migration(
    name: "identity-forgetting",
    sql: """
        ALTER TABLE users ADD COLUMN forgotten_at INTEGER CHECK (forgotten_at IS NULL OR state = 'disabled');
        CREATE TABLE forgettings (
            user BLOB PRIMARY KEY, begun_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        -- Where nothing is left of whom.
        CREATE TABLE forgotten_places (
            user BLOB NOT NULL REFERENCES forgettings (user), service TEXT NOT NULL, forgotten_at INTEGER NOT NULL,
            PRIMARY KEY (user, service)
        ) STRICT, WITHOUT ROWID;
        -- Keyed hashes of the addresses of people who were forgotten while they had excluded themselves, and until when.
        CREATE TABLE excluded_addresses (
            address BLOB PRIMARY KEY CHECK (length(address) = 32), until INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX excluded_addresses_until ON excluded_addresses (until) WHERE until IS NOT NULL;
        """)
