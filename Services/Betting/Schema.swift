import Storage

/// In the order in which they came; a released one never changes.
let bettingMigrations = [
    firstBettingTables, peerBetTables, poolTables, contestTables, eventTables, statisticsTables,
    syndicateTables, seasonMoneyTables, screenshotTables, importTables,
    quoteTables, edgeTables, trackedTables,
    openStakesTable, sportIndexes, seasonGuardTables, quoteNameTables,
]

private let firstBettingTables = Migration(
    name: "betting-1",
    sql: """
        CREATE TABLE currency (
            code TEXT PRIMARY KEY, scale INTEGER NOT NULL CHECK (scale BETWEEN 0 AND 8)
        ) STRICT, WITHOUT ROWID;
        -- One row: the key that makes gamblers' names for those who may not know them.
        CREATE TABLE pseudonym_key (only INTEGER PRIMARY KEY CHECK (only = 1), key BLOB NOT NULL) STRICT;

        -- pool, bets and the like are running totals of accepted bets; paid, refunded and takeout say how the
        -- pool was given out, and outcome how it is to be.
        CREATE TABLE event (
            id BLOB PRIMARY KEY, name TEXT NOT NULL, organizer BLOB NOT NULL, sport TEXT, external_id TEXT,
            details TEXT, starts_at INTEGER NOT NULL, currency TEXT NOT NULL REFERENCES currency (code),
            takeout_points INTEGER NOT NULL CHECK (takeout_points BETWEEN 0 AND 9999),
            status TEXT NOT NULL CHECK (
                status IN ('scheduled','open','live','settling','finished','cancelling','cancelled')),
            pool INTEGER NOT NULL DEFAULT 0 CHECK (pool >= 0),
            outcome TEXT CHECK (outcome IN ('payout','refund')),
            takeout INTEGER NOT NULL DEFAULT 0 CHECK (takeout BETWEEN 0 AND pool),
            paid INTEGER NOT NULL DEFAULT 0 CHECK (paid BETWEEN 0 AND pool - takeout),
            refunded INTEGER NOT NULL DEFAULT 0 CHECK (refunded BETWEEN 0 AND pool - paid - takeout),
            created_at INTEGER NOT NULL, ended_at INTEGER,
            CHECK ((ended_at IS NULL) = (status NOT IN ('finished','cancelled')))
        ) STRICT;
        CREATE INDEX event_organizer ON event (organizer, id);
        CREATE INDEX event_sport ON event (sport, id);
        CREATE INDEX event_status ON event (status, id);

        -- part is what this play's backers share once the event is settled; leftover what of it rounding left over.
        CREATE TABLE play (
            number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, event BLOB NOT NULL REFERENCES event (id),
            user BLOB, name TEXT, score INTEGER, is_winner INTEGER NOT NULL DEFAULT 0,
            stakes INTEGER NOT NULL DEFAULT 0 CHECK (stakes >= 0),
            part INTEGER CHECK (part >= 0), leftover INTEGER NOT NULL DEFAULT 0 CHECK (leftover >= 0),
            CHECK ((user IS NULL) <> (name IS NULL))
        ) STRICT;
        CREATE INDEX play_event ON play (event, number);
        CREATE UNIQUE INDEX play_user ON play (event, user) WHERE user IS NOT NULL;
        CREATE UNIQUE INDEX play_name ON play (event, name COLLATE NOCASE) WHERE name IS NOT NULL;

        -- payment goes due, paying, paid; a bet that gets nothing has none.
        CREATE TABLE bet (
            number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, event BLOB NOT NULL REFERENCES event (id),
            play BLOB NOT NULL REFERENCES play (id), user BLOB NOT NULL, hold BLOB NOT NULL UNIQUE,
            stake INTEGER NOT NULL CHECK (stake > 0),
            status TEXT NOT NULL CHECK (status IN ('reserved','accepted','won','lost','refunded')),
            payout INTEGER CHECK (payout >= 0), remainder INTEGER,
            payment TEXT CHECK (payment IN ('due','paying','paid')),
            placed_at INTEGER NOT NULL, settled_at INTEGER
        ) STRICT;
        CREATE INDEX bet_event ON bet (event, id);
        CREATE INDEX bet_user ON bet (user, id);
        CREATE INDEX bet_event_user ON bet (event, user, id);
        CREATE INDEX bet_unsettled ON bet (event, number) WHERE status = 'accepted' AND payment IS NULL;
        CREATE INDEX bet_remainder ON bet (play, remainder DESC, number) WHERE remainder IS NOT NULL;
        CREATE INDEX bet_due ON bet (event, number) WHERE payment = 'due';
        CREATE INDEX bet_paying ON bet (event, number) WHERE payment = 'paying';
        CREATE TRIGGER bet_terms_stay BEFORE UPDATE OF id, event, play, user, hold, stake, placed_at ON bet
            BEGIN SELECT RAISE(ABORT, 'the terms of a bet are immutable'); END;
        CREATE TRIGGER bet_stays BEFORE DELETE ON bet WHEN old.status <> 'reserved'
            BEGIN SELECT RAISE(ABORT, 'an accepted bet is never deleted'); END;

        -- Winnings: what each gambler staked on an event and got from it.
        CREATE TABLE gambler (
            number INTEGER PRIMARY KEY, event BLOB NOT NULL REFERENCES event (id), user BLOB NOT NULL,
            staked INTEGER NOT NULL, paid INTEGER NOT NULL DEFAULT 0, refunded INTEGER NOT NULL DEFAULT 0,
            UNIQUE (event, user)
        ) STRICT;
        CREATE INDEX gambler_event ON gambler (event, number);
        -- BetsOnBy: what each gambler staked on each play.
        CREATE TABLE backing (
            number INTEGER PRIMARY KEY, event BLOB NOT NULL REFERENCES event (id),
            play BLOB NOT NULL REFERENCES play (id), user BLOB NOT NULL, amount INTEGER NOT NULL,
            UNIQUE (play, user)
        ) STRICT;
        CREATE INDEX backing_event ON backing (event, number);
        """)
