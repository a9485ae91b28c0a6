public import Messages
public import Runtime
import Storage

extension OrganizationVenueView {
    static func find(_ id: ID<OrganizationVenue>, in database: Connection) throws -> OrganizationVenueView? {
        try database.first(
            """
            SELECT id, organization_id, venue_id, relationship_type, authorized_date, authorized_by, is_active,
                created_at, updated_at, updated_by
            FROM organization_venue WHERE id = ?
            """, id, read: read)
    }

    private static func read(_ row: borrowing Row) throws -> OrganizationVenueView {
        OrganizationVenueView(
            id: try row.value(0), organizationID: try row.value(1), venueID: try row.value(2),
            relationshipType: try row.value(3), authorizedDate: try row.value(4), authorizedBy: try row.value(5),
            isActive: try row.value(6), createdAt: try row.value(7), updatedAt: try row.value(8),
            updatedBy: try row.value(9))
    }

    func store(in database: Connection) throws {
        try database.run(
            """
            INSERT INTO organization_venue (id, organization_id, venue_id, relationship_type, authorized_date, authorized_by, is_active,
                created_at, updated_at, updated_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET relationship_type = excluded.relationship_type, authorized_date = excluded.authorized_date,
                authorized_by = excluded.authorized_by, is_active = excluded.is_active,
                updated_at = excluded.updated_at, updated_by = excluded.updated_by
            """, id, organizationID, venueID, relationshipType, authorizedDate, authorizedBy, isActive, createdAt,
            updatedAt, updatedBy)
    }
}

extension OrganizationVenueView {
    static func find(
        _ organization: ID<Organization>, _ venue: ID<Venue>, in database: Connection
    ) throws -> OrganizationVenueView? {
        let id: ID<OrganizationVenue>? = try database.first(
            "SELECT id FROM organization_venue WHERE organization_id = ? AND venue_id = ?", organization, venue
        ) { try $0.value(0) }
        return try id.flatMap { try find($0, in: database) }
    }
}

/// For which venues organizations are authorized. That one of them is the primary one stands with the organization too.
enum Authorizations {
    /// - Parameter since: when it was authorized; nil leaves that as it is.
    @discardableResult
    static func set(
        _ venue: ID<Venue>, of organization: ID<Organization>, _ kind: VenueRelation, since: Timestamp?,
        in context: CommandContext
    ) throws -> OrganizationVenueView {
        let user = try context.user().user
        let former = try OrganizationVenueView.find(organization, venue, in: context.database)
        var new =
            former
            ?? OrganizationVenueView(
                id: context.newID(), organizationID: organization, venueID: venue, relationshipType: kind,
                authorizedDate: since ?? context.now, authorizedBy: user, isActive: true, createdAt: context.now,
                updatedAt: context.now, updatedBy: user)
        if let since { (new.authorizedDate, new.authorizedBy) = (since, user) }
        (new.relationshipType, new.isActive) = (kind, true)
        return try keep(new, insteadOf: former, in: context)
    }

    /// The primary venue, where there is one, becomes one among the others.
    static func demote(of organization: ID<Organization>, in context: CommandContext) throws {
        let id: ID<OrganizationVenue>? = try context.database.first(
            "SELECT id FROM organization_venue WHERE organization_id = ? AND relationship_type = 'primary'",
            organization
        ) { try $0.value(0) }
        guard let former = try id.flatMap({ try OrganizationVenueView.find($0, in: context.database) }) else { return }
        var new = former
        new.relationshipType = .authorized
        try keep(new, insteadOf: former, in: context)
    }

    @discardableResult
    static func keep(
        _ relation: OrganizationVenueView, insteadOf former: OrganizationVenueView?, in context: CommandContext
    ) throws -> OrganizationVenueView {
        var new = relation
        guard new != former else { return new }
        (new.updatedAt, new.updatedBy) = (context.now, try context.user().user)
        try new.store(in: context.database)
        let event = VenueAuthorizationChanged(before: former, after: new)
        try ElementHistory.tell(event, of: .organization, new.organizationID, in: context)
        return new
    }
}

extension AuthorizeVenue: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> OrganizationVenueView {
        let kind = request.relationshipType ?? .authorized
        try Named.refuseUnknown(kind == .unknown, at: "/relationship_type")
        var organization = try OrganizationView.existing(request.organizationID, in: context.database)
        let former = organization
        _ = try Named.venue(request.venueID, at: "/venue_id", in: context.database)
        if kind == .primary {
            organization.primaryVenueID = request.venueID
            if former.primaryVenueID != request.venueID { try Authorizations.demote(of: organization.id, in: context) }
        } else if organization.primaryVenueID == request.venueID {
            organization.primaryVenueID = nil
        }
        let made = try Authorizations.set(
            request.venueID, of: organization.id, kind, since: request.authorizedDate ?? context.now, in: context)
        if organization != former {
            (organization.updatedAt, organization.updatedBy) = (context.now, try context.user().user)
            try organization.keep(insteadOf: former, in: context)
        }
        return made
    }
}

extension WithdrawVenue: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> OrganizationVenueView {
        var organization = try OrganizationView.existing(request.organizationID, in: context.database)
        guard
            let former = try OrganizationVenueView.find(organization.id, request.venueID, in: context.database),
            former.isActive
        else { throw Rejection.notFound("venue that the organization is authorized for") }
        try LiveUse.refuse(organization.id, at: request.venueID, in: context.database)
        var new = former
        (new.relationshipType, new.isActive) = (.authorized, false)
        new = try Authorizations.keep(new, insteadOf: former, in: context)
        if organization.primaryVenueID == request.venueID {
            let before = organization
            organization.primaryVenueID = nil
            (organization.updatedAt, organization.updatedBy) = (context.now, new.updatedBy)
            try organization.keep(insteadOf: before, in: context)
        }
        return new
    }
}

extension ListOrganizationVenues: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        try Staff.look(at: request.organizationID, in: context)
        let (database, before) = (context.database, try Paging.before(request.cursor) as ID<OrganizationVenue>)
        let organization = try OrganizationView.existing(request.organizationID, in: database)
        return try Listing.page(
            request.limit, of: OrganizationVenue.self, { try OrganizationVenueView.find($0, in: database) },
            where: { one in request.isActive.map { $0 == one.isActive } ?? true },
            candidates: { visit in
                try database.each(
                    "SELECT id FROM organization_venue WHERE organization_id = ? AND id < ? ORDER BY id DESC",
                    organization.id, before, read: visit)
            })
    }
}
