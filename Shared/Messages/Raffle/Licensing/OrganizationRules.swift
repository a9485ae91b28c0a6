/// What an organization allows itself, in one version of it. Versions never change; the latest is in force.
public struct OrganizationSettingsView: Codable, Sendable, Equatable {
    public let id: ID<OrganizationSettings>
    public let organizationID: ID<Organization>
    /// Counted from one.
    public let version: Int64
    public let defaultRevenueCalculationMethod: RevenueCalculation
    public let allowsOnlineTicketSales: Bool
    public let maxEventDurationHours: EventHours?
    public let maxConcurrentEvents: WholeNumber<1, 1000>
    public let maxPrizeValue: Money?
    public let maxTicketPrice: Money?
    public let createdAt: Timestamp
    public let createdBy: ID<User>

    enum CodingKeys: String, CodingKey {
        case id, organizationID = "organization_id", version
        case defaultRevenueCalculationMethod = "default_revenue_calculation_method"
        case allowsOnlineTicketSales = "allows_online_ticket_sales"
        case maxEventDurationHours = "max_event_duration_hours"
        case maxConcurrentEvents = "max_concurrent_events", maxPrizeValue = "max_prize_value"
        case maxTicketPrice = "max_ticket_price", createdAt = "created_at", createdBy = "created_by"
    }

    public init(
        id: ID<OrganizationSettings>, organizationID: ID<Organization>, version: Int64,
        defaultRevenueCalculationMethod: RevenueCalculation, allowsOnlineTicketSales: Bool,
        maxEventDurationHours: EventHours? = nil, maxConcurrentEvents: WholeNumber<1, 1000>,
        maxPrizeValue: Money? = nil, maxTicketPrice: Money? = nil, createdAt: Timestamp, createdBy: ID<User>
    ) {
        (self.id, self.organizationID, self.version) = (id, organizationID, version)
        self.defaultRevenueCalculationMethod = defaultRevenueCalculationMethod
        self.allowsOnlineTicketSales = allowsOnlineTicketSales
        self.maxEventDurationHours = maxEventDurationHours
        (self.maxConcurrentEvents, self.maxPrizeValue) = (maxConcurrentEvents, maxPrizeValue)
        (self.maxTicketPrice, self.createdAt, self.createdBy) = (maxTicketPrice, createdAt, createdBy)
    }
}

/// Puts a new version in force. What is left out is not limited, or allowed.
public enum SetOrganizationSettings: Command {
    public struct Request: Codable, Sendable {
        public let organizationID: ID<Organization>
        /// Gross revenue where nothing is said.
        public let defaultRevenueCalculationMethod: RevenueCalculation?
        public let allowsOnlineTicketSales: Bool?
        public let maxEventDurationHours: EventHours?
        /// How many raffles may be live at once; five where nothing is said.
        public let maxConcurrentEvents: WholeNumber<1, 1000>?
        public let maxPrizeValue: Money?
        public let maxTicketPrice: Money?

        enum CodingKeys: String, CodingKey {
            case organizationID = "organization_id"
            case defaultRevenueCalculationMethod = "default_revenue_calculation_method"
            case allowsOnlineTicketSales = "allows_online_ticket_sales"
            case maxEventDurationHours = "max_event_duration_hours"
            case maxConcurrentEvents = "max_concurrent_events", maxPrizeValue = "max_prize_value"
            case maxTicketPrice = "max_ticket_price"
        }

        public init(
            organizationID: ID<Organization>, defaultRevenueCalculationMethod: RevenueCalculation? = nil,
            allowsOnlineTicketSales: Bool? = nil, maxEventDurationHours: EventHours? = nil,
            maxConcurrentEvents: WholeNumber<1, 1000>? = nil, maxPrizeValue: Money? = nil, maxTicketPrice: Money? = nil
        ) {
            self.organizationID = organizationID
            self.defaultRevenueCalculationMethod = defaultRevenueCalculationMethod
            self.allowsOnlineTicketSales = allowsOnlineTicketSales
            self.maxEventDurationHours = maxEventDurationHours
            (self.maxConcurrentEvents, self.maxPrizeValue) = (maxConcurrentEvents, maxPrizeValue)
            self.maxTicketPrice = maxTicketPrice
        }
    }
    public typealias Reply = OrganizationSettingsView
    public typealias Failure = LicensingFailure
    public static let name = "raffle.set-organization-settings"
    public static let summary = "Put a new version of an organization's settings in force"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .put("/v1/organizations/{organization_id}/settings")
}

public enum ListOrganizationSettings: Query {
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
    public typealias Reply = Page<OrganizationSettingsView>
    public static let name = "raffle.list-organization-settings"
    public static let summary = "Versions of an organization's settings, the latest first"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/organizations/{organization_id}/settings")
}

/// That an organization may hold raffles in a venue.
public struct OrganizationVenueView: Codable, Sendable, Equatable {
    public let id: ID<OrganizationVenue>
    public let organizationID: ID<Organization>
    public let venueID: ID<Venue>
    public var relationshipType: VenueRelation
    public var authorizedDate: Timestamp
    public var authorizedBy: ID<User>
    public var isActive: Bool
    public let createdAt: Timestamp
    public var updatedAt: Timestamp
    public var updatedBy: ID<User>

    enum CodingKeys: String, CodingKey {
        case id, organizationID = "organization_id", venueID = "venue_id"
        case relationshipType = "relationship_type", authorizedDate = "authorized_date"
        case authorizedBy = "authorized_by", isActive = "is_active", createdAt = "created_at"
        case updatedAt = "updated_at", updatedBy = "updated_by"
    }

    public init(
        id: ID<OrganizationVenue>, organizationID: ID<Organization>, venueID: ID<Venue>,
        relationshipType: VenueRelation, authorizedDate: Timestamp, authorizedBy: ID<User>, isActive: Bool,
        createdAt: Timestamp, updatedAt: Timestamp, updatedBy: ID<User>
    ) {
        (self.id, self.organizationID, self.venueID) = (id, organizationID, venueID)
        (self.relationshipType, self.authorizedDate) = (relationshipType, authorizedDate)
        (self.authorizedBy, self.isActive, self.createdAt) = (authorizedBy, isActive, createdAt)
        (self.updatedAt, self.updatedBy) = (updatedAt, updatedBy)
    }
}

/// Authorizes an organization for a venue, for the first time or again. As the primary one it takes the place of another.
public enum AuthorizeVenue: Command {
    public struct Request: Codable, Sendable {
        public let organizationID: ID<Organization>
        public let venueID: ID<Venue>
        /// Authorized where nothing is said.
        public let relationshipType: VenueRelation?
        /// Since when; now where nothing is said.
        public let authorizedDate: Timestamp?

        enum CodingKeys: String, CodingKey {
            case organizationID = "organization_id", venueID = "venue_id"
            case relationshipType = "relationship_type", authorizedDate = "authorized_date"
        }

        public init(
            organizationID: ID<Organization>, venueID: ID<Venue>, relationshipType: VenueRelation? = nil,
            authorizedDate: Timestamp? = nil
        ) {
            (self.organizationID, self.venueID) = (organizationID, venueID)
            (self.relationshipType, self.authorizedDate) = (relationshipType, authorizedDate)
        }
    }
    public typealias Reply = OrganizationVenueView
    public typealias Failure = LicensingFailure
    public static let name = "raffle.authorize-venue"
    public static let summary = "Let an organization hold raffles in a venue"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .create("/v1/organizations/{organization_id}/venues")
    public static func location(of reply: Reply) -> String? { "/v1/organizations/\(reply.organizationID)/venues" }
}

public enum WithdrawVenue: Command {
    public struct Request: Codable, Sendable {
        public let organizationID: ID<Organization>
        public let venueID: ID<Venue>

        enum CodingKeys: String, CodingKey {
            case organizationID = "organization_id", venueID = "venue_id"
        }

        public init(organizationID: ID<Organization>, venueID: ID<Venue>) {
            (self.organizationID, self.venueID) = (organizationID, venueID)
        }
    }
    public typealias Reply = OrganizationVenueView
    public typealias Failure = LicensingFailure
    public static let name = "raffle.withdraw-venue"
    public static let summary = "Let an organization hold no more raffles in a venue"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .delete("/v1/organizations/{organization_id}/venues/{venue_id}")
}

public enum ListOrganizationVenues: Query {
    public struct Request: Codable, Sendable {
        public let organizationID: ID<Organization>
        public let isActive: Bool?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case organizationID = "organization_id", isActive = "is_active", limit, cursor
        }

        public init(
            organizationID: ID<Organization>, isActive: Bool? = nil, limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.organizationID, self.isActive, self.limit) = (organizationID, isActive, limit)
            self.cursor = cursor
        }
    }
    public typealias Reply = Page<OrganizationVenueView>
    public static let name = "raffle.list-organization-venues"
    public static let summary = "Venues that an organization is or was authorized for, the latest first"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/organizations/{organization_id}/venues")
}
