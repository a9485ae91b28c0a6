import Storage

extension WalletSchema {
    /// A hold is captured in parts and may have a deadline. Every capture and everything that goes back of a hold is a row
    /// beside its transaction, so that each unit's way can be followed from its bucket into escrow and home again.
    static let holdsInParts = Migration(
        name: "wallet holds in parts",
        sql: """
            ALTER TABLE ledger_transactions ADD COLUMN group_id BLOB;
            CREATE INDEX ledger_transactions_of_group ON ledger_transactions (group_id) WHERE group_id IS NOT NULL;

            CREATE TABLE holds_in_parts (
                id BLOB PRIMARY KEY,
                service TEXT NOT NULL,
                held INTEGER NOT NULL REFERENCES ledger_accounts (number),
                deposit INTEGER NOT NULL CHECK (deposit >= 0),
                bonus INTEGER NOT NULL CHECK (bonus >= 0),
                winning INTEGER NOT NULL CHECK (winning >= 0),
                placed INTEGER NOT NULL REFERENCES ledger_transactions (number),
                day INTEGER,
                expires_at INTEGER,
                captured INTEGER NOT NULL DEFAULT 0 CHECK (captured BETWEEN 0 AND deposit + bonus + winning),
                state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'captured', 'released', 'expired')),
                CHECK (deposit + bonus + winning > 0),
                CHECK ((state = 'captured') = (captured = deposit + bonus + winning)),
                CHECK (state <> 'expired' OR expires_at IS NOT NULL)
            ) STRICT, WITHOUT ROWID;
            INSERT INTO holds_in_parts (id, service, held, deposit, bonus, winning, placed, day, captured, state)
            SELECT id, service, held, deposit, bonus, winning, placed, day,
                CASE WHEN escrow IS NULL THEN 0 ELSE deposit + bonus + winning END,
                CASE state WHEN 'refunded' THEN 'captured' ELSE state END
            FROM holds;

            -- What moved each of them stands in its transactions' metadata.
            CREATE TABLE hold_moves (
                posted INTEGER PRIMARY KEY, hold BLOB NOT NULL, escrow INTEGER, was TEXT NOT NULL, kind TEXT NOT NULL,
                amount INTEGER, deposit INTEGER NOT NULL, bonus INTEGER NOT NULL, winning INTEGER NOT NULL
            ) STRICT;
            INSERT INTO hold_moves
            SELECT t.number, h.id, h.escrow, h.state, t.kind, p.amount, h.deposit, h.bonus, h.winning
            FROM (SELECT *, '{"hold":"' || lower(substr(hex(id), 1, 8) || '-' || substr(hex(id), 9, 4) || '-'
                    || substr(hex(id), 13, 4) || '-' || substr(hex(id), 17, 4) || '-' || substr(hex(id), 21)) || '"}'
                    AS metadata FROM holds WHERE state <> 'open') h
                JOIN ledger_transactions t ON t.metadata = h.metadata AND t.kind <> 'hold'
                LEFT JOIN ledger_postings p ON p.transaction_number = t.number AND p.account = h.escrow;
            DROP TABLE holds;
            ALTER TABLE holds_in_parts RENAME TO holds;

            CREATE INDEX holds_open ON holds (held) WHERE state = 'open';
            CREATE INDEX holds_expiring ON holds (held, expires_at) WHERE state = 'open' AND expires_at IS NOT NULL;
            CREATE TRIGGER holds_keep
            BEFORE UPDATE OF id, service, held, deposit, bonus, winning, placed, day, expires_at ON holds
            BEGIN SELECT RAISE(ABORT, 'what a hold took never changes'); END;
            CREATE TRIGGER holds_go_forward BEFORE UPDATE OF state, captured ON holds
            WHEN old.state <> 'open' OR new.captured < old.captured
            BEGIN SELECT RAISE(ABORT, 'a hold is decided once'); END;
            CREATE TRIGGER holds_stay BEFORE DELETE ON holds
            BEGIN SELECT RAISE(ABORT, 'a hold is never deleted'); END;

            CREATE TABLE hold_captures (
                posted INTEGER PRIMARY KEY REFERENCES ledger_transactions (number),
                hold BLOB NOT NULL REFERENCES holds (id),
                escrow INTEGER NOT NULL REFERENCES ledger_accounts (number),
                deposit INTEGER NOT NULL CHECK (deposit >= 0),
                bonus INTEGER NOT NULL CHECK (bonus >= 0),
                winning INTEGER NOT NULL CHECK (winning >= 0),
                deposit_back INTEGER NOT NULL DEFAULT 0 CHECK (deposit_back BETWEEN 0 AND deposit),
                bonus_back INTEGER NOT NULL DEFAULT 0 CHECK (bonus_back BETWEEN 0 AND bonus),
                winning_back INTEGER NOT NULL DEFAULT 0 CHECK (winning_back BETWEEN 0 AND winning),
                CHECK (deposit + bonus + winning > 0)
            ) STRICT;
            INSERT INTO hold_captures
            SELECT posted, hold, escrow, deposit, bonus, winning, CASE was WHEN 'refunded' THEN deposit ELSE 0 END,
                CASE was WHEN 'refunded' THEN bonus ELSE 0 END, CASE was WHEN 'refunded' THEN winning ELSE 0 END
            FROM hold_moves WHERE amount > 0 ORDER BY posted;
            CREATE INDEX hold_captures_of_hold ON hold_captures (hold);
            CREATE TRIGGER hold_captures_keep
            BEFORE UPDATE OF posted, hold, escrow, deposit, bonus, winning ON hold_captures
            BEGIN SELECT RAISE(ABORT, 'what a capture took never changes'); END;
            CREATE TRIGGER hold_captures_go_forward
            BEFORE UPDATE OF deposit_back, bonus_back, winning_back ON hold_captures
            WHEN new.deposit_back < old.deposit_back OR new.bonus_back < old.bonus_back
                OR new.winning_back < old.winning_back
            BEGIN SELECT RAISE(ABORT, 'what was refunded stays refunded'); END;
            CREATE TRIGGER hold_captures_stay BEFORE DELETE ON hold_captures
            BEGIN SELECT RAISE(ABORT, 'a capture is never deleted'); END;

            CREATE TABLE hold_returns (
                posted INTEGER PRIMARY KEY REFERENCES ledger_transactions (number),
                hold BLOB NOT NULL REFERENCES holds (id),
                -- Where a refund comes from; what was never captured has none.
                capture INTEGER REFERENCES hold_captures (posted),
                deposit INTEGER NOT NULL CHECK (deposit >= 0),
                bonus INTEGER NOT NULL CHECK (bonus >= 0),
                winning INTEGER NOT NULL CHECK (winning >= 0),
                CHECK (deposit + bonus + winning > 0)
            ) STRICT;
            INSERT INTO hold_returns
            SELECT m.posted, m.hold, c.posted, m.deposit, m.bonus, m.winning
            FROM hold_moves m LEFT JOIN hold_captures c ON c.hold = m.hold
            WHERE m.amount < 0 OR m.kind = 'release' ORDER BY m.posted;
            CREATE INDEX hold_returns_of_hold ON hold_returns (hold);
            CREATE UNIQUE INDEX hold_returns_of_rest ON hold_returns (hold) WHERE capture IS NULL;
            CREATE TRIGGER hold_returns_keep BEFORE UPDATE ON hold_returns
            BEGIN SELECT RAISE(ABORT, 'what went back never changes'); END;
            CREATE TRIGGER hold_returns_stay BEFORE DELETE ON hold_returns
            BEGIN SELECT RAISE(ABORT, 'what went back is never deleted'); END;
            DROP TABLE hold_moves;
            """)
}
