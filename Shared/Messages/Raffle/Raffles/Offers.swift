public enum RafflePackage {}

/// A package as a raffle offers it.
public struct OfferedPackage: Codable, Sendable, Equatable {
    public let id: ID<RafflePackage>
    public let raffleID: ID<Raffle>
    public let ticketPackageID: ID<TicketPackage>
    public var name: String
    public var description: String?
    public var ticketCount: WholeNumber<1, 10_000>
    /// The price that holds now.
    public var price: Money
    public var scheduledPrices: [ScheduledPrice]
    public var isActive: Bool
    public var displayOrder: WholeNumber<0, 10_000>
    public let createdAt: Timestamp
    public let createdBy: ID<User>

    enum CodingKeys: String, CodingKey {
        case id, raffleID = "raffle_id", ticketPackageID = "ticket_package_id", name, description
        case ticketCount = "ticket_count", price, scheduledPrices = "scheduled_prices"
        case isActive = "is_active", displayOrder = "display_order", createdAt = "created_at"
        case createdBy = "created_by"
    }

    public init(
        id: ID<RafflePackage>, raffleID: ID<Raffle>, ticketPackageID: ID<TicketPackage>, name: String,
        description: String? = nil, ticketCount: WholeNumber<1, 10_000>, price: Money,
        scheduledPrices: [ScheduledPrice], isActive: Bool, displayOrder: WholeNumber<0, 10_000>, createdAt: Timestamp,
        createdBy: ID<User>
    ) {
        (self.id, self.raffleID, self.ticketPackageID, self.name) = (id, raffleID, ticketPackageID, name)
        (self.description, self.ticketCount, self.price) = (description, ticketCount, price)
        (self.scheduledPrices, self.isActive) = (scheduledPrices, isActive)
        (self.displayOrder, self.createdAt, self.createdBy) = (displayOrder, createdAt, createdBy)
    }
}

public enum OfferPackage: Command {
    public struct Request: Codable, Sendable {
        public let raffleID: ID<Raffle>
        public let ticketPackageID: ID<TicketPackage>
        public let displayOrder: WholeNumber<0, 10_000>?

        enum CodingKeys: String, CodingKey {
            case raffleID = "raffle_id", ticketPackageID = "ticket_package_id"
            case displayOrder = "display_order"
        }

        public init(
            raffleID: ID<Raffle>, ticketPackageID: ID<TicketPackage>, displayOrder: WholeNumber<0, 10_000>? = nil
        ) {
            (self.raffleID, self.ticketPackageID) = (raffleID, ticketPackageID)
            self.displayOrder = displayOrder
        }
    }
    public typealias Reply = OfferedPackage
    public typealias Failure = RaffleFailure
    public static let name = "raffle.offer-package"
    public static let summary = "Offer a package in a raffle"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/raffles/{raffle_id}/packages")
    public static func location(of reply: Reply) -> String? { "/v1/raffles/\(reply.raffleID)/packages" }
}

public enum ChangeOffer: Command {
    public struct Request: Codable, Sendable {
        public let raffleID: ID<Raffle>
        public let packageID: ID<TicketPackage>
        public let isActive: Bool?
        public let displayOrder: WholeNumber<0, 10_000>?

        enum CodingKeys: String, CodingKey {
            case raffleID = "raffle_id", packageID = "package_id", isActive = "is_active"
            case displayOrder = "display_order"
        }

        public init(
            raffleID: ID<Raffle>, packageID: ID<TicketPackage>, isActive: Bool? = nil,
            displayOrder: WholeNumber<0, 10_000>? = nil
        ) {
            (self.raffleID, self.packageID, self.isActive) = (raffleID, packageID, isActive)
            self.displayOrder = displayOrder
        }
    }
    public typealias Reply = OfferedPackage
    public typealias Failure = RaffleFailure
    public static let name = "raffle.change-offer"
    public static let summary = "Change how a raffle offers a package"
    public static let access = Access.signedIn
    public static let route: Route? = .patch("/v1/raffles/{raffle_id}/packages/{package_id}")
}

public enum WithdrawOffer: Command {
    public struct Request: Codable, Sendable {
        public let raffleID: ID<Raffle>
        public let packageID: ID<TicketPackage>

        enum CodingKeys: String, CodingKey {
            case raffleID = "raffle_id", packageID = "package_id"
        }

        public init(raffleID: ID<Raffle>, packageID: ID<TicketPackage>) {
            (self.raffleID, self.packageID) = (raffleID, packageID)
        }
    }
    public typealias Reply = OfferedPackage
    public typealias Failure = RaffleFailure
    public static let name = "raffle.withdraw-offer"
    public static let summary = "Offer a package in a raffle no more"
    public static let access = Access.signedIn
    public static let route: Route? = .delete("/v1/raffles/{raffle_id}/packages/{package_id}")
}

/// Those that are not offered any more are shown to the raffle's own people.
public enum ListOffers: Query {
    public struct Request: Codable, Sendable {
        public let raffleID: ID<Raffle>

        enum CodingKeys: String, CodingKey {
            case raffleID = "raffle_id"
        }

        public init(raffleID: ID<Raffle>) {
            self.raffleID = raffleID
        }
    }
    public typealias Reply = Page<OfferedPackage>
    public static let name = "raffle.list-offers"
    public static let summary = "Packages that a raffle offers, in the order in which it shows them"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/raffles/{raffle_id}/packages")
}
