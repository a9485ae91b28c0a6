import Storage

/// Policies, rollovers, bets that are taken back, and settlement in one pass. What a settlement under way had decided on
/// without paying any of it is decided on again, with the same outcome.
let poolTables = Migration(
    name: "betting-pools-1",
    sql: """
        CREATE TABLE pool_policy (
            event BLOB PRIMARY KEY REFERENCES event (id),
            dead_heat TEXT NOT NULL CHECK (dead_heat IN ('equal_parts','stakes_back')),
            no_winner TEXT NOT NULL CHECK (no_winner IN ('refund','roll_over')),
            roll_over_to BLOB REFERENCES event (id), rounding_unit INTEGER NOT NULL CHECK (rounding_unit > 0),
            breakage TEXT NOT NULL CHECK (breakage IN ('largest_remainder','house')),
            minimum_dividend INTEGER CHECK (minimum_dividend > 0),
            minus_pool TEXT NOT NULL CHECK (minus_pool IN ('none','takeout','house')),
            CHECK ((no_winner = 'roll_over') = (roll_over_to IS NOT NULL))
        ) STRICT, WITHOUT ROWID;

        -- Settlements that have begun to pay keep what they decided.
        CREATE TABLE paying_event (event BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
        INSERT INTO paying_event SELECT DISTINCT event FROM bet WHERE payment IN ('paying','paid');

        ALTER TABLE play ADD COLUMN bets INTEGER NOT NULL DEFAULT 0 CHECK (bets >= 0);
        UPDATE play SET bets = (SELECT COUNT(*) FROM bet WHERE play = play.id AND status <> 'reserved');
        ALTER TABLE event ADD COLUMN bets_may_be_cancelled INTEGER NOT NULL DEFAULT 1;
        -- Money of no gambler's, out of other events' pools.
        ALTER TABLE event ADD COLUMN rolled_in INTEGER NOT NULL DEFAULT 0 CHECK (rolled_in >= 0);
        CREATE TABLE rollover (
            source BLOB PRIMARY KEY REFERENCES event (id), target BLOB NOT NULL REFERENCES event (id),
            amount INTEGER NOT NULL CHECK (amount > 0), made_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX rollover_target ON rollover (target);

        -- How an event's pool is given out. takeout, loss, rolled_out and unawarded are fixed at the start, breakage when
        -- every bet is decided on; paid and refunded grow. decided and closed count bets. A command to the wallet is under
        -- way for the bets up to paying; told is the last gambler who was sent news.
        CREATE TABLE settlement (
            event BLOB PRIMARY KEY REFERENCES event (id),
            outcome TEXT NOT NULL CHECK (outcome IN ('payout','refund','roll_over')),
            takeout INTEGER NOT NULL DEFAULT 0 CHECK (takeout >= 0),
            loss INTEGER NOT NULL DEFAULT 0 CHECK (loss >= 0),
            rolled_out INTEGER NOT NULL DEFAULT 0 CHECK (rolled_out >= 0), rolled_to BLOB REFERENCES event (id),
            unawarded INTEGER NOT NULL DEFAULT 0 CHECK (unawarded >= 0),
            breakage INTEGER NOT NULL DEFAULT 0 CHECK (breakage >= 0),
            paid INTEGER NOT NULL DEFAULT 0 CHECK (paid >= 0), refunded INTEGER NOT NULL DEFAULT 0 CHECK (refunded >= 0),
            bets INTEGER NOT NULL, decided INTEGER NOT NULL DEFAULT 0 CHECK (decided BETWEEN 0 AND bets),
            closed INTEGER NOT NULL DEFAULT 0 CHECK (closed BETWEEN 0 AND decided),
            paying INTEGER, told INTEGER NOT NULL DEFAULT 0,
            CHECK ((rolled_out > 0) = (rolled_to IS NOT NULL))
        ) STRICT, WITHOUT ROWID;
        INSERT INTO settlement (event, outcome, takeout, paid, refunded, bets, decided, closed, paying)
            SELECT id, outcome, takeout, paid, refunded,
                (SELECT COALESCE(SUM(bets), 0) FROM play WHERE event = event.id),
                CASE WHEN id IN (SELECT event FROM paying_event)
                    THEN (SELECT COALESCE(SUM(bets), 0) FROM play WHERE event = event.id) ELSE
                    (SELECT COUNT(*) FROM bet WHERE event = event.id AND status NOT IN ('reserved','accepted')) END,
                (SELECT COUNT(*) FROM bet WHERE event = event.id AND status NOT IN ('reserved','accepted')),
                (SELECT MAX(number) FROM bet WHERE event = event.id AND payment = 'paying')
            FROM event WHERE outcome IS NOT NULL;
        ALTER TABLE event DROP COLUMN refunded;
        ALTER TABLE event DROP COLUMN paid;
        ALTER TABLE event DROP COLUMN takeout;
        ALTER TABLE event DROP COLUMN outcome;

        -- Where the largest remainders of a winning play's bets end, and how many bets at that place get a unit.
        ALTER TABLE play ADD COLUMN cut_rest INTEGER;
        ALTER TABLE play ADD COLUMN cut_parts INTEGER;
        ALTER TABLE play ADD COLUMN cut_units INTEGER NOT NULL DEFAULT 0 CHECK (cut_units >= 0);
        -- Bets of one stake on a winning play, while it is found out where the remainders are to be cut.
        CREATE TABLE stake_class (
            play BLOB NOT NULL REFERENCES play (id), stake INTEGER NOT NULL, bets INTEGER NOT NULL,
            rest INTEGER, parts INTEGER, PRIMARY KEY (play, stake)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX stake_class_rank ON stake_class (play, rest, parts, stake);

        -- Decided on and not paid yet.
        ALTER TABLE gambler ADD COLUMN due INTEGER NOT NULL DEFAULT 0 CHECK (due >= 0);
        UPDATE gambler SET due = (SELECT COALESCE(SUM(payout), 0) FROM bet
            WHERE bet.event = gambler.event AND bet.user = gambler.user AND status = 'accepted' AND payout > 0)
            WHERE event IN (SELECT event FROM paying_event);
        CREATE INDEX gambler_paid ON gambler (event, number) WHERE paid + refunded > 0;

        -- A bet's payout is what it gets, from the moment that it is decided.
        CREATE TABLE newer_bet (
            number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, event BLOB NOT NULL REFERENCES event (id),
            play BLOB NOT NULL REFERENCES play (id), user BLOB NOT NULL, hold BLOB NOT NULL UNIQUE,
            stake INTEGER NOT NULL CHECK (stake > 0),
            status TEXT NOT NULL CHECK (
                status IN ('reserved','accepted','won','lost','refunded','cancelling','cancelled')),
            payout INTEGER CHECK (payout >= 0), placed_at INTEGER NOT NULL, settled_at INTEGER
        ) STRICT;
        INSERT INTO newer_bet
            SELECT number, id, event, play, user, hold, stake, status,
                CASE WHEN status <> 'accepted' OR event IN (SELECT event FROM paying_event) THEN payout END,
                placed_at, settled_at
            FROM bet ORDER BY number;
        UPDATE play SET leftover = part WHERE part IS NOT NULL AND event IN
            (SELECT id FROM event WHERE status = 'settling' AND id NOT IN (SELECT event FROM paying_event));
        DROP TABLE paying_event;
        DROP TABLE bet;
        ALTER TABLE newer_bet RENAME TO bet;
        CREATE INDEX bet_event ON bet (event, id);
        CREATE INDEX bet_user ON bet (user, id);
        CREATE INDEX bet_event_user ON bet (event, user, id);
        CREATE INDEX bet_play ON bet (play, number);
        CREATE INDEX bet_unsettled ON bet (event, number) WHERE status = 'accepted';
        CREATE TRIGGER bet_terms_stay BEFORE UPDATE OF id, event, play, user, hold, stake, placed_at ON bet
            BEGIN SELECT RAISE(ABORT, 'the terms of a bet are immutable'); END;
        CREATE TRIGGER bet_stays BEFORE DELETE ON bet WHEN old.status <> 'reserved'
            BEGIN SELECT RAISE(ABORT, 'an accepted bet is never deleted'); END;
        """)
