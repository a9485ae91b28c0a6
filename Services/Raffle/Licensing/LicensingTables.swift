import Storage

/// The world that raffles are licensed in. Nothing in it is ever deleted: it is switched off.
let licensingTables = Migration(
    name: "raffle-licensing",
    sql: """
        CREATE TABLE currency (
            code TEXT PRIMARY KEY, scale INTEGER NOT NULL CHECK (scale BETWEEN 0 AND 8)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE user_reference (id BLOB PRIMARY KEY, last_sync_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        -- What people may do in organizations, as identity told; roles are separated by spaces.
        CREATE TABLE organization_person (
            organization_id BLOB NOT NULL, user_id BLOB NOT NULL, roles TEXT NOT NULL CHECK (roles <> ''),
            since INTEGER NOT NULL, PRIMARY KEY (organization_id, user_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX organization_person_user ON organization_person (user_id);

        -- Which events are about what.
        CREATE TABLE element_change (
            element_type TEXT NOT NULL, element_id BLOB NOT NULL, sequence INTEGER NOT NULL,
            PRIMARY KEY (element_type, element_id, sequence)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE contact (
            id BLOB PRIMARY KEY, contact_type TEXT NOT NULL CHECK (contact_type IN ('primary','regulatory','emergency')),
            name TEXT, email TEXT, phone TEXT, is_erased INTEGER NOT NULL CHECK (is_erased IN (0, 1)),
            created_at INTEGER NOT NULL, created_by BLOB NOT NULL, updated_at INTEGER NOT NULL, updated_by BLOB NOT NULL,
            CHECK ((name IS NULL) = is_erased), CHECK (is_erased = 0 OR (email IS NULL AND phone IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX contact_type ON contact (contact_type, id);
        CREATE TABLE address (
            id BLOB PRIMARY KEY, address_type TEXT NOT NULL CHECK (address_type IN ('physical','mailing')),
            street_line_1 TEXT NOT NULL, street_line_2 TEXT, city TEXT NOT NULL, state_province TEXT NOT NULL,
            postal_code TEXT NOT NULL, country TEXT NOT NULL CHECK (length(country) = 2),
            created_at INTEGER NOT NULL, created_by BLOB NOT NULL, updated_at INTEGER NOT NULL, updated_by BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX address_type ON address (address_type, id);
        CREATE TABLE licence (
            id BLOB PRIMARY KEY, license_type TEXT NOT NULL, license_number TEXT NOT NULL,
            issuing_authority TEXT NOT NULL, issue_date INTEGER NOT NULL,
            expiry_date INTEGER CHECK (expiry_date > issue_date),
            status TEXT NOT NULL CHECK (status IN ('active','suspended','expired','revoked')),
            created_at INTEGER NOT NULL, created_by BLOB NOT NULL, updated_at INTEGER NOT NULL, updated_by BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX licence_type ON licence (license_type, id);
        CREATE INDEX licence_status ON licence (status, id);
        CREATE TRIGGER licence_over BEFORE UPDATE OF status ON licence
            WHEN old.status IN ('expired','revoked') AND new.status <> old.status
            BEGIN SELECT RAISE(ABORT, 'what is expired or revoked stays so'); END;

        CREATE TABLE jurisdiction (
            id BLOB PRIMARY KEY, name TEXT NOT NULL, code TEXT NOT NULL COLLATE NOCASE UNIQUE,
            type TEXT NOT NULL CHECK (type IN ('state','province','country','local')),
            country TEXT NOT NULL CHECK (length(country) = 2),
            parent_jurisdiction_id BLOB REFERENCES jurisdiction (id) CHECK (parent_jurisdiction_id <> id),
            primary_contact_id BLOB REFERENCES contact (id),
            current_regulations_id BLOB REFERENCES regulations (id),
            is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
            created_at INTEGER NOT NULL, created_by BLOB NOT NULL, updated_at INTEGER NOT NULL, updated_by BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX jurisdiction_parent ON jurisdiction (parent_jurisdiction_id, id);
        CREATE INDEX jurisdiction_active ON jurisdiction (is_active, id);
        -- Limits are in smallest units of the currency; no currency where there are none.
        CREATE TABLE regulations (
            id BLOB PRIMARY KEY, jurisdiction_id BLOB NOT NULL REFERENCES jurisdiction (id), version INTEGER NOT NULL,
            currency TEXT REFERENCES currency (code), max_prize_value INTEGER CHECK (max_prize_value > 0),
            max_ticket_price INTEGER CHECK (max_ticket_price > 0),
            max_event_duration_hours INTEGER CHECK (max_event_duration_hours > 0),
            data_retention_years INTEGER NOT NULL CHECK (data_retention_years BETWEEN 1 AND 100),
            allows_online_sales INTEGER NOT NULL CHECK (allows_online_sales IN (0, 1)),
            allows_random_number_generator INTEGER NOT NULL CHECK (allows_random_number_generator IN (0, 1)),
            requires_licences INTEGER NOT NULL CHECK (requires_licences IN (0, 1)),
            claim_period_days INTEGER CHECK (claim_period_days > 0),
            created_at INTEGER NOT NULL, created_by BLOB NOT NULL, UNIQUE (jurisdiction_id, version),
            CHECK ((currency IS NULL) = (max_prize_value IS NULL AND max_ticket_price IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER regulations_stay BEFORE UPDATE ON regulations
            BEGIN SELECT RAISE(ABORT, 'a version of regulations is immutable'); END;

        CREATE TABLE venue (
            id BLOB PRIMARY KEY, jurisdiction_id BLOB NOT NULL REFERENCES jurisdiction (id),
            parent_venue_id BLOB REFERENCES venue (id) CHECK (parent_venue_id <> id), name TEXT NOT NULL,
            description TEXT, venue_identifier TEXT, capacity INTEGER CHECK (capacity > 0),
            physical_address_id BLOB REFERENCES address (id), primary_contact_id BLOB REFERENCES contact (id),
            venue_permit_id BLOB UNIQUE REFERENCES licence (id), time_zone TEXT,
            is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
            created_at INTEGER NOT NULL, created_by BLOB NOT NULL, updated_at INTEGER NOT NULL, updated_by BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX venue_jurisdiction ON venue (jurisdiction_id, id);
        CREATE UNIQUE INDEX venue_identifier ON venue (jurisdiction_id, venue_identifier)
            WHERE venue_identifier IS NOT NULL;
        CREATE INDEX venue_parent ON venue (parent_venue_id, id);
        CREATE INDEX venue_active ON venue (is_active, id);

        CREATE TABLE organization (
            id BLOB PRIMARY KEY, primary_venue_id BLOB REFERENCES venue (id), name TEXT NOT NULL, description TEXT,
            organization_type TEXT NOT NULL CHECK (organization_type IN ('nonprofit','charity','club')),
            tax_id_number TEXT, mailing_address_id BLOB REFERENCES address (id),
            primary_contact_id BLOB REFERENCES contact (id), gaming_license_id BLOB UNIQUE REFERENCES licence (id),
            current_settings_id BLOB REFERENCES organization_settings (id),
            is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
            created_at INTEGER NOT NULL, created_by BLOB NOT NULL, updated_at INTEGER NOT NULL, updated_by BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX organization_primary_venue ON organization (primary_venue_id);
        CREATE INDEX organization_type ON organization (organization_type, id);
        CREATE INDEX organization_active ON organization (is_active, id);
        CREATE INDEX organization_tax_id ON organization (tax_id_number, id);
        CREATE TABLE organization_settings (
            id BLOB PRIMARY KEY, organization_id BLOB NOT NULL REFERENCES organization (id), version INTEGER NOT NULL,
            default_revenue_calculation_method TEXT NOT NULL
                CHECK (default_revenue_calculation_method IN ('gross_revenue','net_revenue')),
            allows_online_ticket_sales INTEGER NOT NULL CHECK (allows_online_ticket_sales IN (0, 1)),
            max_event_duration_hours INTEGER CHECK (max_event_duration_hours > 0),
            max_concurrent_events INTEGER NOT NULL CHECK (max_concurrent_events > 0),
            currency TEXT REFERENCES currency (code), max_prize_value INTEGER CHECK (max_prize_value > 0),
            max_ticket_price INTEGER CHECK (max_ticket_price > 0),
            created_at INTEGER NOT NULL, created_by BLOB NOT NULL, UNIQUE (organization_id, version),
            CHECK ((currency IS NULL) = (max_prize_value IS NULL AND max_ticket_price IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER organization_settings_stay BEFORE UPDATE ON organization_settings
            BEGIN SELECT RAISE(ABORT, 'a version of settings is immutable'); END;
        CREATE TABLE organization_venue (
            id BLOB PRIMARY KEY, organization_id BLOB NOT NULL REFERENCES organization (id),
            venue_id BLOB NOT NULL REFERENCES venue (id),
            relationship_type TEXT NOT NULL CHECK (relationship_type IN ('primary','authorized')),
            authorized_date INTEGER NOT NULL, authorized_by BLOB NOT NULL,
            is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
            created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, updated_by BLOB NOT NULL,
            UNIQUE (organization_id, venue_id), CHECK (is_active = 1 OR relationship_type = 'authorized')
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX organization_venue_venue ON organization_venue (venue_id);
        CREATE INDEX organization_venue_active ON organization_venue (is_active);
        CREATE UNIQUE INDEX organization_venue_primary ON organization_venue (organization_id)
            WHERE relationship_type = 'primary';

        CREATE TABLE entity_attribute (
            entity_type TEXT NOT NULL CHECK (entity_type IN ('jurisdiction','venue','organization')),
            entity_id BLOB NOT NULL, attribute_name TEXT NOT NULL, attribute_value TEXT,
            data_type TEXT NOT NULL CHECK (data_type IN ('string','number','boolean','json')),
            is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
            created_at INTEGER NOT NULL, created_by BLOB NOT NULL, updated_at INTEGER NOT NULL, updated_by BLOB NOT NULL,
            PRIMARY KEY (entity_type, entity_id, attribute_name)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX entity_attribute_name ON entity_attribute (attribute_name);

        -- Whose raffle it is, and where it is held. Drafts from before there were organizations have neither.
        ALTER TABLE raffles ADD COLUMN organization_id BLOB REFERENCES organization (id);
        ALTER TABLE raffles ADD COLUMN venue_id BLOB REFERENCES venue (id);
        CREATE INDEX raffles_organization ON raffles (organization_id, state, id);
        CREATE INDEX raffles_venue ON raffles (venue_id, state);
        """)
