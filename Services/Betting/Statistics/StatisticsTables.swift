import Storage

/// Daily sums of what came of people's stakes, and the leaderboards that are made of them. What a released database has is
/// counted row by row, without sorting it: memory stays the same for any number of bets.
let statisticsTables = Migration(
    name: "betting-statistics-1",
    sql: """
        CREATE INDEX bet_open ON bet (user) WHERE settled_at IS NULL;

        -- What was decided of somebody on a UTC day. sport is empty for what is of none. staked and returned are of what
        -- was won or lost, given_back of what was refunded; biggest is the most that one brought on top of its stake, and
        -- firsts counts contests in which one was first. Sums end at the largest number that there is.
        CREATE TABLE results_daily (
            user BLOB NOT NULL, currency TEXT NOT NULL REFERENCES currency (code), day INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('pool_bet','contest_entry','peer_bet')), sport TEXT NOT NULL,
            won INTEGER NOT NULL CHECK (won >= 0), lost INTEGER NOT NULL CHECK (lost >= 0),
            refunded INTEGER NOT NULL CHECK (refunded >= 0), staked INTEGER NOT NULL CHECK (staked >= 0),
            returned INTEGER NOT NULL CHECK (returned >= 0), given_back INTEGER NOT NULL CHECK (given_back >= 0),
            biggest INTEGER NOT NULL CHECK (biggest >= 0), firsts INTEGER NOT NULL CHECK (firsts >= 0),
            PRIMARY KEY (user, currency, day, kind, sport)
        ) STRICT, WITHOUT ROWID;

        INSERT INTO results_daily
            SELECT user, currency, settled_at / 86400000, 'pool_bet', COALESCE(sport, ''), bet.status = 'won',
                bet.status = 'lost', bet.status IN ('refunded','cancelled'),
                IIF(bet.status IN ('won','lost'), stake, 0), IIF(bet.status IN ('won','lost'), COALESCE(payout, 0), 0),
                IIF(bet.status IN ('won','lost'), 0, stake),
                IIF(bet.status = 'won', MAX(COALESCE(payout, 0) - stake, 0), 0), 0
            FROM bet CROSS JOIN event ON event.id = bet.event WHERE settled_at IS NOT NULL ORDER BY bet.number
            ON CONFLICT DO UPDATE SET won = won + excluded.won, lost = lost + excluded.lost,
                refunded = refunded + excluded.refunded,
                staked = MIN(staked, 9223372036854775807 - excluded.staked) + excluded.staked,
                returned = MIN(returned, 9223372036854775807 - excluded.returned) + excluded.returned,
                given_back = MIN(given_back, 9223372036854775807 - excluded.given_back) + excluded.given_back,
                biggest = MAX(biggest, excluded.biggest);
        INSERT INTO results_daily
            SELECT user, currency, settled_at / 86400000, 'contest_entry', COALESCE(sport, ''),
                contest_entry.status = 'won', contest_entry.status = 'lost', contest_entry.status = 'refunded',
                IIF(contest_entry.status = 'refunded', 0, contest_entry.fee),
                IIF(contest_entry.status = 'won', COALESCE(prize, 0), 0),
                IIF(contest_entry.status = 'refunded', contest_entry.fee, 0),
                IIF(contest_entry.status = 'won', MAX(COALESCE(prize, 0) - contest_entry.fee, 0), 0),
                contest_entry.status <> 'refunded' AND winner_rank IS 1
            FROM contest_entry CROSS JOIN contest ON contest.id = contest_entry.contest
            WHERE settled_at IS NOT NULL ORDER BY contest_entry.number
            ON CONFLICT DO UPDATE SET won = won + excluded.won, lost = lost + excluded.lost,
                refunded = refunded + excluded.refunded, firsts = firsts + excluded.firsts,
                staked = MIN(staked, 9223372036854775807 - excluded.staked) + excluded.staked,
                returned = MIN(returned, 9223372036854775807 - excluded.returned) + excluded.returned,
                given_back = MIN(given_back, 9223372036854775807 - excluded.given_back) + excluded.given_back,
                biggest = MAX(biggest, excluded.biggest);
        INSERT INTO results_daily
            SELECT user, currency, settled_at / 86400000, 'peer_bet', COALESCE(sport, ''),
                ending = 'payout' AND payout > 0, ending = 'payout' AND COALESCE(payout, 0) = 0, ending = 'refund',
                IIF(ending = 'payout', stake, 0), IIF(ending = 'payout', COALESCE(payout, 0), 0),
                IIF(ending = 'payout', 0, stake), IIF(ending = 'payout', MAX(COALESCE(payout, 0) - stake, 0), 0), 0
            FROM peer_stake CROSS JOIN peer_bet ON peer_bet.id = peer_stake.bet
            WHERE settled_at IS NOT NULL AND ending IS NOT NULL ORDER BY peer_stake.number
            ON CONFLICT DO UPDATE SET won = won + excluded.won, lost = lost + excluded.lost,
                refunded = refunded + excluded.refunded,
                staked = MIN(staked, 9223372036854775807 - excluded.staked) + excluded.staked,
                returned = MIN(returned, 9223372036854775807 - excluded.returned) + excluded.returned,
                given_back = MIN(given_back, 9223372036854775807 - excluded.given_back) + excluded.given_back,
                biggest = MAX(biggest, excluded.biggest);

        -- What was counted is counted: a bet is over once, and stays as it ended.
        CREATE TRIGGER bet_result_stays BEFORE UPDATE OF status, payout, settled_at ON bet
            WHEN old.settled_at IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'the result of a bet is immutable'); END;
        CREATE TRIGGER entry_result_stays BEFORE UPDATE OF status, prize, winner_rank, settled_at ON contest_entry
            WHEN old.settled_at IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'the result of an entry is immutable'); END;
        CREATE TRIGGER peer_result_stays BEFORE UPDATE OF payout, settled_at ON peer_stake
            WHEN old.settled_at IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'the result of a stake is immutable'); END;

        -- Who said whether they want to be seen, and as whom. Who did not has no row.
        CREATE TABLE leaderboard_member (
            number INTEGER PRIMARY KEY, user BLOB NOT NULL UNIQUE, nickname TEXT COLLATE NOCASE UNIQUE,
            is_visible INTEGER NOT NULL CHECK (is_visible IN (0, 1)), changed_at INTEGER NOT NULL,
            CHECK (is_visible = 0 OR nickname IS NOT NULL)
        ) STRICT;

        -- A leaderboard, from the day on with which its period begins (0 for all of the time); sport is empty for all.
        CREATE TABLE leaderboard (
            number INTEGER PRIMARY KEY, kind TEXT NOT NULL, period TEXT NOT NULL, first_day INTEGER NOT NULL,
            currency TEXT NOT NULL REFERENCES currency (code), sport TEXT NOT NULL,
            UNIQUE (kind, period, first_day, currency, sport)
        ) STRICT;
        -- The places of those who want to be seen. minus is the value with its sign turned: the best come first.
        CREATE TABLE leaderboard_row (
            member INTEGER NOT NULL REFERENCES leaderboard_member (number),
            board INTEGER NOT NULL REFERENCES leaderboard (number), minus INTEGER NOT NULL, bets INTEGER NOT NULL,
            PRIMARY KEY (member, board)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX leaderboard_order ON leaderboard_row (board, minus, member, bets);
        -- Days of those people that are to be counted on leaderboards; a timer is set while there are any.
        CREATE TABLE leaderboard_due (
            member INTEGER NOT NULL REFERENCES leaderboard_member (number),
            currency TEXT NOT NULL, day INTEGER NOT NULL,
            PRIMARY KEY (member, currency, day)
        ) STRICT, WITHOUT ROWID;
        """)
