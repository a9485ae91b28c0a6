import Storage

/// What syndicates, their people and their seasons lie in. Days are numbers of days since 1970.
let syndicateTables = Migration(
    name: "betting-syndicates",
    sql: """
        CREATE TABLE syndicate (
            id BLOB PRIMARY KEY, name TEXT NOT NULL, description TEXT,
            currency TEXT NOT NULL REFERENCES currency (code), time_zone TEXT NOT NULL, founder BLOB NOT NULL,
            share_digest BLOB UNIQUE, created_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE syndicate_member (
            number INTEGER PRIMARY KEY, syndicate BLOB NOT NULL REFERENCES syndicate (id), user BLOB NOT NULL,
            role TEXT NOT NULL CHECK (role IN ('treasurer','member')), invited_at INTEGER NOT NULL,
            joined_at INTEGER, UNIQUE (syndicate, user)
        ) STRICT;
        CREATE INDEX syndicate_member_user ON syndicate_member (user, syndicate);
        CREATE INDEX syndicate_member_order ON syndicate_member (syndicate, number);

        -- user is who has this player's wallet. pays says that money moved between that wallet and a season.
        CREATE TABLE syndicate_player (
            number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, syndicate BLOB NOT NULL REFERENCES syndicate (id),
            name TEXT NOT NULL, email TEXT, user BLOB, pays INTEGER NOT NULL DEFAULT 0,
            is_active INTEGER NOT NULL DEFAULT 1, created_at INTEGER NOT NULL, UNIQUE (syndicate, user),
            CHECK (pays = 0 OR user IS NOT NULL)
        ) STRICT;
        CREATE UNIQUE INDEX syndicate_player_email ON syndicate_player (syndicate, email COLLATE NOCASE)
            WHERE email IS NOT NULL;
        CREATE INDEX syndicate_player_user ON syndicate_player (user, syndicate) WHERE user IS NOT NULL;
        CREATE INDEX syndicate_player_order ON syndicate_player (syndicate, number);
        CREATE TRIGGER syndicate_player_stays BEFORE DELETE ON syndicate_player
            BEGIN SELECT RAISE(ABORT, 'a player is never deleted'); END;

        CREATE TABLE season (
            id BLOB PRIMARY KEY, syndicate BLOB NOT NULL REFERENCES syndicate (id), name TEXT NOT NULL,
            start_day INTEGER NOT NULL, end_day INTEGER CHECK (end_day >= start_day),
            currency TEXT NOT NULL REFERENCES currency (code), weekly INTEGER NOT NULL CHECK (weekly >= 0),
            block_weeks INTEGER NOT NULL CHECK (block_weeks BETWEEN 1 AND 520),
            block_amount INTEGER NOT NULL CHECK (block_amount >= 0),
            expected_from TEXT NOT NULL CHECK (expected_from IN ('season_start','joining')), time_zone TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('draft','active','inactive')), frozen_told INTEGER,
            created_at INTEGER NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX season_name ON season (syndicate, name COLLATE NOCASE);
        CREATE UNIQUE INDEX season_active ON season (syndicate) WHERE status = 'active';
        CREATE INDEX season_order ON season (syndicate, id);
        CREATE TRIGGER season_stays BEFORE UPDATE OF id, syndicate, currency, time_zone, created_at ON season
            BEGIN SELECT RAISE(ABORT, 'where a season belongs is immutable'); END;
        CREATE TRIGGER season_kept BEFORE DELETE ON season
            BEGIN SELECT RAISE(ABORT, 'a season is never deleted'); END;

        -- left_day is the last day on which somebody was active.
        CREATE TABLE season_player (
            number INTEGER PRIMARY KEY, season BLOB NOT NULL REFERENCES season (id),
            player INTEGER NOT NULL REFERENCES syndicate_player (number), joined_day INTEGER NOT NULL,
            left_day INTEGER, UNIQUE (season, player)
        ) STRICT;
        CREATE INDEX season_player_order ON season_player (season, number);
        CREATE INDEX season_player_player ON season_player (player);

        CREATE TABLE season_week (
            number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, season BLOB NOT NULL REFERENCES season (id),
            week INTEGER NOT NULL CHECK (week >= 1), start_day INTEGER NOT NULL,
            end_day INTEGER NOT NULL CHECK (end_day >= start_day), created_at INTEGER NOT NULL, UNIQUE (season, week)
        ) STRICT;
        CREATE INDEX season_week_days ON season_week (season, start_day);
        CREATE TABLE season_assignment (
            week INTEGER NOT NULL REFERENCES season_week (number), place INTEGER NOT NULL CHECK (place IN (1, 2)),
            player INTEGER NOT NULL REFERENCES season_player (number), PRIMARY KEY (week, place), UNIQUE (week, player)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX season_assignment_player ON season_assignment (player);
        """)
