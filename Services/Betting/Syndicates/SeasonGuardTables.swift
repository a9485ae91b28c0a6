import Storage

/// What guards of seasons go by: is_out says that a player's user has left the syndicate, gained what was paid into wallets
/// above what came from them, and the days of what is booked are found without the whole ledger.
let seasonGuardTables = Migration(
    name: "betting-season-guards",
    sql: """
        ALTER TABLE syndicate_player ADD COLUMN is_out INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE season_bank ADD COLUMN gained INTEGER NOT NULL DEFAULT 0 CHECK (gained >= 0);
        UPDATE season_bank SET gained = (SELECT COALESCE(SUM(-amount), 0) FROM season_entry e
                WHERE e.season = season_bank.season AND type = 'payout' AND source = 'wallet')
            - (SELECT COALESCE(SUM(returned), 0) FROM season_contribution c WHERE c.season = season_bank.season);
        CREATE INDEX syndicate_bet_days ON syndicate_bet (season, bet_day);
        CREATE INDEX season_contribution_days ON season_entry (season, day) WHERE type = 'contribution';
        """)
