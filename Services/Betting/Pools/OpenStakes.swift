import Storage

/// What projected dividends need of events whose house keeps what rounding leaves of each payout.
let openStakesTable = Migration(
    name: "betting-open-stakes",
    sql: """
        CREATE TABLE open_stakes (
            play BLOB NOT NULL REFERENCES play (id), stake INTEGER NOT NULL CHECK (stake > 0),
            bets INTEGER NOT NULL CHECK (bets >= 0), PRIMARY KEY (play, stake)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO open_stakes
            SELECT play, stake, COUNT(*) FROM pool_policy CROSS JOIN bet ON bet.event = pool_policy.event
            CROSS JOIN play ON play.id = bet.play
            WHERE breakage = 'house' AND state = 'playing' AND status NOT IN ('reserved','cancelling','cancelled')
            GROUP BY play, stake;
        """)
