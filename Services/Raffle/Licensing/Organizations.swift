public import Messages
public import Runtime
import Storage

extension OrganizationView {
    static func find(_ id: ID<Organization>, in database: Connection) throws -> OrganizationView? {
        try database.first(
            """
            SELECT id, primary_venue_id, name, description, organization_type, tax_id_number, mailing_address_id,
                primary_contact_id, gaming_license_id, current_settings_id, is_active, created_at, created_by,
                updated_at, updated_by
            FROM organization WHERE id = ?
            """, id, read: read)
    }

    private static func read(_ row: borrowing Row) throws -> OrganizationView {
        OrganizationView(
            id: try row.value(0), primaryVenueID: try row.value(1), name: try row.value(2),
            description: try row.value(3), organizationType: try row.value(4), taxIDNumber: try row.value(5),
            mailingAddressID: try row.value(6), primaryContactID: try row.value(7), gamingLicenseID: try row.value(8),
            currentSettingsID: try row.value(9), isActive: try row.value(10), createdAt: try row.value(11),
            createdBy: try row.value(12), updatedAt: try row.value(13), updatedBy: try row.value(14))
    }

    func store(in database: Connection) throws {
        try database.run(
            """
            INSERT INTO organization (id, primary_venue_id, name, description, organization_type, tax_id_number, mailing_address_id,
                primary_contact_id, gaming_license_id, current_settings_id, is_active, created_at, created_by,
                updated_at, updated_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET primary_venue_id = excluded.primary_venue_id, name = excluded.name,
                description = excluded.description, organization_type = excluded.organization_type,
                tax_id_number = excluded.tax_id_number, mailing_address_id = excluded.mailing_address_id,
                primary_contact_id = excluded.primary_contact_id, gaming_license_id = excluded.gaming_license_id,
                current_settings_id = excluded.current_settings_id, is_active = excluded.is_active,
                updated_at = excluded.updated_at, updated_by = excluded.updated_by
            """, id, primaryVenueID, name, description, organizationType, taxIDNumber, mailingAddressID,
            primaryContactID, gamingLicenseID, currentSettingsID, isActive, createdAt, createdBy, updatedAt, updatedBy)
    }
}

extension OrganizationView {
    static func existing(_ id: ID<Organization>, in database: Connection) throws -> OrganizationView {
        guard let found = try find(id, in: database) else { throw Rejection.notFound("organization") }
        return found
    }

    fileprivate func check(insteadOf former: OrganizationView?, in database: Connection) throws {
        try Named.refuseUnknown(organizationType == .unknown, at: "/organization_type")
        if primaryContactID != former?.primaryContactID { try Named.contact(primaryContactID, in: database) }
        if mailingAddressID != former?.mailingAddressID {
            try Named.address(mailingAddressID, .mailing, at: "/mailing_address_id", in: database)
        }
        if let venue = primaryVenueID, venue != former?.primaryVenueID {
            _ = try Named.venue(venue, at: "/primary_venue_id", in: database)
            let relation = try OrganizationVenueView.find(id, venue, in: database)
            guard former == nil || relation?.isActive == true else {
                throw LicensingFailure.venueNotAuthorized.because(
                    "expected a venue that the organization is authorized for", at: "/primary_venue_id")
            }
        }
        if let licence = gamingLicenseID, licence != former?.gamingLicenseID {
            try Named.licence(licence, isPermit: false, at: "/gaming_license_id", in: database)
            let isTaken = try database.first("SELECT 1 FROM organization WHERE gaming_license_id = ?", licence) { _ in
                true
            }
            guard isTaken == nil else {
                throw LicensingFailure.licenceTaken.because(
                    "another organization has this licence", at: "/gaming_license_id")
            }
        }
        if !isActive, former?.isActive == true { try LiveUse.refuse(organization: id, in: database) }
    }

    /// Keeps what it has become, and tells.
    func keep(insteadOf former: OrganizationView?, in context: CommandContext) throws {
        try store(in: context.database)
        try ElementHistory.tell(
            OrganizationChanged(before: former, after: self), of: .organization, id, in: context)
    }
}

extension CreateOrganization: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> OrganizationView {
        let user = try context.user().user
        let new = OrganizationView(
            id: context.newID(), primaryVenueID: request.primaryVenueID, name: request.name.text,
            description: request.description?.text, organizationType: request.organizationType,
            taxIDNumber: request.taxIDNumber?.text, mailingAddressID: request.mailingAddressID,
            primaryContactID: request.primaryContactID, gamingLicenseID: request.gamingLicenseID, isActive: true,
            createdAt: context.now, createdBy: user, updatedAt: context.now, updatedBy: user)
        try new.check(insteadOf: nil, in: context.database)
        try new.keep(insteadOf: nil, in: context)
        if let venue = new.primaryVenueID {
            try Authorizations.set(venue, of: new.id, .primary, since: context.now, in: context)
        }
        return new
    }
}

extension ChangeOrganization: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> OrganizationView {
        let former = try OrganizationView.existing(request.organizationID, in: context.database)
        var new = former
        new.name = request.name?.text ?? new.name
        new.description = request.description.applied(to: new.description.map(Note.init(trusted:)))?.text
        new.organizationType = request.organizationType ?? new.organizationType
        new.taxIDNumber = request.taxIDNumber.applied(to: new.taxIDNumber.map(TaxNumber.init(trusted:)))?.text
        new.mailingAddressID = request.mailingAddressID.applied(to: new.mailingAddressID)
        new.primaryContactID = request.primaryContactID.applied(to: new.primaryContactID)
        new.gamingLicenseID = request.gamingLicenseID.applied(to: new.gamingLicenseID)
        new.primaryVenueID = request.primaryVenueID.applied(to: new.primaryVenueID)
        new.isActive = request.isActive ?? new.isActive
        guard new != former else { return former }
        try new.check(insteadOf: former, in: context.database)
        (new.updatedAt, new.updatedBy) = (context.now, try context.user().user)
        try new.keep(insteadOf: former, in: context)
        if new.primaryVenueID != former.primaryVenueID {
            try Authorizations.demote(of: new.id, in: context)
            if let venue = new.primaryVenueID {
                try Authorizations.set(venue, of: new.id, .primary, since: nil, in: context)
            }
        }
        return new
    }
}

extension GetOrganization: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> OrganizationView {
        try Staff.look(at: request.organizationID, in: context)
        return try OrganizationView.existing(request.organizationID, in: context.database)
    }
}

extension ListOrganizations: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        try Staff.look(in: context)
        let (database, before) = (context.database, try Paging.before(request.cursor) as ID<Organization>)
        let own =
            Staff.seesAll(context.caller) ? nil : Set((context.caller.statement?.grants ?? []).map(\.organization))
        return try Listing.page(
            request.limit, of: Organization.self,
            { id in try own.map { $0.contains(id) } ?? true ? OrganizationView.find(id, in: database) : nil },
            where: { one in
                request.organizationType.map { $0 == one.organizationType } ?? true
                    && request.taxIDNumber.map { $0.text == one.taxIDNumber } ?? true
                    && request.isActive.map { $0 == one.isActive } ?? true
            },
            candidates: { visit in
                if let number = request.taxIDNumber?.text {
                    try database.each(
                        "SELECT id FROM organization WHERE tax_id_number = ? AND id < ? ORDER BY id DESC", number,
                        before, read: visit)
                } else if let kind = request.organizationType {
                    try database.each(
                        "SELECT id FROM organization WHERE organization_type = ? AND id < ? ORDER BY id DESC", kind,
                        before, read: visit)
                } else {
                    try database.each(
                        "SELECT id FROM organization WHERE id < ? ORDER BY id DESC", before, read: visit)
                }
            })
    }
}
