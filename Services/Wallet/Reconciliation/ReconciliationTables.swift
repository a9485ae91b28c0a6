public import Messages
public import Storage

extension WalletSchema {
    /// What is held against accounts outside. An entry and a row name each other, each once. What was posted before this
    /// is taken over.
    static let reconciliation = Migration(
        name: "wallet reconciliation",
        sql: """
            CREATE TABLE reconciliations (
                id BLOB PRIMARY KEY, source TEXT NOT NULL, imported_at INTEGER NOT NULL,
                first_day INTEGER NOT NULL, last_day INTEGER NOT NULL,
                state TEXT NOT NULL DEFAULT 'matching' CHECK (state IN ('matching', 'open', 'confirmed')),
                confirmed_at INTEGER, differences_accepted INTEGER NOT NULL DEFAULT 0,
                CHECK ((confirmed_at IS NOT NULL) = (state = 'confirmed'))
            ) STRICT, WITHOUT ROWID;
            CREATE TRIGGER reconciliations_keep BEFORE UPDATE ON reconciliations WHEN old.state = 'confirmed'
            BEGIN SELECT RAISE(ABORT, 'a confirmed reconciliation never changes'); END;
            CREATE TRIGGER reconciliations_stay BEFORE DELETE ON reconciliations
            BEGIN SELECT RAISE(ABORT, 'a reconciliation is never deleted'); END;

            -- amount is positive for what came in; time is the beginning of the day where there is none.
            CREATE TABLE reconciliation_rows (
                reconciliation BLOB NOT NULL REFERENCES reconciliations (id), position INTEGER NOT NULL,
                id BLOB NOT NULL UNIQUE, source_key TEXT NOT NULL, external_key TEXT NOT NULL,
                external_id TEXT NOT NULL, time INTEGER NOT NULL, has_time INTEGER NOT NULL,
                currency INTEGER NOT NULL REFERENCES currencies (number), amount INTEGER NOT NULL CHECK (amount <> 0),
                reference TEXT, counterparty TEXT,
                state TEXT NOT NULL DEFAULT 'unmatched'
                    CHECK (state IN ('matched', 'auto', 'unmatched', 'disregarded')),
                entry INTEGER REFERENCES ledger_transactions (number), note TEXT,
                PRIMARY KEY (reconciliation, position), UNIQUE (source_key, external_key),
                CHECK ((entry IS NOT NULL) = (state IN ('matched', 'auto'))),
                CHECK ((note IS NOT NULL) = (state = 'disregarded'))
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX reconciliation_rows_by_state ON reconciliation_rows (reconciliation, state, position);
            CREATE UNIQUE INDEX reconciliation_rows_of_entry ON reconciliation_rows (entry, currency)
            WHERE entry IS NOT NULL;
            CREATE TRIGGER reconciliation_rows_keep BEFORE UPDATE OF reconciliation, position, id, source_key,
                external_key, external_id, time, has_time, currency, amount, reference, counterparty
            ON reconciliation_rows BEGIN SELECT RAISE(ABORT, 'what a row says never changes'); END;
            CREATE TRIGGER reconciliation_rows_end BEFORE UPDATE ON reconciliation_rows
            WHEN (SELECT state FROM reconciliations WHERE id = old.reconciliation) = 'confirmed'
            BEGIN SELECT RAISE(ABORT, 'a confirmed reconciliation never changes'); END;
            CREATE TRIGGER reconciliation_rows_stay BEFORE DELETE ON reconciliation_rows
            BEGIN SELECT RAISE(ABORT, 'a row is never deleted'); END;

            -- Written only where a posting is on an account of the world, so that no other posting pays for it.
            CREATE TABLE outside_entries (
                transaction_number INTEGER NOT NULL REFERENCES ledger_transactions (number),
                currency INTEGER NOT NULL REFERENCES currencies (number), amount INTEGER NOT NULL,
                time INTEGER NOT NULL, reference TEXT, row BLOB REFERENCES reconciliation_rows (id),
                PRIMARY KEY (transaction_number, currency)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX outside_entries_left ON outside_entries (currency, amount, time, transaction_number)
            WHERE row IS NULL;
            CREATE INDEX outside_entries_by_time ON outside_entries (time, transaction_number) WHERE row IS NULL;
            CREATE INDEX outside_entries_by_reference ON outside_entries (reference) WHERE reference IS NOT NULL;
            CREATE UNIQUE INDEX outside_entries_of_row ON outside_entries (row) WHERE row IS NOT NULL;
            CREATE TRIGGER outside_entries_keep BEFORE UPDATE OF transaction_number, currency, amount, time, reference
            ON outside_entries BEGIN SELECT RAISE(ABORT, 'an entry never changes'); END;
            CREATE TRIGGER outside_entries_stay BEFORE DELETE ON outside_entries
            BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;
            INSERT INTO outside_entries (transaction_number, currency, amount, time, reference)
            SELECT p.transaction_number, a.currency, -p.amount, t.time, d.tx_key
            FROM ledger_accounts a JOIN ledger_postings p ON p.account = a.number
                JOIN ledger_transactions t ON t.number = p.transaction_number
                LEFT JOIN deposits d ON d.credit = t.number
            WHERE a.owner_kind = 'world';
            """)
}

extension Reconciliation.State: StorageValue {}
extension ReconciliationRow.State: StorageValue {}
