import Storage

/// The wallet's tables. A released migration is never edited.
enum WalletSchema {
    static let all = [
        ledger, holds, deposits, people, bonuses, holdsInParts, closings, withdrawals, transfers, reconciliation, proof,
        auditing, signedUp, forgetting, escrowedBonus, stakeProof, ledgerSeals, ledgerTrust,
        acceptedLedger,
    ]

    /// Keys are integers that grow, so that inserting writes at the end of each tree. What must never change is guarded
    /// by the database itself.
    static let ledger = Migration(
        name: "wallet ledger",
        sql: """
            CREATE TABLE currencies (
                number INTEGER PRIMARY KEY,
                code TEXT NOT NULL UNIQUE,
                scale INTEGER NOT NULL CHECK (scale BETWEEN 0 AND 8)
            ) STRICT;
            INSERT INTO currencies (code, scale)
            VALUES ('EUR', 2), ('GBP', 2), ('POINTS', 0), ('USD', 2), ('USDT', 8);

            CREATE TABLE ledger_accounts (
                number INTEGER PRIMARY KEY,
                owner_kind TEXT NOT NULL CHECK (owner_kind IN ('user', 'escrow', 'house', 'world')),
                owner BLOB NOT NULL,
                currency INTEGER NOT NULL REFERENCES currencies (number),
                bucket TEXT NOT NULL,
                balance INTEGER NOT NULL DEFAULT 0,
                version INTEGER NOT NULL DEFAULT 0,
                UNIQUE (owner_kind, owner, currency, bucket),
                CHECK (bucket IN ('deposit', 'winning', 'bonus', 'held') AND owner_kind = 'user'
                    OR bucket = 'main' AND owner_kind <> 'user'),
                CHECK (balance >= 0 OR owner_kind IN ('house', 'world'))
            ) STRICT;
            CREATE TRIGGER ledger_accounts_keep BEFORE UPDATE OF number, owner_kind, owner, currency, bucket
            ON ledger_accounts BEGIN SELECT RAISE(ABORT, 'whose an account is never changes'); END;
            CREATE TRIGGER ledger_accounts_stay BEFORE DELETE ON ledger_accounts
            BEGIN SELECT RAISE(ABORT, 'an account is never deleted'); END;

            CREATE TABLE ledger_transactions (
                number INTEGER PRIMARY KEY,
                id BLOB NOT NULL UNIQUE,
                kind TEXT NOT NULL,
                entity TEXT NOT NULL,
                metadata TEXT NOT NULL,
                actor TEXT NOT NULL,
                causation TEXT NOT NULL,
                time INTEGER NOT NULL,
                reverses INTEGER REFERENCES ledger_transactions (number)
            ) STRICT;
            CREATE UNIQUE INDEX ledger_transactions_reversed_once ON ledger_transactions (reverses)
            WHERE reverses IS NOT NULL;
            CREATE TRIGGER ledger_transactions_keep BEFORE UPDATE ON ledger_transactions
            BEGIN SELECT RAISE(ABORT, 'a transaction never changes'); END;
            CREATE TRIGGER ledger_transactions_stay BEFORE DELETE ON ledger_transactions
            BEGIN SELECT RAISE(ABORT, 'a transaction is never deleted'); END;

            CREATE TABLE ledger_postings (
                transaction_number INTEGER NOT NULL REFERENCES ledger_transactions (number),
                account INTEGER NOT NULL REFERENCES ledger_accounts (number),
                amount INTEGER NOT NULL CHECK (amount <> 0),
                balance INTEGER NOT NULL,
                PRIMARY KEY (transaction_number, account)
            ) STRICT, WITHOUT ROWID;
            CREATE UNIQUE INDEX ledger_postings_of_account ON ledger_postings (account, transaction_number);
            CREATE TRIGGER ledger_postings_keep BEFORE UPDATE ON ledger_postings
            BEGIN SELECT RAISE(ABORT, 'a posting never changes'); END;
            CREATE TRIGGER ledger_postings_stay BEFORE DELETE ON ledger_postings
            BEGIN SELECT RAISE(ABORT, 'a posting is never deleted'); END;
            """)

    /// A hold remembers how much of it came from which bucket; its state only ever goes forward.
    static let holds = Migration(
        name: "wallet holds",
        sql: """
            CREATE TABLE holds (
                id BLOB PRIMARY KEY,
                service TEXT NOT NULL,
                held INTEGER NOT NULL REFERENCES ledger_accounts (number),
                deposit INTEGER NOT NULL CHECK (deposit >= 0),
                bonus INTEGER NOT NULL CHECK (bonus >= 0),
                winning INTEGER NOT NULL CHECK (winning >= 0),
                placed INTEGER NOT NULL REFERENCES ledger_transactions (number),
                state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'captured', 'released', 'refunded')),
                escrow INTEGER REFERENCES ledger_accounts (number),
                CHECK (deposit + bonus + winning > 0),
                CHECK ((escrow IS NOT NULL) = (state IN ('captured', 'refunded')))
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX holds_open ON holds (held) WHERE state = 'open';
            CREATE TRIGGER holds_keep BEFORE UPDATE OF id, service, held, deposit, bonus, winning, placed ON holds
            BEGIN SELECT RAISE(ABORT, 'what a hold took never changes'); END;
            CREATE TRIGGER holds_go_forward BEFORE UPDATE OF state ON holds
            WHEN NOT (old.state = 'open' AND new.state IN ('captured', 'released')
                OR old.state = 'captured' AND new.state = 'refunded')
            BEGIN SELECT RAISE(ABORT, 'a hold is decided once'); END;
            CREATE TRIGGER holds_stay BEFORE DELETE ON holds
            BEGIN SELECT RAISE(ABORT, 'a hold is never deleted'); END;
            """)

    static let deposits = Migration(
        name: "wallet deposits",
        sql: """
            CREATE TABLE deposits (
                id BLOB PRIMARY KEY,
                user BLOB NOT NULL,
                currency INTEGER NOT NULL REFERENCES currencies (number),
                amount INTEGER NOT NULL CHECK (amount > 0),
                tx_hash TEXT NOT NULL,
                tx_key TEXT NOT NULL UNIQUE,
                chain TEXT NOT NULL,
                requested_at INTEGER NOT NULL,
                status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'rejected')),
                credited INTEGER CHECK (credited > 0),
                credit INTEGER UNIQUE REFERENCES ledger_transactions (number),
                note TEXT,
                decided_at INTEGER,
                CHECK ((decided_at IS NULL) = (status = 'pending')),
                CHECK ((credited IS NULL) = (status <> 'approved') AND (credit IS NULL) = (status <> 'approved'))
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX deposits_of_user ON deposits (user, id);
            CREATE INDEX deposits_by_status ON deposits (status, id);
            CREATE TRIGGER deposits_keep BEFORE UPDATE OF id, user, currency, amount, tx_hash, tx_key, chain, requested_at
            ON deposits BEGIN SELECT RAISE(ABORT, 'what a deposit asks for never changes'); END;
            CREATE TRIGGER deposits_decided_once BEFORE UPDATE OF status ON deposits WHEN old.status <> 'pending'
            BEGIN SELECT RAISE(ABORT, 'a deposit is decided once'); END;
            CREATE TRIGGER deposits_stay BEFORE DELETE ON deposits
            BEGIN SELECT RAISE(ABORT, 'a deposit is never deleted'); END;
            """)

    static let bonuses = Migration(
        name: "wallet bonuses",
        sql: """
            CREATE TABLE bonuses (
                id BLOB PRIMARY KEY,
                user BLOB NOT NULL,
                amount INTEGER NOT NULL CHECK (amount > 0),
                granted INTEGER NOT NULL UNIQUE REFERENCES ledger_transactions (number)
            ) STRICT, WITHOUT ROWID;
            CREATE TRIGGER bonuses_keep BEFORE UPDATE ON bonuses
            BEGIN SELECT RAISE(ABORT, 'a bonus never changes'); END;
            CREATE TRIGGER bonuses_stay BEFORE DELETE ON bonuses
            BEGIN SELECT RAISE(ABORT, 'a bonus is never deleted'); END;
            """)
}
