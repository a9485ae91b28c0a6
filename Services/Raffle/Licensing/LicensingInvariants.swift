import Messages
import Storage

/// What must hold of the licensing world at every commit.
enum LicensingInvariants {
    static func violations(in database: Connection) throws -> [String] {
        try wrongVersions(in: database) + wrongPrimaries(in: database) + wrongTrees(in: database)
            + wrongLicences(in: database) + strayChanges(in: database)
    }

    /// What is in force is the latest version, and versions are counted without a gap.
    private static func wrongVersions(in database: Connection) throws -> [String] {
        try database.rows(
            """
            SELECT 'jurisdiction ' || code FROM jurisdiction j WHERE current_regulations_id IS NOT
                (SELECT id FROM regulations WHERE jurisdiction_id = j.id ORDER BY version DESC LIMIT 1)
                OR (SELECT COALESCE(MAX(version), 0) <> COUNT(*) FROM regulations WHERE jurisdiction_id = j.id)
            UNION ALL SELECT 'organization ' || hex(id) FROM organization o WHERE current_settings_id IS NOT
                (SELECT id FROM organization_settings WHERE organization_id = o.id ORDER BY version DESC LIMIT 1)
                OR (SELECT COALESCE(MAX(version), 0) <> COUNT(*) FROM organization_settings WHERE organization_id = o.id)
            """
        ) { "\(try $0.value(0, as: String.self)) is not ruled by its latest version" }
    }

    private static func wrongPrimaries(in database: Connection) throws -> [String] {
        try database.rows(
            """
            SELECT id FROM organization o WHERE primary_venue_id IS NOT (SELECT venue_id FROM organization_venue
                WHERE organization_id = o.id AND relationship_type = 'primary' AND is_active = 1)
            """
        ) { "the primary venue of organization \(try $0.value(0, as: ID<Organization>.self)) is not one of its own" }
    }

    private static func wrongTrees(in database: Connection) throws -> [String] {
        let jurisdictions: [ID<Jurisdiction>] = try database.rows(
            "SELECT id FROM jurisdiction WHERE parent_jurisdiction_id IS NOT NULL LIMIT 2000"
        ) { try $0.value(0) }
        let venues: [ID<Venue>] = try database.rows(
            "SELECT id FROM venue WHERE parent_venue_id IS NOT NULL LIMIT 2000"
        ) { try $0.value(0) }
        return try jurisdictions.filter { try Tree.jurisdictions.line(from: $0, in: database).count > Tree.depth }
            .map { "jurisdiction \($0) stands too deep, or above itself" }
            + venues.filter { try Tree.venues.line(from: $0, in: database).count > Tree.depth }
            .map { "venue \($0) stands too deep, or above itself" }
    }

    private static func wrongLicences(in database: Connection) throws -> [String] {
        try database.rows(
            """
            SELECT l.id FROM licence l JOIN venue ON venue_permit_id = l.id WHERE license_type <> 'venue_permit'
            UNION ALL SELECT l.id FROM licence l JOIN organization ON gaming_license_id = l.id
                WHERE license_type = 'venue_permit'
            """
        ) { "licence \(try $0.value(0, as: ID<Licence>.self)) is used for what it is not good for" }
    }

    /// Every change is found by an event that there is.
    private static func strayChanges(in database: Connection) throws -> [String] {
        try database.rows(
            """
            SELECT element_type, sequence FROM element_change WHERE sequence NOT IN (SELECT sequence FROM runtime_events)
            LIMIT 3
            """
        ) {
            "a change of a \(try $0.value(0, as: String.self)) names event \(try $0.value(1, as: Int64.self)), which is none"
        }
    }
}
