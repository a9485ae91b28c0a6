import Storage

/// What a season's money lies in.
let seasonMoneyTables = Migration(
    name: "betting-season-money",
    sql: """
        CREATE TABLE syndicate_bet (
            number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, season BLOB NOT NULL REFERENCES season (id),
            week INTEGER REFERENCES season_week (number), player INTEGER NOT NULL REFERENCES season_player (number),
            stake INTEGER NOT NULL CHECK (stake > 0), is_free INTEGER NOT NULL, description TEXT NOT NULL, odds TEXT,
            bet_day INTEGER NOT NULL, status TEXT NOT NULL CHECK (status IN ('pending','won','lost','void')),
            result_day INTEGER, winnings INTEGER CHECK (winnings > 0), notes TEXT, created_at INTEGER NOT NULL,
            CHECK ((status = 'pending') = (result_day IS NULL)), CHECK ((status = 'won') = (winnings IS NOT NULL))
        ) STRICT;
        CREATE INDEX syndicate_bet_order ON syndicate_bet (season, number);
        CREATE INDEX syndicate_bet_status ON syndicate_bet (season, status, number);
        CREATE INDEX syndicate_bet_player ON syndicate_bet (player);
        CREATE INDEX syndicate_bet_week ON syndicate_bet (week) WHERE week IS NOT NULL;
        CREATE TRIGGER syndicate_bet_terms_stay BEFORE UPDATE OF id, season, week, player, stake, is_free, description,
            odds, bet_day, created_at ON syndicate_bet
            BEGIN SELECT RAISE(ABORT, 'the terms of a bet are immutable'); END;
        CREATE TRIGGER syndicate_bet_kept BEFORE DELETE ON syndicate_bet
            BEGIN SELECT RAISE(ABORT, 'a bet is never deleted'); END;

        -- The ledger. amount is negative for what goes out of the bank; an entry that reverses another has its amount with the
        -- sign turned round.
        CREATE TABLE season_entry (
            number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, season BLOB NOT NULL REFERENCES season (id),
            day INTEGER NOT NULL,
            type TEXT NOT NULL CHECK (type IN ('contribution','bet_placed','winnings','bet_void','payout')),
            player INTEGER NOT NULL REFERENCES season_player (number), week INTEGER REFERENCES season_week (number),
            bet INTEGER REFERENCES syndicate_bet (number), amount INTEGER NOT NULL CHECK (amount <> 0),
            source TEXT NOT NULL CHECK (source IN ('wallet','outside')), description TEXT,
            reverses INTEGER UNIQUE REFERENCES season_entry (number), created_by BLOB, created_at INTEGER NOT NULL,
            CHECK (reverses IS NOT NULL OR (amount > 0) = (type IN ('contribution','winnings','bet_void'))),
            CHECK ((bet IS NOT NULL) = (type IN ('bet_placed','winnings','bet_void')))
        ) STRICT;
        CREATE INDEX season_entry_order ON season_entry (season, number);
        CREATE INDEX season_entry_player ON season_entry (player, number);
        CREATE INDEX season_entry_bet ON season_entry (bet, number) WHERE bet IS NOT NULL;
        CREATE TRIGGER season_entry_stays BEFORE UPDATE ON season_entry
            BEGIN SELECT RAISE(ABORT, 'an entry is immutable'); END;
        CREATE TRIGGER season_entry_kept BEFORE DELETE ON season_entry
            BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;

        -- What the entries come to, so that nobody has to add them up: by player, and by week from its Monday on.
        CREATE TABLE season_player_sum (
            player INTEGER PRIMARY KEY REFERENCES season_player (number), paid_in INTEGER NOT NULL,
            paid_out INTEGER NOT NULL, staked INTEGER NOT NULL, won INTEGER NOT NULL, voided INTEGER NOT NULL,
            CHECK (min(paid_in, paid_out, staked, won, voided) >= 0)
        ) STRICT;
        CREATE TABLE season_week_sum (
            season BLOB NOT NULL REFERENCES season (id), monday INTEGER NOT NULL, paid_in INTEGER NOT NULL,
            paid_out INTEGER NOT NULL, staked INTEGER NOT NULL, won INTEGER NOT NULL, voided INTEGER NOT NULL,
            PRIMARY KEY (season, monday)
        ) STRICT, WITHOUT ROWID;
        -- The bank: held is on the platform, outside is kept outside of it; each is an escrow account of the wallet's.
        CREATE TABLE season_bank (
            season BLOB PRIMARY KEY REFERENCES season (id), held INTEGER NOT NULL CHECK (held >= 0),
            outside INTEGER NOT NULL CHECK (outside >= 0), turnover INTEGER NOT NULL CHECK (turnover >= 0)
        ) STRICT, WITHOUT ROWID;

        -- What the wallet is to book for an entry: draw takes from what is held to what is outside, in and out move what is
        -- outside. is_asked says that it has been told.
        CREATE TABLE season_movement (
            number INTEGER PRIMARY KEY, season BLOB NOT NULL REFERENCES season (id),
            entry INTEGER NOT NULL REFERENCES season_entry (number),
            kind TEXT NOT NULL CHECK (kind IN ('draw','in','out')), amount INTEGER NOT NULL CHECK (amount > 0),
            is_asked INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX season_movement_due ON season_movement (season, number) WHERE is_asked = 0;
        CREATE INDEX season_movement_entry ON season_movement (entry);

        -- What a player pays from their wallet: entry is missing while the money is being put aside. returned is what of it went
        -- back to where it came from.
        CREATE TABLE season_contribution (
            number INTEGER PRIMARY KEY, hold BLOB NOT NULL UNIQUE, entry_id BLOB NOT NULL UNIQUE,
            entry INTEGER UNIQUE REFERENCES season_entry (number), season BLOB NOT NULL REFERENCES season (id),
            player INTEGER NOT NULL REFERENCES season_player (number), user BLOB NOT NULL,
            amount INTEGER NOT NULL CHECK (amount > 0),
            returned INTEGER NOT NULL DEFAULT 0 CHECK (returned BETWEEN 0 AND amount)
        ) STRICT;
        CREATE INDEX season_contribution_player ON season_contribution (player, number);
        CREATE INDEX season_contribution_open ON season_contribution (user) WHERE entry IS NULL;
        CREATE TRIGGER season_contribution_stays BEFORE UPDATE OF hold, entry_id, season, player, user, amount
            ON season_contribution
            BEGIN SELECT RAISE(ABORT, 'a contribution is immutable'); END;
        CREATE TRIGGER season_contribution_kept BEFORE DELETE ON season_contribution WHEN old.entry IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'a contribution that counts is never deleted'); END;
        """)
