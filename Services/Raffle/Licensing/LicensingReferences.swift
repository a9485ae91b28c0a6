import Messages
import Runtime
import Storage

/// What elements of the licensing world name of one another: it must exist, and be on where it is newly named.
enum Named {
    static func jurisdiction(
        _ id: ID<Jurisdiction>, at pointer: String, in database: Connection
    ) throws -> JurisdictionView {
        guard let found = try JurisdictionView.find(id, in: database) else {
            throw LicensingFailure.unknownJurisdiction.because("there is no such jurisdiction", at: pointer)
        }
        guard found.isActive else {
            throw LicensingFailure.switchedOff.because(
                "\(found.code) is switched off; expected one that is on", at: pointer)
        }
        return found
    }

    static func venue(_ id: ID<Venue>, at pointer: String, in database: Connection) throws -> VenueView {
        guard let found = try VenueView.find(id, in: database) else {
            throw LicensingFailure.unknownVenue.because("there is no such venue", at: pointer)
        }
        guard found.isActive else {
            throw LicensingFailure.switchedOff.because(
                "this venue is switched off; expected one that is on", at: pointer)
        }
        return found
    }

    static func contact(
        _ id: ID<LicensingContact>?, at pointer: String = "/primary_contact_id", in database: Connection
    ) throws {
        guard let id else { return }
        guard let found = try ContactView.find(id, in: database), !found.isErased else {
            throw LicensingFailure.unknownContact.because("there is no such contact", at: pointer)
        }
    }

    static func address(
        _ id: ID<Address>?, _ kind: AddressKind, at pointer: String, in database: Connection
    ) throws {
        guard let id else { return }
        guard let found = try AddressView.find(id, in: database) else {
            throw LicensingFailure.unknownAddress.because("there is no such address", at: pointer)
        }
        guard found.addressType == kind else {
            throw LicensingFailure.wrongAddressType.because(
                "this address is \(found.addressType.rawValue); expected a \(kind.rawValue) one", at: pointer)
        }
    }

    static let permit = "venue_permit"

    /// - Parameter isPermit: whether it licenses a venue.
    static func licence(
        _ id: ID<Licence>?, isPermit: Bool, at pointer: String, in database: Connection
    ) throws {
        guard let id else { return }
        guard let found = try LicenceView.find(id, in: database) else {
            throw LicensingFailure.unknownLicence.because("there is no such licence", at: pointer)
        }
        guard (found.licenseType == permit) == isPermit else {
            let expected = isPermit ? permit : "one that is no \(permit)"
            throw LicensingFailure.wrongLicenceType.because(
                "this licence is of type \(found.licenseType); expected \(expected)", at: pointer)
        }
    }

    static func refuseUnknown(_ isUnknown: Bool, at pointer: String) throws {
        guard !isUnknown else {
            throw LicensingFailure.unknownKind.because(
                "there is no such kind; expected one that the schema names", at: pointer)
        }
    }
}

/// Trees of jurisdictions and of venues: no element stands above itself, and none is deeper than a bound, so that going up is
/// cheap wherever a rule is looked for.
struct Tree {
    static let depth = 8
    /// Ids from an element up to its root, itself first; ids and depths from it down.
    let up: StaticString
    let down: StaticString

    static let jurisdictions = Tree(
        up: """
            WITH RECURSIVE line (id, level) AS (SELECT ?1, 1 UNION ALL
                SELECT parent_jurisdiction_id, level + 1 FROM jurisdiction JOIN line USING (id)
                WHERE parent_jurisdiction_id IS NOT NULL AND level < 20)
            SELECT id FROM line ORDER BY level
            """,
        down: """
            WITH RECURSIVE line (id, level) AS (SELECT ?1, 1 UNION ALL
                SELECT j.id, level + 1 FROM jurisdiction j JOIN line ON j.parent_jurisdiction_id = line.id
                WHERE level < 20)
            SELECT MAX(level) FROM line
            """)
    static let venues = Tree(
        up: """
            WITH RECURSIVE line (id, level) AS (SELECT ?1, 1 UNION ALL
                SELECT parent_venue_id, level + 1 FROM venue JOIN line USING (id)
                WHERE parent_venue_id IS NOT NULL AND level < 20)
            SELECT id FROM line ORDER BY level
            """,
        down: """
            WITH RECURSIVE line (id, level) AS (SELECT ?1, 1 UNION ALL
                SELECT v.id, level + 1 FROM venue v JOIN line ON v.parent_venue_id = line.id WHERE level < 20)
            SELECT MAX(level) FROM line
            """)

    func line<Entity>(from id: ID<Entity>, in database: Connection) throws -> [ID<Entity>] {
        try database.rows(up, id) { try $0.value(0) }
    }

    /// Whether an element may stand below another.
    func check<Entity>(_ id: ID<Entity>, below parent: ID<Entity>, at pointer: String, in database: Connection) throws {
        let line = try line(from: parent, in: database)
        guard !line.contains(id) else {
            throw LicensingFailure.cyclicHierarchy.because(
                "this would stand above itself; expected another parent", at: pointer)
        }
        let height = try database.first(down, id) { try $0.value(0, as: Int.self) } ?? 1
        guard line.count + height <= Tree.depth else {
            throw LicensingFailure.hierarchyTooDeep.because("expected at most \(Tree.depth) levels", at: pointer)
        }
    }
}

/// What live raffles rely on is not switched off under them.
enum LiveUse {
    static func refuse(venue: ID<Venue>, in database: Connection) throws {
        try refuse(
            database.first(
                """
                WITH RECURSIVE part (id, level) AS (SELECT ?1, 1 UNION ALL
                    SELECT v.id, level + 1 FROM venue v JOIN part ON v.parent_venue_id = part.id WHERE level < 20)
                SELECT 1 FROM raffles WHERE venue_id IN (SELECT id FROM part) AND state IN
                    ('active','suspended','sales_closed','reconciling','reconciled','drawing_ready') LIMIT 1
                """, venue
            ) { _ in true })
    }

    static func refuse(organization: ID<Organization>, in database: Connection) throws {
        try refuse(
            database.first(
                """
                SELECT 1 FROM raffles WHERE organization_id = ?1 AND state IN
                    ('active','suspended','sales_closed','reconciling','reconciled','drawing_ready') LIMIT 1
                """, organization
            ) { _ in true })
    }

    static func refuse(jurisdiction: ID<Jurisdiction>, in database: Connection) throws {
        try refuse(
            database.first(
                """
                WITH RECURSIVE part (id, level) AS (SELECT ?1, 1 UNION ALL
                    SELECT j.id, level + 1 FROM jurisdiction j JOIN part ON j.parent_jurisdiction_id = part.id
                    WHERE level < 20)
                SELECT 1 FROM raffles r JOIN venue v ON v.id = r.venue_id
                WHERE v.jurisdiction_id IN (SELECT id FROM part) AND r.state IN
                    ('active','suspended','sales_closed','reconciling','reconciled','drawing_ready') LIMIT 1
                """, jurisdiction
            ) { _ in true })
    }

    static func refuse(_ organization: ID<Organization>, at venue: ID<Venue>, in database: Connection) throws {
        try refuse(
            database.first(
                """
                SELECT 1 FROM raffles WHERE organization_id = ?1 AND venue_id = ?2 AND state IN
                    ('active','suspended','sales_closed','reconciling','reconciled','drawing_ready') LIMIT 1
                """, organization, venue
            ) { _ in true })
    }

    private static func refuse(_ found: Bool?) throws {
        guard found == nil else {
            throw LicensingFailure.inUse.because(
                "a live raffle relies on this; expected that no raffle between its activation and its draw does")
        }
    }
}
