public import Messages
public import Runtime
import Storage
import TimeZones

extension VenueView {
    static func find(_ id: ID<Venue>, in database: Connection) throws -> VenueView? {
        try database.first(
            """
            SELECT id, jurisdiction_id, parent_venue_id, name, description, venue_identifier, capacity,
                physical_address_id, primary_contact_id, venue_permit_id, time_zone, is_active, created_at,
                created_by, updated_at, updated_by
            FROM venue WHERE id = ?
            """, id, read: read)
    }

    private static func read(_ row: borrowing Row) throws -> VenueView {
        VenueView(
            id: try row.value(0), jurisdictionID: try row.value(1), parentVenueID: try row.value(2),
            name: try row.value(3), description: try row.value(4), venueIdentifier: try row.value(5),
            capacity: try row.value(6, as: Int64?.self).map { WholeNumber<1, 10_000_000>(trusted: $0) },
            physicalAddressID: try row.value(7), primaryContactID: try row.value(8), venuePermitID: try row.value(9),
            timeZone: try row.value(10), isActive: try row.value(11), createdAt: try row.value(12),
            createdBy: try row.value(13), updatedAt: try row.value(14), updatedBy: try row.value(15))
    }

    func store(in database: Connection) throws {
        try database.run(
            """
            INSERT INTO venue (id, jurisdiction_id, parent_venue_id, name, description, venue_identifier, capacity,
                physical_address_id, primary_contact_id, venue_permit_id, time_zone, is_active, created_at,
                created_by, updated_at, updated_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET jurisdiction_id = excluded.jurisdiction_id, parent_venue_id = excluded.parent_venue_id,
                name = excluded.name, description = excluded.description,
                venue_identifier = excluded.venue_identifier, capacity = excluded.capacity,
                physical_address_id = excluded.physical_address_id,
                primary_contact_id = excluded.primary_contact_id, venue_permit_id = excluded.venue_permit_id,
                time_zone = excluded.time_zone, is_active = excluded.is_active, updated_at = excluded.updated_at,
                updated_by = excluded.updated_by
            """, id, jurisdictionID, parentVenueID, name, description, venueIdentifier, capacity?.value,
            physicalAddressID, primaryContactID, venuePermitID, timeZone, isActive, createdAt, createdBy, updatedAt,
            updatedBy)
    }
}

extension VenueView {
    static func existing(_ id: ID<Venue>, in database: Connection) throws -> VenueView {
        guard let found = try find(id, in: database) else { throw Rejection.notFound("venue") }
        return found
    }

    fileprivate func check(insteadOf former: VenueView?, _ zones: ZoneBook, in database: Connection) throws {
        if jurisdictionID != former?.jurisdictionID {
            _ = try Named.jurisdiction(jurisdictionID, at: "/jurisdiction_id", in: database)
            // Under other rules than those that it was activated by.
            if former != nil { try LiveUse.refuse(venue: id, in: database) }
        }
        if let parent = parentVenueID, parent != former?.parentVenueID {
            _ = try Named.venue(parent, at: "/parent_venue_id", in: database)
            try Tree.venues.check(id, below: parent, at: "/parent_venue_id", in: database)
        }
        if let venueIdentifier {
            let isTaken = try database.first(
                "SELECT 1 FROM venue WHERE jurisdiction_id = ? AND venue_identifier = ? AND id <> ?", jurisdictionID,
                venueIdentifier, id
            ) { _ in true }
            guard isTaken == nil else {
                throw LicensingFailure.identifierTaken.because(
                    "another venue of the jurisdiction has this identifier", at: "/venue_identifier")
            }
        }
        if let timeZone, timeZone != former?.timeZone, zones[TimeZoneName(trusted: timeZone)] == nil {
            throw LicensingFailure.unknownTimeZone.because("there is no time zone of this name", at: "/time_zone")
        }
        try checkParts(insteadOf: former, in: database)
        if !isActive, former?.isActive == true { try LiveUse.refuse(venue: id, in: database) }
    }

    private func checkParts(insteadOf former: VenueView?, in database: Connection) throws {
        if primaryContactID != former?.primaryContactID { try Named.contact(primaryContactID, in: database) }
        if physicalAddressID != former?.physicalAddressID {
            try Named.address(physicalAddressID, .physical, at: "/physical_address_id", in: database)
        }
        guard let permit = venuePermitID, permit != former?.venuePermitID else { return }
        try Named.licence(permit, isPermit: true, at: "/venue_permit_id", in: database)
        let isTaken = try database.first("SELECT 1 FROM venue WHERE venue_permit_id = ?", permit) { _ in true }
        guard isTaken == nil else {
            throw LicensingFailure.licenceTaken.because("another venue has this permit", at: "/venue_permit_id")
        }
    }
}

extension CreateVenue {
    static func run(_ request: Request, _ zones: ZoneBook, in context: CommandContext) throws -> VenueView {
        let user = try context.user().user
        let new = VenueView(
            id: context.newID(), jurisdictionID: request.jurisdictionID, parentVenueID: request.parentVenueID,
            name: request.name.text, description: request.description?.text,
            venueIdentifier: request.venueIdentifier?.text, capacity: request.capacity,
            physicalAddressID: request.physicalAddressID, primaryContactID: request.primaryContactID,
            venuePermitID: request.venuePermitID, timeZone: request.timeZone?.text, isActive: true,
            createdAt: context.now, createdBy: user, updatedAt: context.now, updatedBy: user)
        try new.check(insteadOf: nil, zones, in: context.database)
        try new.store(in: context.database)
        try ElementHistory.tell(VenueChanged(after: new), of: .venue, new.id, in: context)
        return new
    }
}

extension ChangeVenue {
    static func run(_ request: Request, _ zones: ZoneBook, in context: CommandContext) throws -> VenueView {
        let former = try VenueView.existing(request.venueID, in: context.database)
        var new = former
        new.jurisdictionID = request.jurisdictionID ?? new.jurisdictionID
        new.parentVenueID = request.parentVenueID.applied(to: new.parentVenueID)
        new.name = request.name?.text ?? new.name
        new.description = request.description.applied(to: new.description.map(Note.init(trusted:)))?.text
        new.venueIdentifier =
            request.venueIdentifier.applied(
                to: new.venueIdentifier.map(OutsideKey.init(trusted:)))?.text
        new.capacity = request.capacity.applied(to: new.capacity)
        new.physicalAddressID = request.physicalAddressID.applied(to: new.physicalAddressID)
        new.primaryContactID = request.primaryContactID.applied(to: new.primaryContactID)
        new.venuePermitID = request.venuePermitID.applied(to: new.venuePermitID)
        new.timeZone = request.timeZone.applied(to: new.timeZone.map(TimeZoneName.init(trusted:)))?.text
        new.isActive = request.isActive ?? new.isActive
        guard new != former else { return former }
        try new.check(insteadOf: former, zones, in: context.database)
        (new.updatedAt, new.updatedBy) = (context.now, try context.user().user)
        try new.store(in: context.database)
        try ElementHistory.tell(VenueChanged(before: former, after: new), of: .venue, new.id, in: context)
        return new
    }
}

extension GetVenue: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> VenueView {
        try Staff.look(in: context)
        return try VenueView.existing(request.venueID, in: context.database)
    }
}

extension ListVenues: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        try Staff.look(in: context)
        let (database, before) = (context.database, try Paging.before(request.cursor) as ID<Venue>)
        return try Listing.page(
            request.limit, of: Venue.self, { try VenueView.find($0, in: database) },
            where: { one in
                request.jurisdictionID.map { $0 == one.jurisdictionID } ?? true
                    && request.parentVenueID.map { $0 == one.parentVenueID } ?? true
                    && request.isActive.map { $0 == one.isActive } ?? true
            },
            candidates: { visit in
                if let parent = request.parentVenueID {
                    try database.each(
                        "SELECT id FROM venue WHERE parent_venue_id = ? AND id < ? ORDER BY id DESC", parent, before,
                        read: visit)
                } else if let jurisdiction = request.jurisdictionID {
                    try database.each(
                        "SELECT id FROM venue WHERE jurisdiction_id = ? AND id < ? ORDER BY id DESC", jurisdiction,
                        before, read: visit)
                } else {
                    try database.each("SELECT id FROM venue WHERE id < ? ORDER BY id DESC", before, read: visit)
                }
            })
    }
}
