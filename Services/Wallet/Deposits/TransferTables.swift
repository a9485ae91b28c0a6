public import Messages
public import Storage

extension WalletSchema {
    /// What was reported of transfers, each once by its hash, and the signatures that have been used and are not over yet.
    /// A deposit says who decided on it; of those decided before this, nobody knows any more.
    static let transfers = Migration(
        name: "wallet transfers",
        sql: """
            CREATE TABLE transfers (
                number INTEGER PRIMARY KEY,
                tx_key TEXT NOT NULL UNIQUE,
                tx_hash TEXT NOT NULL,
                chain TEXT NOT NULL,
                currency INTEGER NOT NULL REFERENCES currencies (number),
                amount INTEGER NOT NULL CHECK (amount > 0),
                confirmations INTEGER NOT NULL CHECK (confirmations >= 0),
                status TEXT NOT NULL CHECK (status IN ('pending', 'confirmed', 'failed')),
                signed_at INTEGER NOT NULL,
                reported_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                deposit BLOB UNIQUE REFERENCES deposits (id)
            ) STRICT;
            CREATE INDEX transfers_unclaimed ON transfers (number) WHERE deposit IS NULL;
            CREATE TRIGGER transfers_keep BEFORE UPDATE OF number, tx_key, reported_at ON transfers
            BEGIN SELECT RAISE(ABORT, 'which transfer it is never changes'); END;
            CREATE TRIGGER transfers_claimed_once BEFORE UPDATE OF deposit ON transfers WHEN old.deposit IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'a transfer is claimed once'); END;
            CREATE TRIGGER transfers_stay BEFORE DELETE ON transfers
            BEGIN SELECT RAISE(ABORT, 'a transfer is never deleted'); END;

            CREATE TABLE report_signatures (
                signature BLOB PRIMARY KEY, signed_at INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX report_signatures_by_time ON report_signatures (signed_at);

            ALTER TABLE deposits ADD COLUMN decided_by TEXT CHECK (decided_by IN ('admin', 'report'));
            ALTER TABLE deposits ADD COLUMN admin BLOB;
            ALTER TABLE deposits ADD COLUMN confirmations INTEGER;
            """)
}

extension TransferStatus: StorageValue {}

extension Confirmations: StorageValue {
    public var stored: StoredValue { .integer(count) }

    public init(stored: StoredValue) throws {
        guard let value = Confirmations(try Int64(stored: stored)) else {
            throw StorageError.mismatch(stored, expected: Self.self)
        }
        self = value
    }
}
