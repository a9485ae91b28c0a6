import Storage

extension WalletSchema {
    static let ledgerTrust = Migration(
        name: "wallet ledger trust",
        sql: """
            -- One row: up to which transaction the ledger was found to be as the wallet wrote it, with that one's seal and a keyed
            -- hash of both; and how the look that is taken at every start goes: through which transaction, and up to which
            -- account. Once something was found that stays so, whatever is found later, until an operator says otherwise.
            CREATE TABLE ledger_trust (
                only INTEGER PRIMARY KEY CHECK (only = 1), number INTEGER NOT NULL, seal BLOB NOT NULL,
                proven BLOB NOT NULL, through INTEGER NOT NULL, account INTEGER NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('looking', 'sound', 'doubted')), problem TEXT
            ) STRICT;
            """)

    static let acceptedLedger = Migration(
        name: "wallet accepted ledger",
        sql: """
            -- The balances, and as account 0 the end, that an operator has taken although they are not what was written: a keyed
            -- hash of what they were.
            CREATE TABLE ledger_accepted (account INTEGER PRIMARY KEY, seal BLOB NOT NULL) STRICT;
            """)
}
