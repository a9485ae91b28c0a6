import Storage

/// What bets at outside books lie in, with their money there and the sums that are told of them.
let trackedTables = Migration(
    name: "betting-tracked",
    sql: """
        CREATE TABLE tracked_bet (
            number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, owner BLOB NOT NULL, edge BLOB REFERENCES edge (id),
            sport TEXT NOT NULL, event_key TEXT NOT NULL, match BLOB REFERENCES matches (id), event_starts_at INTEGER,
            season TEXT, week INTEGER CHECK (week BETWEEN 0 AND 60), market_type TEXT NOT NULL, player TEXT,
            side TEXT NOT NULL, line INTEGER, book TEXT NOT NULL, external_id TEXT,
            currency TEXT NOT NULL REFERENCES currency (code), stake INTEGER NOT NULL CHECK (stake > 0),
            profit_over INTEGER NOT NULL CHECK (profit_over > 0), profit_under INTEGER NOT NULL CHECK (profit_under > 0),
            potential INTEGER NOT NULL CHECK (potential >= stake), probability TEXT, strategy TEXT, notes TEXT, risk TEXT,
            placed_at INTEGER NOT NULL, status TEXT NOT NULL CHECK (status IN ('pending','settled','cancelled')),
            result TEXT CHECK (result IN ('win','loss','push','void','half_win','half_loss')), returned INTEGER,
            settled_at INTEGER CHECK (settled_at >= placed_at), cancelled_at INTEGER,
            disputes INTEGER NOT NULL DEFAULT 0 CHECK (disputes BETWEEN 0 AND 20),
            is_disputed INTEGER NOT NULL DEFAULT 0 CHECK (is_disputed IN (0, 1)),
            dispute_reason TEXT, disputed_at INTEGER, resolution TEXT, resolved_at INTEGER,
            closing_over INTEGER, closing_under INTEGER, closing_line INTEGER, closing_seen_at INTEGER,
            created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted_at INTEGER,
            CHECK ((status = 'settled') = (result IS NOT NULL)), CHECK ((result IS NULL) = (returned IS NULL)),
            CHECK ((result IS NULL) = (settled_at IS NULL)), CHECK ((status = 'cancelled') = (cancelled_at IS NOT NULL)),
            CHECK (result IS NULL OR CASE result WHEN 'win' THEN returned = potential WHEN 'loss' THEN returned = 0
                WHEN 'half_win' THEN returned BETWEEN stake AND potential WHEN 'half_loss' THEN returned = stake / 2
                ELSE returned = stake END),
            CHECK (is_disputed = 0 OR status = 'settled'), CHECK ((disputes > 0) = (disputed_at IS NOT NULL)),
            CHECK (deleted_at IS NULL OR status = 'pending'),
            CHECK ((closing_over IS NULL) = (closing_under IS NULL)),
            CHECK ((closing_over IS NULL) = (closing_seen_at IS NULL))
        ) STRICT;
        CREATE UNIQUE INDEX tracked_bet_external ON tracked_bet (owner, book, external_id)
            WHERE external_id IS NOT NULL AND deleted_at IS NULL;
        CREATE INDEX tracked_bet_owner ON tracked_bet (owner, number);
        CREATE INDEX tracked_bet_settled ON tracked_bet (
            owner, currency, settled_at, number, result, stake, returned, sport, market_type, book
        ) WHERE status = 'settled';
        CREATE TRIGGER tracked_bet_kept BEFORE DELETE ON tracked_bet
            BEGIN SELECT RAISE(ABORT, 'a tracked bet is put away, never deleted'); END;
        CREATE TRIGGER tracked_bet_ends_once BEFORE UPDATE OF status ON tracked_bet
            WHEN old.status <> 'pending' AND new.status <> old.status
            BEGIN SELECT RAISE(ABORT, 'a tracked bet ends once'); END;
        CREATE TRIGGER tracked_bet_result_stays BEFORE UPDATE OF result, settled_at ON tracked_bet
            WHEN old.result IS NOT NULL AND (new.settled_at <> old.settled_at
                OR new.result <> old.result AND old.is_disputed = 0)
            BEGIN SELECT RAISE(ABORT, 'only a dispute changes what came of a tracked bet'); END;
        CREATE TRIGGER tracked_bet_terms_stay
            BEFORE UPDATE OF stake, currency, profit_over, profit_under, book, sport, market_type, side, line, probability
            ON tracked_bet
            WHEN old.status <> 'pending' AND (new.stake, new.currency, new.profit_over, new.profit_under, new.book,
                new.sport, new.market_type, new.side, new.line, new.probability) IS NOT (old.stake, old.currency,
                old.profit_over, old.profit_under, old.book, old.sport, old.market_type, old.side, old.line,
                old.probability)
            BEGIN SELECT RAISE(ABORT, 'the terms of what is over stay'); END;

        -- What was done to a bet, and what it was then. A line's words go when the person is forgotten; nothing else does.
        CREATE TABLE tracked_history (
            number INTEGER PRIMARY KEY, bet BLOB NOT NULL REFERENCES tracked_bet (id), at INTEGER NOT NULL,
            by BLOB NOT NULL, action TEXT NOT NULL, note TEXT, facts TEXT NOT NULL
        ) STRICT;
        CREATE INDEX tracked_history_bet ON tracked_history (bet, number);
        CREATE TRIGGER tracked_history_stays BEFORE UPDATE OF number, bet, at, by, action, facts ON tracked_history
            BEGIN SELECT RAISE(ABORT, 'what was done stays done'); END;
        CREATE TRIGGER tracked_history_words BEFORE UPDATE OF note ON tracked_history WHEN new.note IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'words are forgotten, never changed'); END;
        CREATE TRIGGER tracked_history_kept BEFORE DELETE ON tracked_history
            BEGIN SELECT RAISE(ABORT, 'what was done stays done'); END;

        -- amount has a minus where money leaves the account at the book; what is taken back has the other sign.
        CREATE TABLE tracked_transaction (
            number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, owner BLOB NOT NULL,
            bet BLOB REFERENCES tracked_bet (id), kind TEXT NOT NULL CHECK (
                kind IN ('deposit','withdrawal','bonus','fee','bet_placed','bet_payout','bet_refund')),
            amount INTEGER NOT NULL CHECK (amount <> 0), currency TEXT NOT NULL REFERENCES currency (code),
            book TEXT NOT NULL, status TEXT NOT NULL CHECK (status IN ('pending','completed','failed')),
            external_id TEXT, description TEXT, reverses BLOB UNIQUE REFERENCES tracked_transaction (id),
            retries INTEGER NOT NULL DEFAULT 0 CHECK (retries BETWEEN 0 AND 5), failure_reason TEXT,
            reference TEXT, reconciled_at INTEGER, completed_at INTEGER,
            created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
            CHECK (((amount > 0) = (kind IN ('deposit','bonus','bet_payout','bet_refund'))) = (reverses IS NULL)),
            CHECK (bet IS NOT NULL OR kind IN ('deposit','withdrawal','bonus','fee')),
            CHECK ((status = 'completed') = (completed_at IS NOT NULL)),
            CHECK (reconciled_at IS NULL OR status = 'completed')
        ) STRICT;
        CREATE UNIQUE INDEX tracked_transaction_external ON tracked_transaction (owner, book, external_id)
            WHERE external_id IS NOT NULL;
        CREATE INDEX tracked_transaction_owner ON tracked_transaction (owner, number);
        CREATE INDEX tracked_transaction_bet ON tracked_transaction (bet, number) WHERE bet IS NOT NULL;
        CREATE TRIGGER tracked_transaction_stays
            BEFORE UPDATE OF number, id, owner, bet, kind, amount, currency, book, reverses, created_at
            ON tracked_transaction BEGIN SELECT RAISE(ABORT, 'what moved is immutable'); END;
        CREATE TRIGGER tracked_transaction_done BEFORE UPDATE OF status ON tracked_transaction
            WHEN old.status = 'completed' AND new.status <> 'completed'
            BEGIN SELECT RAISE(ABORT, 'completed money stays so'); END;
        CREATE TRIGGER tracked_transaction_kept BEFORE DELETE ON tracked_transaction
            BEGIN SELECT RAISE(ABORT, 'what moved is kept'); END;

        -- What transactions come to.
        CREATE TABLE tracked_balance (
            owner BLOB NOT NULL, book TEXT NOT NULL, currency TEXT NOT NULL REFERENCES currency (code),
            completed INTEGER NOT NULL, pending INTEGER NOT NULL, PRIMARY KEY (owner, book, currency)
        ) STRICT, WITHOUT ROWID;
        -- What is open of somebody, and what is disputed.
        CREATE TABLE tracked_open (
            owner BLOB NOT NULL, currency TEXT NOT NULL REFERENCES currency (code),
            bets INTEGER NOT NULL CHECK (bets >= 0), stake INTEGER NOT NULL CHECK (stake >= 0),
            potential INTEGER NOT NULL CHECK (potential >= stake), disputed INTEGER NOT NULL CHECK (disputed >= 0),
            PRIMARY KEY (owner, currency)
        ) STRICT, WITHOUT ROWID;
        -- What came of bets that were settled on a UTC day. staked and returned are of what was won or lost, given_back of what
        -- was pushed or void.
        CREATE TABLE tracked_daily (
            owner BLOB NOT NULL, currency TEXT NOT NULL REFERENCES currency (code), day INTEGER NOT NULL,
            sport TEXT NOT NULL, market_type TEXT NOT NULL, book TEXT NOT NULL,
            won INTEGER NOT NULL CHECK (won >= 0), lost INTEGER NOT NULL CHECK (lost >= 0),
            half_won INTEGER NOT NULL CHECK (half_won >= 0), half_lost INTEGER NOT NULL CHECK (half_lost >= 0),
            pushed INTEGER NOT NULL CHECK (pushed >= 0), void INTEGER NOT NULL CHECK (void >= 0),
            staked INTEGER NOT NULL CHECK (staked >= 0), returned INTEGER NOT NULL CHECK (returned >= 0),
            given_back INTEGER NOT NULL CHECK (given_back >= 0),
            PRIMARY KEY (owner, currency, day, sport, market_type, book)
        ) STRICT, WITHOUT ROWID;
        -- How well somebody foresaw: by day (sport and season are empty then) and by a sport's week, in tenths of the
        -- probability, or -1 where none was said. An empty owner stands for all people together. Sums of probabilities and of
        -- squares are in whole billionths.
        CREATE TABLE tracked_score (
            owner BLOB NOT NULL, sport TEXT NOT NULL, season TEXT NOT NULL, place INTEGER NOT NULL,
            bucket INTEGER NOT NULL CHECK (bucket BETWEEN -1 AND 9), bets INTEGER NOT NULL CHECK (bets >= 0),
            closed INTEGER NOT NULL CHECK (closed BETWEEN 0 AND bets),
            beaten INTEGER NOT NULL CHECK (beaten BETWEEN 0 AND closed),
            judged INTEGER NOT NULL CHECK (judged BETWEEN 0 AND bets),
            came_true INTEGER NOT NULL CHECK (came_true BETWEEN 0 AND judged),
            held INTEGER NOT NULL CHECK (held >= 0), squares INTEGER NOT NULL CHECK (squares >= 0),
            PRIMARY KEY (owner, sport, season, place, bucket)
        ) STRICT, WITHOUT ROWID;
        """)
