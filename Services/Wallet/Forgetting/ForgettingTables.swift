import Storage

extension WalletSchema {
    /// What was asked for and what a row outside says still never changes, but that it may be forgotten.
    static let forgetting = Migration(
        name: "wallet forgetting",
        sql: """
            DROP TRIGGER withdrawals_keep;
            CREATE TRIGGER withdrawals_keep
            BEFORE UPDATE OF id, user, currency, amount, hold, placed, created_at ON withdrawals
            BEGIN SELECT RAISE(ABORT, 'what a withdrawal asks for never changes'); END;
            CREATE TRIGGER withdrawals_keep_address BEFORE UPDATE OF to_address ON withdrawals
            WHEN new.to_address <> 'forgotten'
            BEGIN SELECT RAISE(ABORT, 'where a withdrawal goes never changes'); END;

            DROP TRIGGER reconciliation_rows_keep;
            CREATE TRIGGER reconciliation_rows_keep BEFORE UPDATE OF reconciliation, position, id, source_key,
                external_key, external_id, time, has_time, currency, amount
            ON reconciliation_rows BEGIN SELECT RAISE(ABORT, 'what a row says never changes'); END;
            CREATE TRIGGER reconciliation_rows_keep_words BEFORE UPDATE OF reference, counterparty
            ON reconciliation_rows WHEN new.reference IS NOT NULL OR new.counterparty IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'what a row says never changes'); END;
            DROP TRIGGER reconciliation_rows_end;
            CREATE TRIGGER reconciliation_rows_end BEFORE UPDATE OF state, entry, note ON reconciliation_rows
            WHEN (SELECT state FROM reconciliations WHERE id = old.reconciliation) = 'confirmed'
            BEGIN SELECT RAISE(ABORT, 'a confirmed reconciliation never changes'); END;
            """)
}
