import Storage

/// What the first tables lacked: who may join and bet, players who withdraw, and what lists and searches go by.
let eventTables = Migration(
    name: "betting-events",
    sql: """
        ALTER TABLE event ADD COLUMN players_may_join INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE event ADD COLUMN organizer_may_bet INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE event ADD COLUMN self_stake INTEGER CHECK (self_stake > 0);
        -- The timer that is to start it, while it is open.
        ALTER TABLE event ADD COLUMN start_timer INTEGER;
        ALTER TABLE event ADD COLUMN is_indexed INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX event_unindexed ON event (id) WHERE is_indexed = 0;
        CREATE INDEX event_external ON event (external_id, id) WHERE external_id IS NOT NULL;
        CREATE INDEX event_start ON event (starts_at, id);
        CREATE INDEX event_organizer_start ON event (organizer, starts_at, id);
        CREATE INDEX event_sport_start ON event (sport, starts_at, id);
        CREATE INDEX event_status_start ON event (status, starts_at, id);

        -- Beginnings of the words that an event is found by.
        CREATE TABLE event_word (
            prefix TEXT NOT NULL, event BLOB NOT NULL REFERENCES event (id), PRIMARY KEY (prefix, event)
        ) STRICT, WITHOUT ROWID;

        -- withdrawn is what was staked on a player who is out, in no pool any more; returned what of it was given back.
        ALTER TABLE play ADD COLUMN state TEXT NOT NULL DEFAULT 'playing'
            CHECK (state IN ('playing','withdrawing','withdrawn'));
        ALTER TABLE play ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn >= 0);
        ALTER TABLE play ADD COLUMN returned INTEGER NOT NULL DEFAULT 0 CHECK (returned BETWEEN 0 AND withdrawn);
        CREATE INDEX play_withdrawing ON play (event) WHERE state = 'withdrawing';
        -- The bets up to returned_to are given back; a command to the wallet is under way for those up to sent_to.
        ALTER TABLE play ADD COLUMN returned_to INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE play ADD COLUMN sent_to INTEGER;
        -- The bet on themself that a player placed on joining.
        ALTER TABLE play ADD COLUMN self_bet BLOB;
        ALTER TABLE event ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn >= 0);
        -- What of refunded came by withdrawals.
        ALTER TABLE gambler ADD COLUMN returned INTEGER NOT NULL DEFAULT 0 CHECK (returned BETWEEN 0 AND refunded);

        -- Those who join with a stake on themselves, until it is decided.
        CREATE TABLE joining (
            bet BLOB PRIMARY KEY, event BLOB NOT NULL REFERENCES event (id), user BLOB NOT NULL,
            hold BLOB NOT NULL UNIQUE, stake INTEGER NOT NULL CHECK (stake > 0), UNIQUE (event, user)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX joining_user ON joining (user);

        -- Whoever has signed up, as identity tells it.
        CREATE TABLE known_user (user BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
        """)
