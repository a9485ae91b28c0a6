public enum TicketPackage {}

/// A price that holds from a time on, until the next one does.
public struct ScheduledPrice: Codable, Sendable, Hashable {
    public let price: Money
    public let startsAt: Timestamp

    enum CodingKeys: String, CodingKey {
        case price, startsAt = "starts_at"
    }

    public init(price: Money, startsAt: Timestamp) {
        (self.price, self.startsAt) = (price, startsAt)
    }
}

/// So many tickets for one price, as an organization sells them.
public struct TicketPackageView: Codable, Sendable, Equatable {
    public let id: ID<TicketPackage>
    public let organizationID: ID<Organization>
    public var name: String
    public var description: String?
    public let ticketCount: WholeNumber<1, 10_000>
    /// The price that holds now.
    public var price: Money
    /// Those that will, the next first.
    public var scheduledPrices: [ScheduledPrice]
    public var isActive: Bool
    public var displayOrder: WholeNumber<0, 10_000>
    public let createdAt: Timestamp
    public let createdBy: ID<User>
    public var updatedAt: Timestamp
    public var updatedBy: ID<User>

    enum CodingKeys: String, CodingKey {
        case id, organizationID = "organization_id", name, description, ticketCount = "ticket_count"
        case price, scheduledPrices = "scheduled_prices", isActive = "is_active"
        case displayOrder = "display_order", createdAt = "created_at", createdBy = "created_by"
        case updatedAt = "updated_at", updatedBy = "updated_by"
    }

    public init(
        id: ID<TicketPackage>, organizationID: ID<Organization>, name: String, description: String? = nil,
        ticketCount: WholeNumber<1, 10_000>, price: Money, scheduledPrices: [ScheduledPrice], isActive: Bool,
        displayOrder: WholeNumber<0, 10_000>, createdAt: Timestamp, createdBy: ID<User>, updatedAt: Timestamp,
        updatedBy: ID<User>
    ) {
        (self.id, self.organizationID, self.name) = (id, organizationID, name)
        (self.description, self.ticketCount, self.price) = (description, ticketCount, price)
        (self.scheduledPrices, self.isActive) = (scheduledPrices, isActive)
        (self.displayOrder, self.createdAt, self.createdBy) = (displayOrder, createdAt, createdBy)
        (self.updatedAt, self.updatedBy) = (updatedAt, updatedBy)
    }
}

public enum CreateTicketPackage: Command {
    public struct Request: Codable, Sendable {
        public let organizationID: ID<Organization>
        public let name: ElementName
        public let description: Note?
        public let ticketCount: WholeNumber<1, 10_000>
        /// May be nothing at all.
        public let price: Money
        public let scheduledPrices: UpTo<20, ScheduledPrice>?
        public let displayOrder: WholeNumber<0, 10_000>?

        enum CodingKeys: String, CodingKey {
            case organizationID = "organization_id", name, description, ticketCount = "ticket_count"
            case price, scheduledPrices = "scheduled_prices", displayOrder = "display_order"
        }

        public init(
            organizationID: ID<Organization>, name: ElementName, description: Note? = nil,
            ticketCount: WholeNumber<1, 10_000>, price: Money, scheduledPrices: UpTo<20, ScheduledPrice>? = nil,
            displayOrder: WholeNumber<0, 10_000>? = nil
        ) {
            (self.organizationID, self.name, self.description) = (organizationID, name, description)
            (self.ticketCount, self.price, self.scheduledPrices) = (ticketCount, price, scheduledPrices)
            self.displayOrder = displayOrder
        }
    }
    public typealias Reply = TicketPackageView
    public typealias Failure = RaffleFailure
    public static let name = "raffle.create-ticket-package"
    public static let summary = "Add a package of tickets"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/ticket-packages")
    public static func location(of reply: Reply) -> String? { "/v1/ticket-packages/\(reply.id)" }
}

/// A price that is given holds from now on; prices to come take the place of those that were to come.
public enum ChangeTicketPackage: Command {
    public struct Request: Codable, Sendable {
        public let packageID: ID<TicketPackage>
        public let name: ElementName?
        public let description: Change<Note>
        public let price: Money?
        public let scheduledPrices: UpTo<20, ScheduledPrice>?
        public let isActive: Bool?
        public let displayOrder: WholeNumber<0, 10_000>?

        enum CodingKeys: String, CodingKey {
            case packageID = "package_id", name, description, price
            case scheduledPrices = "scheduled_prices", isActive = "is_active"
            case displayOrder = "display_order"
        }

        public init(
            packageID: ID<TicketPackage>, name: ElementName? = nil, description: Change<Note> = .keep,
            price: Money? = nil, scheduledPrices: UpTo<20, ScheduledPrice>? = nil, isActive: Bool? = nil,
            displayOrder: WholeNumber<0, 10_000>? = nil
        ) {
            (self.packageID, self.name, self.description, self.price) = (packageID, name, description, price)
            (self.scheduledPrices, self.isActive) = (scheduledPrices, isActive)
            self.displayOrder = displayOrder
        }
    }
    public typealias Reply = TicketPackageView
    public typealias Failure = RaffleFailure
    public static let name = "raffle.change-ticket-package"
    public static let summary = "Change a package of tickets, or switch it off"
    public static let access = Access.signedIn
    public static let route: Route? = .patch("/v1/ticket-packages/{package_id}")
}

public enum GetTicketPackage: Query {
    public struct Request: Codable, Sendable {
        public let packageID: ID<TicketPackage>

        enum CodingKeys: String, CodingKey {
            case packageID = "package_id"
        }

        public init(packageID: ID<TicketPackage>) {
            self.packageID = packageID
        }
    }
    public typealias Reply = TicketPackageView
    public static let name = "raffle.get-ticket-package"
    public static let summary = "One package of tickets"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/ticket-packages/{package_id}")
}

/// An organization's own people name it; admins, operators and auditors may leave it out.
public enum ListTicketPackages: Query {
    public struct Request: Codable, Sendable {
        public let organizationID: ID<Organization>?
        public let isActive: Bool?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case organizationID = "organization_id", isActive = "is_active", limit, cursor
        }

        public init(
            organizationID: ID<Organization>? = nil, isActive: Bool? = nil, limit: PageLimit? = nil,
            cursor: Cursor? = nil
        ) {
            (self.organizationID, self.isActive, self.limit) = (organizationID, isActive, limit)
            self.cursor = cursor
        }
    }
    public typealias Reply = Page<TicketPackageView>
    public static let name = "raffle.list-ticket-packages"
    public static let summary = "Packages of tickets, the latest added first"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/ticket-packages")
}

/// A price that a package has, had, was to have or will have.
public struct PackagePrice: Codable, Sendable, Equatable {
    public let price: Money
    public let startsAt: Timestamp
    public let setAt: Timestamp
    public let setBy: ID<User>
    /// When it was taken back before it held.
    public let withdrawnAt: Timestamp?

    enum CodingKeys: String, CodingKey {
        case price, startsAt = "starts_at", setAt = "set_at", setBy = "set_by"
        case withdrawnAt = "withdrawn_at"
    }

    public init(price: Money, startsAt: Timestamp, setAt: Timestamp, setBy: ID<User>, withdrawnAt: Timestamp? = nil) {
        (self.price, self.startsAt, self.setAt, self.setBy) = (price, startsAt, setAt, setBy)
        self.withdrawnAt = withdrawnAt
    }
}

public enum ListPackagePrices: Query {
    public struct Request: Codable, Sendable {
        public let packageID: ID<TicketPackage>
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case packageID = "package_id", limit, cursor
        }

        public init(packageID: ID<TicketPackage>, limit: PageLimit? = nil, cursor: Cursor? = nil) {
            (self.packageID, self.limit, self.cursor) = (packageID, limit, cursor)
        }
    }
    public typealias Reply = Page<PackagePrice>
    public static let name = "raffle.list-package-prices"
    public static let summary = "All prices of a package, the latest said first"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/ticket-packages/{package_id}/prices")
}
