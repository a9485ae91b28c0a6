import Storage

/// What raffles have beside what a draft had at first: their packages with prices, prizes, perks, and how far they have come.
let rafflesTables = Migration(
    name: "raffle-raffles",
    sql: """
        ALTER TABLE raffles ADD COLUMN number_order TEXT NOT NULL DEFAULT 'sequential'
            CHECK (number_order IN ('sequential','permuted'));
        ALTER TABLE raffles ADD COLUMN configured_tickets INTEGER NOT NULL DEFAULT 0
            CHECK (configured_tickets BETWEEN 0 AND COALESCE(max_tickets, 0));
        ALTER TABLE raffles ADD COLUMN fee_points INTEGER NOT NULL DEFAULT 0 CHECK (fee_points BETWEEN 0 AND 10000);
        ALTER TABLE raffles ADD COLUMN tax_points INTEGER NOT NULL DEFAULT 0
            CHECK (tax_points BETWEEN 0 AND 10000 - fee_points);
        ALTER TABLE raffles ADD COLUMN allows_online_sales INTEGER NOT NULL DEFAULT 1
            CHECK (allows_online_sales IN (0, 1));
        ALTER TABLE raffles ADD COLUMN distinct_winners INTEGER NOT NULL DEFAULT 0 CHECK (distinct_winners IN (0, 1));
        ALTER TABLE raffles ADD COLUMN suspension_reason TEXT
            CHECK (state <> 'suspended' OR suspension_reason IS NOT NULL);
        ALTER TABLE raffles ADD COLUMN cancellation_reason TEXT
            CHECK (state <> 'cancelled' OR cancellation_reason IS NOT NULL);
        ALTER TABLE raffles ADD COLUMN reconciliation_confirmed_at INTEGER
            CHECK (state NOT IN ('reconciled','drawing_ready','completed') OR reconciliation_confirmed_at IS NOT NULL);
        ALTER TABLE raffles ADD COLUMN reconciliation_confirmed_by BLOB
            CHECK (state NOT IN ('reconciled','drawing_ready','completed') OR reconciliation_confirmed_by IS NOT NULL);
        ALTER TABLE raffles ADD COLUMN activated_at INTEGER
            CHECK (state IN ('created','configured','cancelled') OR activated_at IS NOT NULL);
        ALTER TABLE raffles ADD COLUMN sales_closed_at INTEGER;
        ALTER TABLE raffles ADD COLUMN updated_by BLOB;
        -- What closes its sales by the clock.
        ALTER TABLE raffles ADD COLUMN close_timer INTEGER;
        CREATE INDEX raffles_times ON raffles (sales_start_time, sales_end_time);

        CREATE TABLE ticket_package (
            id BLOB PRIMARY KEY, organization_id BLOB NOT NULL REFERENCES organization (id), name TEXT NOT NULL,
            description TEXT, ticket_count INTEGER NOT NULL CHECK (ticket_count > 0),
            currency TEXT NOT NULL REFERENCES currency (code), is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
            display_order INTEGER NOT NULL CHECK (display_order >= 0),
            created_at INTEGER NOT NULL, created_by BLOB NOT NULL, updated_at INTEGER NOT NULL, updated_by BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX ticket_package_organization ON ticket_package (organization_id, id);
        -- Every price that was ever said. The one that holds is the latest of those that have begun and were not taken back.
        CREATE TABLE package_price (
            number INTEGER PRIMARY KEY, package BLOB NOT NULL REFERENCES ticket_package (id),
            price INTEGER NOT NULL CHECK (price >= 0), starts_at INTEGER NOT NULL, set_at INTEGER NOT NULL,
            set_by BLOB NOT NULL, withdrawn_at INTEGER CHECK (withdrawn_at < starts_at), CHECK (starts_at >= set_at)
        ) STRICT;
        CREATE INDEX package_price_package ON package_price (package, starts_at, number) WHERE withdrawn_at IS NULL;
        CREATE INDEX package_price_history ON package_price (package, number);
        CREATE TRIGGER package_price_stays BEFORE UPDATE ON package_price
            WHEN old.withdrawn_at IS NOT NULL OR (new.number, new.package, new.price, new.starts_at, new.set_at, new.set_by)
                IS NOT (old.number, old.package, old.price, old.starts_at, old.set_at, old.set_by)
            BEGIN SELECT RAISE(ABORT, 'a price is taken back before it holds, and never changed'); END;
        CREATE TRIGGER package_price_kept BEFORE DELETE ON package_price
            BEGIN SELECT RAISE(ABORT, 'prices are kept'); END;
        CREATE TABLE raffle_package (
            id BLOB PRIMARY KEY, raffle BLOB NOT NULL REFERENCES raffles (id),
            package BLOB NOT NULL REFERENCES ticket_package (id), is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
            display_order INTEGER NOT NULL CHECK (display_order >= 0),
            created_at INTEGER NOT NULL, created_by BLOB NOT NULL, UNIQUE (raffle, package)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX raffle_package_package ON raffle_package (package);

        CREATE TABLE prize (
            id BLOB PRIMARY KEY, raffle BLOB NOT NULL REFERENCES raffles (id), name TEXT NOT NULL, description TEXT,
            prize_type TEXT NOT NULL CHECK (prize_type IN ('fixed','percentage')), value INTEGER CHECK (value > 0),
            percentage_points INTEGER CHECK (percentage_points BETWEEN 1 AND 10000),
            guaranteed_minimum INTEGER CHECK (guaranteed_minimum > 0),
            position INTEGER NOT NULL CHECK (position > 0), winner_count INTEGER NOT NULL CHECK (winner_count > 0),
            is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
            created_at INTEGER NOT NULL, created_by BLOB NOT NULL, updated_at INTEGER NOT NULL, updated_by BLOB NOT NULL,
            CHECK ((prize_type = 'fixed') = (value IS NOT NULL)),
            CHECK ((prize_type = 'percentage') = (percentage_points IS NOT NULL)),
            CHECK (guaranteed_minimum IS NULL OR prize_type = 'percentage')
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX prize_position ON prize (raffle, position) WHERE is_active = 1;
        CREATE TRIGGER prize_fixed BEFORE UPDATE ON prize WHEN (SELECT state FROM raffles WHERE id = old.raffle)
                NOT IN ('created','configured')
            BEGIN SELECT RAISE(ABORT, 'prizes stay once their raffle is activated'); END;
        CREATE TRIGGER prize_late BEFORE INSERT ON prize WHEN (SELECT state FROM raffles WHERE id = new.raffle)
                NOT IN ('created','configured')
            BEGIN SELECT RAISE(ABORT, 'prizes stay once their raffle is activated'); END;
        CREATE TRIGGER raffle_fixed BEFORE UPDATE ON raffles
            WHEN old.state NOT IN ('created','configured') AND (new.organization_id, new.venue_id, new.currency,
                new.max_tickets, new.number_order, new.sales_start_time, new.sales_end_time, new.draw_time,
                new.jackpot_seed, new.revenue_calculation_method, new.fee_points, new.tax_points, new.allows_online_sales,
                new.distinct_winners, new.activated_at) IS NOT (old.organization_id, old.venue_id, old.currency,
                old.max_tickets, old.number_order, old.sales_start_time, old.sales_end_time, old.draw_time,
                old.jackpot_seed, old.revenue_calculation_method, old.fee_points, old.tax_points, old.allows_online_sales,
                old.distinct_winners, old.activated_at)
            BEGIN SELECT RAISE(ABORT, 'what bears on the outcome stays once a raffle is activated'); END;
        CREATE TRIGGER raffle_over BEFORE UPDATE OF state ON raffles
            WHEN old.state IN ('completed','cancelled') AND new.state <> old.state
            BEGIN SELECT RAISE(ABORT, 'what is over stays over'); END;

        CREATE TABLE perk (
            id BLOB PRIMARY KEY, raffle BLOB NOT NULL REFERENCES raffles (id), name TEXT NOT NULL, description TEXT,
            package BLOB REFERENCES ticket_package (id), stock INTEGER NOT NULL CHECK (stock >= 0),
            granted INTEGER NOT NULL CHECK (granted BETWEEN 0 AND stock),
            is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
            created_at INTEGER NOT NULL, created_by BLOB NOT NULL, updated_at INTEGER NOT NULL, updated_by BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX perk_raffle ON perk (raffle, id);
        """)
