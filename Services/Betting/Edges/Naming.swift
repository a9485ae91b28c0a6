import Storage

/// Names of sports, events, markets, sides, players and books are the same whatever the case of their letters A to Z: else
/// "Home" at one book would never meet "home" at another. They are shown as they were written first, a quote's book and an
/// edge's names as they were written with it. SQLite's NOCASE means the same.
enum Naming {
    static func folded(_ text: String) -> String { SportName.key(text) }

    static func same(_ one: String?, _ other: String?) -> Bool { SportName.areSame(one, other) }
}

/// Finds what is quoted and found by its names, whatever their case. Of books that were written both ways, the quote that was
/// seen last is the latest.
let quoteNameTables = Migration(
    name: "betting-quote-names",
    sql: """
        CREATE INDEX quoted_event_name ON quoted_event (sport COLLATE NOCASE, event_key COLLATE NOCASE, number);
        CREATE INDEX quoted_market_name ON quoted_market (
            event, market_type COLLATE NOCASE, player COLLATE NOCASE, outcomes, number);
        CREATE INDEX selection_name ON selection (market, side COLLATE NOCASE, number);
        DELETE FROM latest_quote WHERE EXISTS (
            SELECT 1 FROM latest_quote o
            WHERE o.selection = latest_quote.selection AND o.book = latest_quote.book COLLATE NOCASE
                AND (o.observed_at, o.quote) > (latest_quote.observed_at, latest_quote.quote));
        CREATE UNIQUE INDEX latest_quote_book ON latest_quote (selection, book COLLATE NOCASE);
        CREATE INDEX edge_event_name ON edge (sport COLLATE NOCASE, event_key COLLATE NOCASE, number)
            WHERE deleted_at IS NULL;
        CREATE INDEX edge_player_name ON edge (player COLLATE NOCASE, number)
            WHERE deleted_at IS NULL AND player IS NOT NULL;
        DROP INDEX quoted_event_sport;
        DROP INDEX edge_event;
        DROP INDEX edge_player;

        -- The limits on stakes that people have set for themselves, as identity told them last. They are nobody's but theirs.
        CREATE TABLE stake_limits (
            user BLOB PRIMARY KEY, version INTEGER NOT NULL, limits TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """)
