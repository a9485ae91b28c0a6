import Storage

/// What tickets lie in: a book for each raffle, which counts them, and a row for each ticket.
let ticketTables = Migration(
    name: "raffle-tickets",
    sql: """
        -- A raffle's tickets, counted by their states. The key is what a permuted order of numbers follows from.
        CREATE TABLE ticket_book (
            number INTEGER PRIMARY KEY, raffle BLOB NOT NULL UNIQUE REFERENCES raffles (id),
            size INTEGER NOT NULL CHECK (size BETWEEN 1 AND 1000000), key BLOB NOT NULL CHECK (length(key) = 32),
            created_at INTEGER NOT NULL, available INTEGER NOT NULL DEFAULT 0 CHECK (available >= 0),
            pending INTEGER NOT NULL DEFAULT 0 CHECK (pending >= 0),
            allocated INTEGER NOT NULL DEFAULT 0 CHECK (allocated >= 0), sold INTEGER NOT NULL DEFAULT 0 CHECK (sold >= 0),
            voided INTEGER NOT NULL DEFAULT 0 CHECK (voided >= 0), winner INTEGER NOT NULL DEFAULT 0 CHECK (winner >= 0),
            claimed INTEGER NOT NULL DEFAULT 0 CHECK (claimed >= 0),
            CHECK (available + pending + allocated + sold + voided + winner + claimed <= size)
        ) STRICT;
        CREATE TRIGGER ticket_book_stays BEFORE UPDATE OF number, raffle, size, key, created_at ON ticket_book
            BEGIN SELECT RAISE(ABORT, 'a book of tickets is immutable but for its counts'); END;
        -- A ticket's id is that of its raffle with the place in its last four bytes, so that it needs no column: no two
        -- raffles may have the rest of their ids in common.
        CREATE UNIQUE INDEX raffles_prefix ON raffles (substr(id, 1, 12));

        CREATE TABLE ticket_range (
            number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, book INTEGER NOT NULL REFERENCES ticket_book (number),
            kind TEXT NOT NULL CHECK (kind IN ('unit','online','reserve')), unit BLOB,
            start_number INTEGER NOT NULL CHECK (start_number >= 1), end_number INTEGER NOT NULL,
            tickets_sold INTEGER NOT NULL DEFAULT 0 CHECK (tickets_sold >= 0),
            tickets_voided INTEGER NOT NULL DEFAULT 0 CHECK (tickets_voided >= 0),
            allocated_at INTEGER NOT NULL, allocated_by BLOB NOT NULL, deallocated_at INTEGER, deallocated_by BLOB,
            is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)), CHECK (end_number >= start_number),
            CHECK (tickets_sold + tickets_voided <= end_number - start_number + 1),
            CHECK ((is_active = 0) = (deallocated_at IS NOT NULL)), CHECK ((deallocated_at IS NULL) = (deallocated_by IS NULL)),
            CHECK ((kind = 'unit') = (unit IS NOT NULL))
        ) STRICT;
        CREATE INDEX ticket_range_book ON ticket_range (book, number);
        CREATE UNIQUE INDEX ticket_range_same ON ticket_range (book, start_number, end_number) WHERE is_active = 1;
        CREATE INDEX ticket_range_unit ON ticket_range (unit, number) WHERE unit IS NOT NULL;
        CREATE TRIGGER ticket_range_apart BEFORE INSERT ON ticket_range WHEN EXISTS (
                SELECT 1 FROM ticket_range r WHERE r.book = new.book AND r.is_active = 1
                    AND r.start_number <= new.end_number AND r.end_number >= new.start_number)
            BEGIN SELECT RAISE(ABORT, 'active ranges never overlap'); END;
        CREATE TRIGGER ticket_range_stays
            BEFORE UPDATE OF number, id, book, kind, unit, start_number, end_number, allocated_at, allocated_by ON ticket_range
            BEGIN SELECT RAISE(ABORT, 'a range is immutable but for its counts and its end'); END;
        CREATE TRIGGER ticket_range_ends_once BEFORE UPDATE OF is_active ON ticket_range
            WHEN old.is_active = 0 AND new.is_active = 1
            BEGIN SELECT RAISE(ABORT, 'a range that was given back is over'); END;

        CREATE TABLE ticket (
            book INTEGER NOT NULL REFERENCES ticket_book (number), place INTEGER NOT NULL, draw_number INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (
                state IN ('available','pending','allocated','sold','voided','winner','claimed')),
            range INTEGER REFERENCES ticket_range (number), order_id BLOB, sold_at INTEGER, sold_by BLOB,
            voided_at INTEGER, voided_by BLOB, voided_reason TEXT, updated_at INTEGER, PRIMARY KEY (book, place),
            CHECK (state NOT IN ('sold','winner','claimed') OR (order_id IS NOT NULL AND sold_at IS NOT NULL)),
            CHECK (state <> 'pending' OR order_id IS NOT NULL), CHECK (state <> 'allocated' OR range IS NOT NULL),
            CHECK (state NOT IN ('available','allocated') OR order_id IS NULL),
            CHECK ((state = 'voided') = (voided_at IS NOT NULL)),
            CHECK (state <> 'voided' OR (voided_by IS NOT NULL AND voided_reason IS NOT NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX ticket_number ON ticket (book, draw_number);
        CREATE INDEX ticket_open ON ticket (book, place) WHERE state = 'available';
        CREATE INDEX ticket_other ON ticket (book, state, place) WHERE state <> 'available';
        CREATE INDEX ticket_order ON ticket (order_id, book, place) WHERE order_id IS NOT NULL;
        CREATE TRIGGER ticket_stays BEFORE UPDATE OF book, place, draw_number ON ticket
            BEGIN SELECT RAISE(ABORT, 'a ticket keeps its number'); END;
        CREATE TRIGGER ticket_void_stays BEFORE UPDATE ON ticket WHEN old.state = 'voided'
            BEGIN SELECT RAISE(ABORT, 'what is void stays so'); END;
        CREATE TRIGGER ticket_kept BEFORE DELETE ON ticket
            BEGIN SELECT RAISE(ABORT, 'a ticket is voided, never deleted'); END;
        """)
