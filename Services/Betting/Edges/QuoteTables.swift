import Storage

/// What quotes lie in. Prices are exact fractions, profit_over / profit_under for each unit staked; lines are whole
/// thousandths.
let quoteTables = Migration(
    name: "betting-quotes",
    sql: """
        CREATE TABLE quoted_event (
            number INTEGER PRIMARY KEY, sport TEXT NOT NULL, event_key TEXT NOT NULL, UNIQUE (sport, event_key)
        ) STRICT;
        -- outcomes is 0 where nobody has said how many there are: another number is another market, so that nobody's word
        -- spoils what others have said.
        CREATE TABLE quoted_market (
            number INTEGER PRIMARY KEY, event INTEGER NOT NULL REFERENCES quoted_event (number),
            market_type TEXT NOT NULL, player TEXT NOT NULL,
            outcomes INTEGER NOT NULL CHECK (outcomes = 0 OR outcomes BETWEEN 2 AND 50),
            UNIQUE (event, market_type, player, outcomes)
        ) STRICT;
        CREATE INDEX quoted_market_event ON quoted_market (event, number);
        CREATE TABLE selection (
            number INTEGER PRIMARY KEY, market INTEGER NOT NULL REFERENCES quoted_market (number), side TEXT NOT NULL,
            UNIQUE (market, side)
        ) STRICT;

        -- Odds seen at a book, in the order in which they were taken in; observed_at may be earlier.
        CREATE TABLE quote (
            number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, event INTEGER NOT NULL REFERENCES quoted_event (number),
            selection INTEGER NOT NULL REFERENCES selection (number), book TEXT NOT NULL, line INTEGER,
            profit_over INTEGER NOT NULL CHECK (profit_over > 0), profit_under INTEGER NOT NULL CHECK (profit_under > 0),
            observed_at INTEGER NOT NULL, recorded_at INTEGER NOT NULL, recorded_by BLOB NOT NULL
        ) STRICT;
        CREATE INDEX quote_event ON quote (event, number);
        CREATE TRIGGER quote_stays BEFORE UPDATE ON quote
            BEGIN SELECT RAISE(ABORT, 'a quote is what was seen, and stays'); END;
        CREATE TRIGGER quote_kept BEFORE DELETE ON quote
            BEGIN SELECT RAISE(ABORT, 'a quote is never deleted'); END;

        -- Of each side and book the quote that was seen last.
        CREATE TABLE latest_quote (
            selection INTEGER NOT NULL REFERENCES selection (number), book TEXT NOT NULL,
            quote INTEGER NOT NULL REFERENCES quote (number), observed_at INTEGER NOT NULL,
            PRIMARY KEY (selection, book)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX latest_quote_fresh ON latest_quote (selection, observed_at);
        CREATE VIEW seen_quote AS
            SELECT q.number, q.id, e.sport, e.event_key, m.market_type, m.player, m.outcomes, s.side, q.line, q.book,
                q.profit_over, q.profit_under, q.observed_at, q.recorded_at, m.number AS market, q.event, q.selection
            FROM quote q JOIN selection s ON s.number = q.selection JOIN quoted_market m ON m.number = s.market
                JOIN quoted_event e ON e.number = m.event;

        CREATE TABLE steam_move (
            number INTEGER PRIMARY KEY, event INTEGER NOT NULL REFERENCES quoted_event (number),
            quote INTEGER NOT NULL UNIQUE REFERENCES quote (number), before INTEGER NOT NULL REFERENCES quote (number),
            points INTEGER NOT NULL, line_moved INTEGER NOT NULL, CHECK (abs(points) >= 20 OR abs(line_moved) >= 500)
        ) STRICT;
        CREATE INDEX steam_move_event ON steam_move (event, number);

        -- margin is what is sure of 10^12 staked. It ends when a quote of it is followed by another, or is stale.
        CREATE TABLE arbitrage (
            number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, event INTEGER NOT NULL REFERENCES quoted_event (number),
            market INTEGER NOT NULL REFERENCES quoted_market (number), margin INTEGER NOT NULL CHECK (margin > 0),
            found_at INTEGER NOT NULL, stale_at INTEGER NOT NULL, ended_at INTEGER
        ) STRICT;
        CREATE INDEX arbitrage_market ON arbitrage (market) WHERE ended_at IS NULL;
        CREATE INDEX arbitrage_event ON arbitrage (event, number) WHERE ended_at IS NULL;
        CREATE INDEX arbitrage_open ON arbitrage (ended_at, number);
        CREATE TABLE arbitrage_leg (
            arbitrage INTEGER NOT NULL REFERENCES arbitrage (number), quote INTEGER NOT NULL REFERENCES quote (number),
            PRIMARY KEY (arbitrage, quote)
        ) STRICT, WITHOUT ROWID;
        """)
