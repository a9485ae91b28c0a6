public import Messages
public import Storage

extension WalletSchema {
    /// Each withdrawal has the transaction that put its sum aside and the one that ended that. How surely it is known who
    /// a person is comes with where they stand.
    static let withdrawals = Migration(
        name: "wallet withdrawals",
        sql: """
            CREATE TABLE withdrawals (
                id BLOB PRIMARY KEY,
                user BLOB NOT NULL,
                currency INTEGER NOT NULL REFERENCES currencies (number),
                amount INTEGER NOT NULL CHECK (amount > 0),
                to_address TEXT NOT NULL,
                hold BLOB NOT NULL UNIQUE,
                placed INTEGER NOT NULL UNIQUE REFERENCES ledger_transactions (number),
                created_at INTEGER NOT NULL,
                status TEXT NOT NULL DEFAULT 'pending'
                    CHECK (status IN ('pending', 'paid', 'failed', 'cancelled', 'rejected')),
                ended INTEGER UNIQUE REFERENCES ledger_transactions (number),
                admin BLOB,
                admin_tx_hash TEXT,
                admin_tx_key TEXT UNIQUE,
                admin_note TEXT,
                processed_at INTEGER,
                CHECK ((status = 'pending') = (ended IS NULL) AND (status = 'pending') = (processed_at IS NULL)),
                CHECK ((admin IS NULL) = (status IN ('pending', 'cancelled'))),
                CHECK ((admin_tx_hash IS NULL) = (status <> 'paid') AND (admin_tx_key IS NULL) = (status <> 'paid'))
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX withdrawals_of_user ON withdrawals (user, id);
            CREATE INDEX withdrawals_by_status ON withdrawals (status, id);
            CREATE INDEX withdrawals_pending ON withdrawals (user) WHERE status = 'pending';
            CREATE INDEX withdrawals_paid ON withdrawals (user, processed_at) WHERE status = 'paid';
            CREATE TRIGGER withdrawals_keep
            BEFORE UPDATE OF id, user, currency, amount, to_address, hold, placed, created_at ON withdrawals
            BEGIN SELECT RAISE(ABORT, 'what a withdrawal asks for never changes'); END;
            CREATE TRIGGER withdrawals_decided_once BEFORE UPDATE OF status ON withdrawals
            WHEN old.status <> 'pending'
            BEGIN SELECT RAISE(ABORT, 'a withdrawal is decided once'); END;
            CREATE TRIGGER withdrawals_stay BEFORE DELETE ON withdrawals
            BEGIN SELECT RAISE(ABORT, 'a withdrawal is never deleted'); END;

            ALTER TABLE people ADD COLUMN kyc_level TEXT;
            """)
}

extension WithdrawalStatus: StorageValue {}
extension KYCLevel: StorageValue {}
