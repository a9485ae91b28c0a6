/// Who holds raffles. Identity gives people their roles in it by its id.
public struct OrganizationView: Codable, Sendable, Equatable {
    public let id: ID<Organization>
    /// The venue that is the primary one of those that it is authorized for.
    public var primaryVenueID: ID<Venue>?
    public var name: String
    public var description: String?
    public var organizationType: OrganizationKind
    public var taxIDNumber: String?
    public var mailingAddressID: ID<Address>?
    public var primaryContactID: ID<LicensingContact>?
    /// A licence of any type but venue_permit.
    public var gamingLicenseID: ID<Licence>?
    /// The version of its settings that is in force; none where it has not said any.
    public var currentSettingsID: ID<OrganizationSettings>?
    public var isActive: Bool
    public let createdAt: Timestamp
    public let createdBy: ID<User>
    public var updatedAt: Timestamp
    public var updatedBy: ID<User>

    enum CodingKeys: String, CodingKey {
        case id, primaryVenueID = "primary_venue_id", name, description
        case organizationType = "organization_type", taxIDNumber = "tax_id_number"
        case mailingAddressID = "mailing_address_id", primaryContactID = "primary_contact_id"
        case gamingLicenseID = "gaming_license_id", currentSettingsID = "current_settings_id"
        case isActive = "is_active", createdAt = "created_at", createdBy = "created_by"
        case updatedAt = "updated_at", updatedBy = "updated_by"
    }

    public init(
        id: ID<Organization>, primaryVenueID: ID<Venue>? = nil, name: String, description: String? = nil,
        organizationType: OrganizationKind, taxIDNumber: String? = nil, mailingAddressID: ID<Address>? = nil,
        primaryContactID: ID<LicensingContact>? = nil, gamingLicenseID: ID<Licence>? = nil,
        currentSettingsID: ID<OrganizationSettings>? = nil, isActive: Bool, createdAt: Timestamp, createdBy: ID<User>,
        updatedAt: Timestamp, updatedBy: ID<User>
    ) {
        (self.id, self.primaryVenueID, self.name) = (id, primaryVenueID, name)
        (self.description, self.organizationType) = (description, organizationType)
        (self.taxIDNumber, self.mailingAddressID) = (taxIDNumber, mailingAddressID)
        (self.primaryContactID, self.gamingLicenseID) = (primaryContactID, gamingLicenseID)
        (self.currentSettingsID, self.isActive, self.createdAt) = (currentSettingsID, isActive, createdAt)
        (self.createdBy, self.updatedAt, self.updatedBy) = (createdBy, updatedAt, updatedBy)
    }
}

public enum CreateOrganization: Command {
    public struct Request: Codable, Sendable {
        public let name: ElementName
        public let description: Note?
        public let organizationType: OrganizationKind
        public let taxIDNumber: TaxNumber?
        public let mailingAddressID: ID<Address>?
        public let primaryContactID: ID<LicensingContact>?
        public let gamingLicenseID: ID<Licence>?
        /// It is authorized for this venue at once, as its primary one.
        public let primaryVenueID: ID<Venue>?

        enum CodingKeys: String, CodingKey {
            case name, description, organizationType = "organization_type"
            case taxIDNumber = "tax_id_number", mailingAddressID = "mailing_address_id"
            case primaryContactID = "primary_contact_id", gamingLicenseID = "gaming_license_id"
            case primaryVenueID = "primary_venue_id"
        }

        public init(
            name: ElementName, description: Note? = nil, organizationType: OrganizationKind,
            taxIDNumber: TaxNumber? = nil, mailingAddressID: ID<Address>? = nil,
            primaryContactID: ID<LicensingContact>? = nil, gamingLicenseID: ID<Licence>? = nil,
            primaryVenueID: ID<Venue>? = nil
        ) {
            (self.name, self.description, self.organizationType) = (name, description, organizationType)
            (self.taxIDNumber, self.mailingAddressID) = (taxIDNumber, mailingAddressID)
            (self.primaryContactID, self.gamingLicenseID) = (primaryContactID, gamingLicenseID)
            self.primaryVenueID = primaryVenueID
        }
    }
    public typealias Reply = OrganizationView
    public typealias Failure = LicensingFailure
    public static let name = "raffle.create-organization"
    public static let summary = "Add an organization"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .create("/v1/organizations")
    public static func location(of reply: Reply) -> String? { "/v1/organizations/\(reply.id)" }
}

public enum ChangeOrganization: Command {
    public struct Request: Codable, Sendable {
        public let organizationID: ID<Organization>
        public let name: ElementName?
        public let description: Change<Note>
        public let organizationType: OrganizationKind?
        public let taxIDNumber: Change<TaxNumber>
        public let mailingAddressID: Change<ID<Address>>
        public let primaryContactID: Change<ID<LicensingContact>>
        public let gamingLicenseID: Change<ID<Licence>>
        /// One that it is authorized for.
        public let primaryVenueID: Change<ID<Venue>>
        /// What a live raffle relies on cannot be switched off.
        public let isActive: Bool?

        enum CodingKeys: String, CodingKey {
            case organizationID = "organization_id", name, description
            case organizationType = "organization_type", taxIDNumber = "tax_id_number"
            case mailingAddressID = "mailing_address_id", primaryContactID = "primary_contact_id"
            case gamingLicenseID = "gaming_license_id", primaryVenueID = "primary_venue_id"
            case isActive = "is_active"
        }

        public init(
            organizationID: ID<Organization>, name: ElementName? = nil, description: Change<Note> = .keep,
            organizationType: OrganizationKind? = nil, taxIDNumber: Change<TaxNumber> = .keep,
            mailingAddressID: Change<ID<Address>> = .keep, primaryContactID: Change<ID<LicensingContact>> = .keep,
            gamingLicenseID: Change<ID<Licence>> = .keep, primaryVenueID: Change<ID<Venue>> = .keep,
            isActive: Bool? = nil
        ) {
            (self.organizationID, self.name, self.description) = (organizationID, name, description)
            (self.organizationType, self.taxIDNumber) = (organizationType, taxIDNumber)
            (self.mailingAddressID, self.primaryContactID) = (mailingAddressID, primaryContactID)
            (self.gamingLicenseID, self.primaryVenueID) = (gamingLicenseID, primaryVenueID)
            self.isActive = isActive
        }
    }
    public typealias Reply = OrganizationView
    public typealias Failure = LicensingFailure
    public static let name = "raffle.change-organization"
    public static let summary = "Change an organization, or switch it off"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .patch("/v1/organizations/{organization_id}")
}

public enum GetOrganization: Query {
    public struct Request: Codable, Sendable {
        public let organizationID: ID<Organization>

        enum CodingKeys: String, CodingKey {
            case organizationID = "organization_id"
        }

        public init(organizationID: ID<Organization>) {
            self.organizationID = organizationID
        }
    }
    public typealias Reply = OrganizationView
    public static let name = "raffle.get-organization"
    public static let summary = "One organization"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/organizations/{organization_id}")
}

/// Who works for organizations sees theirs; admins, auditors and operators see all.
public enum ListOrganizations: Query {
    public struct Request: Codable, Sendable {
        public let organizationType: OrganizationKind?
        public let taxIDNumber: TaxNumber?
        public let isActive: Bool?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case organizationType = "organization_type", taxIDNumber = "tax_id_number"
            case isActive = "is_active", limit, cursor
        }

        public init(
            organizationType: OrganizationKind? = nil, taxIDNumber: TaxNumber? = nil, isActive: Bool? = nil,
            limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.organizationType, self.taxIDNumber) = (organizationType, taxIDNumber)
            (self.isActive, self.limit, self.cursor) = (isActive, limit, cursor)
        }
    }
    public typealias Reply = Page<OrganizationView>
    public static let name = "raffle.list-organizations"
    public static let summary = "Organizations, the latest added first"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/organizations")
}

/// What somebody may do in an organization, as identity has told.
public struct OrganizationPerson: Codable, Sendable, Equatable {
    public let userID: ID<User>
    public let roles: [Role]
    public let since: Timestamp

    enum CodingKeys: String, CodingKey {
        case userID = "user_id", roles, since
    }

    public init(userID: ID<User>, roles: [Role], since: Timestamp) {
        (self.userID, self.roles, self.since) = (userID, roles, since)
    }
}

public enum ListOrganizationPeople: Query {
    public struct Request: Codable, Sendable {
        public let organizationID: ID<Organization>
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case organizationID = "organization_id", limit, cursor
        }

        public init(organizationID: ID<Organization>, limit: PageLimit? = nil, cursor: Cursor? = nil) {
            (self.organizationID, self.limit, self.cursor) = (organizationID, limit, cursor)
        }
    }
    public typealias Reply = Page<OrganizationPerson>
    public static let name = "raffle.list-organization-people"
    public static let summary = "Who has roles in an organization"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/organizations/{organization_id}/people")
}
