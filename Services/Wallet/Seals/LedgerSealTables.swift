import Storage

extension WalletSchema {
    /// What shows that this service, and nobody else, wrote a transaction. Those from before this have no seals.
    static let ledgerSeals = Migration(
        name: "wallet ledger seals",
        sql: """
            ALTER TABLE ledger_transactions ADD COLUMN seal BLOB;
            -- What stays of words that may be forgotten, so that they are known to be those that were written for as long as
            -- they are there: a keyed hash.
            CREATE TABLE transaction_words (
                number INTEGER PRIMARY KEY REFERENCES ledger_transactions (number), hash BLOB NOT NULL
            ) STRICT;
            CREATE TRIGGER transaction_words_keep BEFORE UPDATE ON transaction_words
            BEGIN SELECT RAISE(ABORT, 'what was said of a transaction never changes'); END;
            CREATE TRIGGER transaction_words_stay BEFORE DELETE ON transaction_words
            BEGIN SELECT RAISE(ABORT, 'what was said of a transaction is never deleted'); END;
            """)
}
