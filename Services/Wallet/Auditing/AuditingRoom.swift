import Messages
import Runtime
import Storage

extension WalletService {
    /// The ledger as auditors look at it.
    static func auditing() -> Room {
        Room(
            operations: [
                .query(GetLedgerTransaction.self),
                .query(GetTrialBalance.self),
                .query(ListLedgerAccounts.self),
                .query(ListLedgerTransactions.self),
            ])
    }
}

extension WalletSchema {
    /// What searches find transactions by, at the least that writing them can cost: kinds and new entities are written at
    /// few places of their trees, and of actors the end suffices, in which users' ids differ.
    static let auditing = Migration(
        name: "wallet auditing",
        sql: """
            CREATE INDEX ledger_transactions_by_kind ON ledger_transactions (kind);
            CREATE INDEX ledger_transactions_by_entity ON ledger_transactions (entity);
            CREATE INDEX ledger_transactions_by_actor ON ledger_transactions (substr(actor, -8));
            CREATE INDEX ledger_accounts_by_kind ON ledger_accounts (owner_kind, currency, bucket);

            -- What admins remarked on what they did; it can be forgotten without a change of the ledger.
            CREATE TABLE transaction_reasons (
                number INTEGER PRIMARY KEY REFERENCES ledger_transactions (number),
                reason TEXT NOT NULL
            ) STRICT;

            CREATE TABLE welcome_grants (
                user BLOB NOT NULL,
                currency INTEGER NOT NULL REFERENCES currencies (number),
                bonus BLOB NOT NULL UNIQUE REFERENCES bonuses (id),
                PRIMARY KEY (user, currency)
            ) STRICT, WITHOUT ROWID;
            CREATE TRIGGER welcome_grants_keep BEFORE UPDATE ON welcome_grants
            BEGIN SELECT RAISE(ABORT, 'a grant never changes'); END;
            CREATE TRIGGER welcome_grants_stay BEFORE DELETE ON welcome_grants
            BEGIN SELECT RAISE(ABORT, 'a grant is never deleted'); END;

            -- What the code of a currency means never changes.
            CREATE TRIGGER currencies_keep BEFORE UPDATE ON currencies
            BEGIN SELECT RAISE(ABORT, 'a currency never changes'); END;
            CREATE TRIGGER currencies_stay BEFORE DELETE ON currencies
            BEGIN SELECT RAISE(ABORT, 'a currency is never deleted'); END;
            """)
}
