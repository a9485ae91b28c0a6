import Storage

/// What peer bets lie in.
let peerBetTables = Migration(
    name: "betting-peer-bets",
    sql: """
        -- places is how many may take part; result is the place of the outcome that it ended with, from 0 on, or -1 for
        -- none. participants and pot are running totals of who is in.
        CREATE TABLE peer_bet (
            number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, creator BLOB NOT NULL, title TEXT NOT NULL, terms TEXT,
            terms_salt BLOB NOT NULL, terms_digest BLOB NOT NULL, currency TEXT NOT NULL REFERENCES currency (code),
            sport TEXT, event_key TEXT, arbiter BLOB CHECK (arbiter <> creator), resolved_by TEXT NOT NULL,
            visibility TEXT NOT NULL, places INTEGER NOT NULL CHECK (places BETWEEN 2 AND 100),
            fee_points INTEGER NOT NULL CHECK (fee_points BETWEEN 0 AND 9999), join_deadline INTEGER, resolve_by INTEGER,
            status TEXT NOT NULL CHECK (status IN ('reserved','created','joined','locked','resolving','disputed',
                'resolved','paid','cancelling','cancelled')),
            participants INTEGER NOT NULL DEFAULT 0 CHECK (participants BETWEEN 0 AND places),
            pot INTEGER NOT NULL DEFAULT 0 CHECK (pot >= 0),
            dispute_reason TEXT, disputed_by BLOB, disputed_at INTEGER,
            result INTEGER CHECK (result >= -1), decided_by TEXT, ending TEXT CHECK (ending IN ('payout','refund')),
            fee INTEGER NOT NULL DEFAULT 0 CHECK (fee BETWEEN 0 AND pot),
            created_at INTEGER NOT NULL, locked_at INTEGER, decided_at INTEGER, ended_at INTEGER,
            CHECK ((ending IS NULL) = (status NOT IN ('resolved','paid','cancelling','cancelled'))),
            CHECK ((ended_at IS NULL) = (status NOT IN ('paid','cancelled')))
        ) STRICT;
        CREATE INDEX peer_bet_made ON peer_bet (creator, created_at);
        CREATE INDEX peer_bet_arbiter ON peer_bet (arbiter, id) WHERE arbiter IS NOT NULL;
        CREATE INDEX peer_bet_disputed_by ON peer_bet (disputed_by, number) WHERE disputed_by IS NOT NULL;
        CREATE INDEX peer_bet_status ON peer_bet (status, id);
        CREATE INDEX peer_bet_open ON peer_bet (id) WHERE visibility = 'public' AND status IN ('created','joined');
        CREATE TRIGGER peer_bet_terms_stay BEFORE UPDATE OF id, creator, terms_digest, currency, sport,
            event_key, arbiter, resolved_by, visibility, places, fee_points, join_deadline, resolve_by, created_at
            ON peer_bet
            BEGIN SELECT RAISE(ABORT, 'the terms of a peer bet are immutable'); END;
        -- But for who is forgotten.
        CREATE TRIGGER peer_bet_words_stay BEFORE UPDATE OF title, terms, terms_salt ON peer_bet
            WHEN new.title <> 'forgotten' OR new.terms IS NOT NULL OR old.ended_at IS NULL
            BEGIN SELECT RAISE(ABORT, 'the terms of a peer bet are immutable'); END;
        CREATE TRIGGER peer_bet_stays BEFORE DELETE ON peer_bet WHEN old.status <> 'reserved'
            BEGIN SELECT RAISE(ABORT, 'a peer bet is never deleted'); END;

        CREATE TABLE peer_outcome (
            bet BLOB NOT NULL REFERENCES peer_bet (id), place INTEGER NOT NULL, name TEXT NOT NULL,
            stake INTEGER NOT NULL CHECK (stake > 0), backers INTEGER NOT NULL DEFAULT 0 CHECK (backers >= 0),
            staked INTEGER NOT NULL DEFAULT 0 CHECK (staked >= 0), PRIMARY KEY (bet, place)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER peer_outcome_stays BEFORE UPDATE OF bet, place, stake ON peer_outcome
            BEGIN SELECT RAISE(ABORT, 'the terms of a peer bet are immutable'); END;
        CREATE TRIGGER peer_outcome_name_stays BEFORE UPDATE OF name ON peer_outcome WHEN new.name <> 'forgotten'
            BEGIN SELECT RAISE(ABORT, 'the terms of a peer bet are immutable'); END;

        -- Who takes part, or tries to: place is the order in which they came in, and missing while the stake is being put
        -- aside. proposal is an outcome's place, or -1 for none. payment is what they get, and settled_at when they had it.
        CREATE TABLE peer_stake (
            number INTEGER PRIMARY KEY, bet BLOB NOT NULL REFERENCES peer_bet (id), user BLOB NOT NULL,
            place INTEGER, outcome INTEGER NOT NULL, hold BLOB NOT NULL UNIQUE,
            stake INTEGER NOT NULL CHECK (stake > 0), proposal INTEGER CHECK (proposal >= -1),
            agrees_to_cancel INTEGER NOT NULL DEFAULT 0, payout INTEGER CHECK (payout >= 0),
            joined_at INTEGER NOT NULL, settled_at INTEGER, UNIQUE (bet, user), UNIQUE (bet, place),
            FOREIGN KEY (bet, outcome) REFERENCES peer_outcome (bet, place)
        ) STRICT;
        CREATE INDEX peer_stake_user ON peer_stake (user, bet) WHERE place IS NOT NULL;
        CREATE INDEX peer_stake_unsettled ON peer_stake (user) WHERE settled_at IS NULL;
        CREATE TRIGGER peer_stake_stays BEFORE UPDATE OF bet, user, outcome, hold, stake ON peer_stake
            BEGIN SELECT RAISE(ABORT, 'a stake is immutable'); END;
        CREATE TRIGGER peer_stake_kept BEFORE DELETE ON peer_stake WHEN old.place IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'a stake that counts is never deleted'); END;

        CREATE TABLE peer_invitation (
            user BLOB NOT NULL, bet BLOB NOT NULL REFERENCES peer_bet (id), PRIMARY KEY (user, bet)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX peer_invitation_bet ON peer_invitation (bet);
        """)
