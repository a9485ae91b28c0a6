import Storage

/// The tables of matches and contests.
let contestTables = Migration(
    name: "betting-contests-1",
    sql: """
        CREATE TABLE matches (
            id BLOB PRIMARY KEY, title TEXT NOT NULL, organizer BLOB NOT NULL, external_id TEXT, sport TEXT,
            starts_at INTEGER NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('scheduled','live','finished','cancelled')),
            created_at INTEGER NOT NULL, ended_at INTEGER,
            CHECK ((ended_at IS NULL) = (status IN ('scheduled','live')))
        ) STRICT;
        CREATE INDEX matches_organizer ON matches (organizer, id);
        CREATE INDEX matches_sport ON matches (sport, id);
        CREATE INDEX matches_status ON matches (status, id);
        CREATE INDEX matches_external ON matches (external_id, id);

        -- guaranteed is what was said, promised what follows from it and from fixed amounts. seats counts places that are
        -- taken or reserved; entries, pool, scored and ranked are running totals of entries. filled, overlay, commission,
        -- awarded and unawarded say how the money is to be given out; funded and kept what the wallet
        -- was told of the house's part; paid, refunded and done how far the rest is.
        CREATE TABLE contest (
            id BLOB PRIMARY KEY, match BLOB NOT NULL REFERENCES matches (id), organizer BLOB NOT NULL,
            code TEXT NOT NULL COLLATE NOCASE UNIQUE, title TEXT NOT NULL, sport TEXT,
            currency TEXT NOT NULL REFERENCES currency (code), fee INTEGER NOT NULL CHECK (fee >= 0),
            max_players INTEGER NOT NULL CHECK (max_players > 0),
            max_per_user INTEGER NOT NULL CHECK (max_per_user BETWEEN 1 AND max_players),
            min_entries INTEGER NOT NULL CHECK (min_entries BETWEEN 0 AND max_players),
            prizes TEXT NOT NULL, prize_form TEXT NOT NULL, guaranteed INTEGER, promised INTEGER,
            commission_points INTEGER NOT NULL CHECK (commission_points BETWEEN 0 AND 9999),
            cutoff INTEGER, unfilled TEXT NOT NULL CHECK (unfilled IN ('house','share')),
            status TEXT NOT NULL CHECK (
                status IN ('scheduled','open','closed','settling','settled','cancelling','cancelled')),
            cancel_reason TEXT,
            seats INTEGER NOT NULL DEFAULT 0 CHECK (seats BETWEEN entries AND max_players),
            entries INTEGER NOT NULL DEFAULT 0, pool INTEGER NOT NULL DEFAULT 0 CHECK (pool >= 0),
            scored INTEGER NOT NULL DEFAULT 0 CHECK (scored BETWEEN 0 AND entries),
            ranked INTEGER NOT NULL DEFAULT 0 CHECK (ranked BETWEEN 0 AND entries),
            filled INTEGER, overlay INTEGER, commission INTEGER, awarded INTEGER, unawarded INTEGER,
            funded INTEGER NOT NULL DEFAULT 0 CHECK (funded IN (0, COALESCE(overlay, 0))),
            kept INTEGER NOT NULL DEFAULT 0 CHECK (kept IN (0, COALESCE(commission + unawarded, 0))),
            paid INTEGER NOT NULL DEFAULT 0 CHECK (paid BETWEEN 0 AND COALESCE(awarded, 0)),
            refunded INTEGER NOT NULL DEFAULT 0 CHECK (refunded BETWEEN 0 AND pool),
            done INTEGER NOT NULL DEFAULT 0 CHECK (done BETWEEN 0 AND entries),
            created_at INTEGER NOT NULL, closed_at INTEGER, ended_at INTEGER,
            CHECK ((ended_at IS NULL) = (status NOT IN ('settled','cancelled'))),
            CHECK ((filled IS NULL) = (status NOT IN ('settling','settled'))),
            CHECK ((cancel_reason IS NULL) = (status NOT IN ('cancelling','cancelled'))),
            CHECK (filled IS NULL OR pool + overlay = commission + awarded + unawarded)
        ) STRICT;
        CREATE INDEX contest_match ON contest (match, id);
        CREATE INDEX contest_match_status ON contest (match, status, id);
        CREATE INDEX contest_organizer ON contest (organizer, id);
        CREATE INDEX contest_sport ON contest (sport, id);
        CREATE INDEX contest_status ON contest (status, id);
        CREATE TRIGGER contest_terms_stay BEFORE UPDATE OF
            currency, fee, max_players, max_per_user, prizes, prize_form, guaranteed, promised, commission_points,
            unfilled ON contest WHEN old.status <> 'scheduled'
            BEGIN SELECT RAISE(ABORT, 'the terms of a contest that was opened are immutable'); END;

        -- payment goes due, paying, paid; an entry that gets nothing has none.
        CREATE TABLE contest_entry (
            number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, contest BLOB NOT NULL REFERENCES contest (id),
            user BLOB NOT NULL, hold BLOB UNIQUE, code TEXT UNIQUE, fee INTEGER NOT NULL CHECK (fee >= 0),
            status TEXT NOT NULL CHECK (status IN ('reserved','entered','won','lost','refunded')),
            score INTEGER, given_rank INTEGER CHECK (given_rank > 0), winner_rank INTEGER CHECK (winner_rank > 0),
            prize INTEGER CHECK (prize >= 0), payment TEXT CHECK (payment IN ('due','paying','paid')),
            created_at INTEGER NOT NULL, settled_at INTEGER,
            CHECK ((hold IS NULL) = (fee = 0)), CHECK ((code IS NULL) = (status = 'reserved')),
            CHECK ((settled_at IS NULL) = (status IN ('reserved','entered')))
        ) STRICT;
        CREATE INDEX entry_contest ON contest_entry (contest, number);
        CREATE INDEX entry_user ON contest_entry (user, id);
        CREATE INDEX entry_contest_user ON contest_entry (contest, user);
        CREATE INDEX entry_score ON contest_entry (contest, score DESC, number) WHERE score IS NOT NULL;
        CREATE INDEX entry_given ON contest_entry (contest, given_rank, number) WHERE given_rank IS NOT NULL;
        CREATE INDEX entry_winner ON contest_entry (contest, winner_rank, number) WHERE winner_rank IS NOT NULL;
        CREATE INDEX entry_unsettled ON contest_entry (contest, number) WHERE status = 'entered' AND payment IS NULL;
        CREATE INDEX entry_due ON contest_entry (contest, number) WHERE payment = 'due';
        CREATE INDEX entry_paying ON contest_entry (contest, number) WHERE payment = 'paying';
        CREATE INDEX entry_open ON contest_entry (user) WHERE settled_at IS NULL;
        CREATE TRIGGER entry_limit BEFORE INSERT ON contest_entry WHEN
            (SELECT COUNT(*) FROM contest_entry WHERE contest = new.contest AND user = new.user)
                >= (SELECT max_per_user FROM contest WHERE id = new.contest)
            BEGIN SELECT RAISE(ABORT, 'a user has no more entries than the contest allows'); END;
        CREATE TRIGGER entry_terms_stay BEFORE UPDATE OF id, contest, user, hold, fee, created_at ON contest_entry
            BEGIN SELECT RAISE(ABORT, 'the terms of an entry are immutable'); END;
        CREATE TRIGGER entry_stays BEFORE DELETE ON contest_entry WHEN old.status <> 'reserved'
            BEGIN SELECT RAISE(ABORT, 'an entry that was accepted is never deleted'); END;

        -- Entries that are level, how many, and what they share; of those places only that get a prize. leftover is how
        -- many of them are still to get a unit more.
        CREATE TABLE contest_standing (
            contest BLOB NOT NULL REFERENCES contest (id), rank INTEGER NOT NULL, size INTEGER NOT NULL,
            money INTEGER, part INTEGER, leftover INTEGER,
            PRIMARY KEY (contest, rank)
        ) STRICT, WITHOUT ROWID;
        -- What each user paid for a contest and got from it.
        CREATE TABLE contest_player (
            number INTEGER PRIMARY KEY, contest BLOB NOT NULL REFERENCES contest (id), user BLOB NOT NULL,
            entries INTEGER NOT NULL, staked INTEGER NOT NULL, prize INTEGER NOT NULL DEFAULT 0,
            refunded INTEGER NOT NULL DEFAULT 0, is_told INTEGER NOT NULL DEFAULT 0,
            UNIQUE (contest, user)
        ) STRICT;
        CREATE INDEX contest_player_untold ON contest_player (contest, number)
            WHERE is_told = 0 AND prize + refunded > 0;
        """)
