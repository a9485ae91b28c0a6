public import Messages
public import Storage

/// In the order in which they came; a released one never changes.
let raffleMigrations = [firstRaffleTables, licensingTables, rafflesTables, ticketTables]

private let firstRaffleTables = Migration(
    name: "raffle-1",
    sql: """
        CREATE TABLE raffles (
            id BLOB PRIMARY KEY, name TEXT NOT NULL, description TEXT, event_identifier TEXT UNIQUE,
            state TEXT NOT NULL CHECK (state IN ('created','configured','active','suspended','sales_closed',
                'reconciling','reconciled','drawing_ready','completed','cancelled')),
            currency TEXT NOT NULL, scale INTEGER NOT NULL CHECK (scale BETWEEN 0 AND 8),
            max_tickets INTEGER CHECK (max_tickets BETWEEN 1 AND 10000000),
            sales_start_time INTEGER, sales_end_time INTEGER, draw_time INTEGER,
            jackpot_seed INTEGER NOT NULL CHECK (jackpot_seed >= 0),
            revenue_calculation_method TEXT NOT NULL
                CHECK (revenue_calculation_method IN ('gross_revenue','net_revenue')),
            created_at INTEGER NOT NULL, created_by BLOB NOT NULL, updated_at INTEGER NOT NULL,
            CHECK (sales_end_time > sales_start_time), CHECK (draw_time >= sales_end_time)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX raffles_state ON raffles (state, id);
        """)

extension RaffleState: StorageValue {}
extension RevenueCalculation: StorageValue {}
