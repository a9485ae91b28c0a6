import Storage

extension WalletSchema {
    /// A row for each leaving that closed a wallet: it stays closed while there is one. last_transaction is the newest of
    /// the ledger at that moment; no hold of the person's is placed after it.
    static let closings = Migration(
        name: "wallet closings",
        sql: """
            CREATE TABLE closings (
                user BLOB NOT NULL, leaving BLOB NOT NULL, closed_at INTEGER NOT NULL,
                last_transaction INTEGER NOT NULL, PRIMARY KEY (user, leaving)
            ) STRICT, WITHOUT ROWID;
            CREATE TRIGGER closings_keep BEFORE UPDATE ON closings
            BEGIN SELECT RAISE(ABORT, 'a closing never changes'); END;
            """)
}
