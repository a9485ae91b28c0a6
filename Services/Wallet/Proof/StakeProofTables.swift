import Storage

extension WalletSchema {
    /// What services prove their stakes by.
    static let stakeProof = Migration(
        name: "wallet stake proof",
        sql: """
            -- What reversals brought back into escrow accounts, behind the backs of the services that pay out of them.
            CREATE TABLE escrow_reversals (
                account INTEGER NOT NULL REFERENCES ledger_accounts (number),
                posted INTEGER NOT NULL REFERENCES ledger_transactions (number),
                amount INTEGER NOT NULL CHECK (amount > 0), PRIMARY KEY (account, posted)
            ) STRICT, WITHOUT ROWID;
            INSERT INTO escrow_reversals
            SELECT p.account, t.number, p.amount FROM ledger_transactions t
                JOIN ledger_postings p ON p.transaction_number = t.number
                JOIN ledger_accounts a ON a.number = p.account
            WHERE t.reverses IS NOT NULL AND a.owner_kind = 'escrow';
            """)
}
