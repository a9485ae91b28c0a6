/// Where raffles are held, or a part of such a place.
public struct VenueView: Codable, Sendable, Equatable {
    public let id: ID<Venue>
    public var jurisdictionID: ID<Jurisdiction>
    public var parentVenueID: ID<Venue>?
    public var name: String
    public var description: String?
    /// What the jurisdiction calls it, unique there.
    public var venueIdentifier: String?
    public var capacity: WholeNumber<1, 10_000_000>?
    public var physicalAddressID: ID<Address>?
    public var primaryContactID: ID<LicensingContact>?
    /// A licence of type venue_permit.
    public var venuePermitID: ID<Licence>?
    /// Where its days begin; UTC where none is set.
    public var timeZone: String?
    public var isActive: Bool
    public let createdAt: Timestamp
    public let createdBy: ID<User>
    public var updatedAt: Timestamp
    public var updatedBy: ID<User>

    enum CodingKeys: String, CodingKey {
        case id, jurisdictionID = "jurisdiction_id", parentVenueID = "parent_venue_id", name
        case description, venueIdentifier = "venue_identifier", capacity
        case physicalAddressID = "physical_address_id", primaryContactID = "primary_contact_id"
        case venuePermitID = "venue_permit_id", timeZone = "time_zone", isActive = "is_active"
        case createdAt = "created_at", createdBy = "created_by", updatedAt = "updated_at"
        case updatedBy = "updated_by"
    }

    public init(
        id: ID<Venue>, jurisdictionID: ID<Jurisdiction>, parentVenueID: ID<Venue>? = nil, name: String,
        description: String? = nil, venueIdentifier: String? = nil, capacity: WholeNumber<1, 10_000_000>? = nil,
        physicalAddressID: ID<Address>? = nil, primaryContactID: ID<LicensingContact>? = nil,
        venuePermitID: ID<Licence>? = nil, timeZone: String? = nil, isActive: Bool, createdAt: Timestamp,
        createdBy: ID<User>, updatedAt: Timestamp, updatedBy: ID<User>
    ) {
        (self.id, self.jurisdictionID, self.parentVenueID) = (id, jurisdictionID, parentVenueID)
        (self.name, self.description, self.venueIdentifier) = (name, description, venueIdentifier)
        (self.capacity, self.physicalAddressID) = (capacity, physicalAddressID)
        (self.primaryContactID, self.venuePermitID) = (primaryContactID, venuePermitID)
        (self.timeZone, self.isActive, self.createdAt) = (timeZone, isActive, createdAt)
        (self.createdBy, self.updatedAt, self.updatedBy) = (createdBy, updatedAt, updatedBy)
    }
}

public enum CreateVenue: Command {
    public struct Request: Codable, Sendable {
        public let jurisdictionID: ID<Jurisdiction>
        public let parentVenueID: ID<Venue>?
        public let name: ElementName
        public let description: Note?
        public let venueIdentifier: OutsideKey?
        public let capacity: WholeNumber<1, 10_000_000>?
        public let physicalAddressID: ID<Address>?
        public let primaryContactID: ID<LicensingContact>?
        public let venuePermitID: ID<Licence>?
        public let timeZone: TimeZoneName?

        enum CodingKeys: String, CodingKey {
            case jurisdictionID = "jurisdiction_id", parentVenueID = "parent_venue_id", name
            case description, venueIdentifier = "venue_identifier", capacity
            case physicalAddressID = "physical_address_id", primaryContactID = "primary_contact_id"
            case venuePermitID = "venue_permit_id", timeZone = "time_zone"
        }

        public init(
            jurisdictionID: ID<Jurisdiction>, parentVenueID: ID<Venue>? = nil, name: ElementName,
            description: Note? = nil, venueIdentifier: OutsideKey? = nil, capacity: WholeNumber<1, 10_000_000>? = nil,
            physicalAddressID: ID<Address>? = nil, primaryContactID: ID<LicensingContact>? = nil,
            venuePermitID: ID<Licence>? = nil, timeZone: TimeZoneName? = nil
        ) {
            (self.jurisdictionID, self.parentVenueID, self.name) = (jurisdictionID, parentVenueID, name)
            (self.description, self.venueIdentifier, self.capacity) = (description, venueIdentifier, capacity)
            (self.physicalAddressID, self.primaryContactID) = (physicalAddressID, primaryContactID)
            (self.venuePermitID, self.timeZone) = (venuePermitID, timeZone)
        }
    }
    public typealias Reply = VenueView
    public typealias Failure = LicensingFailure
    public static let name = "raffle.create-venue"
    public static let summary = "Add a venue"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .create("/v1/venues")
    public static func location(of reply: Reply) -> String? { "/v1/venues/\(reply.id)" }
}

public enum ChangeVenue: Command {
    public struct Request: Codable, Sendable {
        public let venueID: ID<Venue>
        public let jurisdictionID: ID<Jurisdiction>?
        public let parentVenueID: Change<ID<Venue>>
        public let name: ElementName?
        public let description: Change<Note>
        public let venueIdentifier: Change<OutsideKey>
        public let capacity: Change<WholeNumber<1, 10_000_000>>
        public let physicalAddressID: Change<ID<Address>>
        public let primaryContactID: Change<ID<LicensingContact>>
        public let venuePermitID: Change<ID<Licence>>
        public let timeZone: Change<TimeZoneName>
        /// What a live raffle relies on cannot be switched off.
        public let isActive: Bool?

        enum CodingKeys: String, CodingKey {
            case venueID = "venue_id", jurisdictionID = "jurisdiction_id"
            case parentVenueID = "parent_venue_id", name, description
            case venueIdentifier = "venue_identifier", capacity
            case physicalAddressID = "physical_address_id", primaryContactID = "primary_contact_id"
            case venuePermitID = "venue_permit_id", timeZone = "time_zone", isActive = "is_active"
        }

        public init(
            venueID: ID<Venue>, jurisdictionID: ID<Jurisdiction>? = nil, parentVenueID: Change<ID<Venue>> = .keep,
            name: ElementName? = nil, description: Change<Note> = .keep, venueIdentifier: Change<OutsideKey> = .keep,
            capacity: Change<WholeNumber<1, 10_000_000>> = .keep, physicalAddressID: Change<ID<Address>> = .keep,
            primaryContactID: Change<ID<LicensingContact>> = .keep, venuePermitID: Change<ID<Licence>> = .keep,
            timeZone: Change<TimeZoneName> = .keep, isActive: Bool? = nil
        ) {
            (self.venueID, self.jurisdictionID, self.parentVenueID) = (venueID, jurisdictionID, parentVenueID)
            (self.name, self.description, self.venueIdentifier) = (name, description, venueIdentifier)
            (self.capacity, self.physicalAddressID) = (capacity, physicalAddressID)
            (self.primaryContactID, self.venuePermitID) = (primaryContactID, venuePermitID)
            (self.timeZone, self.isActive) = (timeZone, isActive)
        }
    }
    public typealias Reply = VenueView
    public typealias Failure = LicensingFailure
    public static let name = "raffle.change-venue"
    public static let summary = "Change a venue, or switch it off"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .patch("/v1/venues/{venue_id}")
}

public enum GetVenue: Query {
    public struct Request: Codable, Sendable {
        public let venueID: ID<Venue>

        enum CodingKeys: String, CodingKey {
            case venueID = "venue_id"
        }

        public init(venueID: ID<Venue>) {
            self.venueID = venueID
        }
    }
    public typealias Reply = VenueView
    public static let name = "raffle.get-venue"
    public static let summary = "One venue"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/venues/{venue_id}")
}

public enum ListVenues: Query {
    public struct Request: Codable, Sendable {
        public let jurisdictionID: ID<Jurisdiction>?
        /// The parts of this one.
        public let parentVenueID: ID<Venue>?
        public let isActive: Bool?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case jurisdictionID = "jurisdiction_id", parentVenueID = "parent_venue_id"
            case isActive = "is_active", limit, cursor
        }

        public init(
            jurisdictionID: ID<Jurisdiction>? = nil, parentVenueID: ID<Venue>? = nil, isActive: Bool? = nil,
            limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.jurisdictionID, self.parentVenueID) = (jurisdictionID, parentVenueID)
            (self.isActive, self.limit, self.cursor) = (isActive, limit, cursor)
        }
    }
    public typealias Reply = Page<VenueView>
    public static let name = "raffle.list-venues"
    public static let summary = "Venues, the latest added first"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/venues")
}
