import Storage

/// What edges lie in. What they are worth follows from price and probability; that by which they are put in order is kept
/// in whole million-millionths.
let edgeTables = Migration(
    name: "betting-edges",
    sql: """
        CREATE TABLE edge (
            number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, finder BLOB NOT NULL, is_shared INTEGER NOT NULL,
            sport TEXT NOT NULL, event_key TEXT NOT NULL, match BLOB REFERENCES matches (id), event_starts_at INTEGER,
            season TEXT, week INTEGER CHECK (week BETWEEN 0 AND 60), market_type TEXT NOT NULL, player TEXT,
            side TEXT NOT NULL, line INTEGER, book TEXT NOT NULL, quote BLOB REFERENCES quote (id),
            profit_over INTEGER NOT NULL CHECK (profit_over > 0), profit_under INTEGER NOT NULL CHECK (profit_under > 0),
            probability TEXT NOT NULL, own_probability TEXT NOT NULL, source TEXT NOT NULL,
            edge_rank INTEGER NOT NULL, value_rank INTEGER NOT NULL,
            kelly_rank INTEGER NOT NULL CHECK (kelly_rank BETWEEN 0 AND 1000000000000),
            model TEXT, strategy TEXT, context TEXT, notes TEXT,
            status TEXT NOT NULL CHECK (status IN ('active','stale','expired','used')),
            discovered_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, stale_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL CHECK (expires_at > discovered_at), used_at INTEGER, deleted_at INTEGER,
            CHECK ((used_at IS NULL) = (status <> 'used')), CHECK (used_at IS NULL OR used_at < expires_at)
        ) STRICT;
        CREATE INDEX edge_top_value ON edge (value_rank, number) WHERE status = 'active' AND deleted_at IS NULL;
        CREATE INDEX edge_top_edge ON edge (edge_rank, number) WHERE status = 'active' AND deleted_at IS NULL;
        CREATE INDEX edge_top_kelly ON edge (kelly_rank, number) WHERE status = 'active' AND deleted_at IS NULL;
        CREATE INDEX edge_sport ON edge (sport, number) WHERE deleted_at IS NULL;
        CREATE INDEX edge_event ON edge (sport, event_key, number) WHERE deleted_at IS NULL;
        CREATE INDEX edge_week ON edge (sport, season, week, number) WHERE deleted_at IS NULL AND week IS NOT NULL;
        CREATE INDEX edge_player ON edge (player, number) WHERE deleted_at IS NULL AND player IS NOT NULL;
        CREATE INDEX edge_match ON edge (match, number) WHERE deleted_at IS NULL AND match IS NOT NULL;
        CREATE INDEX edge_finder ON edge (finder, number);
        CREATE INDEX edge_due ON edge (expires_at) WHERE status IN ('active','stale');
        CREATE INDEX edge_over ON edge (expires_at) WHERE status = 'expired' AND deleted_at IS NULL;
        CREATE TRIGGER edge_ends_once BEFORE UPDATE OF status ON edge
            WHEN old.status IN ('expired','used') AND new.status <> old.status
            BEGIN SELECT RAISE(ABORT, 'an edge that has ended stays so'); END;
        CREATE TRIGGER edge_kept BEFORE DELETE ON edge
            BEGIN SELECT RAISE(ABORT, 'an edge is put away, never deleted'); END;

        -- How people want stakes to be sized, as identity told it last. It is nobody's but theirs.
        CREATE TABLE stake_sizing (user BLOB PRIMARY KEY, profile TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """)
