public enum Prize {}
public enum Perk {}

public enum PrizeType: String, WireEnum {
    case fixed, percentage, unknown

    public static var fallback: PrizeType? { .unknown }
}

/// What each winner of a place gets: so much, or a percentage of the raffle's revenue and at least the guaranteed minimum.
public struct PrizeView: Codable, Sendable, Equatable {
    public let id: ID<Prize>
    public let raffleID: ID<Raffle>
    public var name: String
    public var description: String?
    public var prizeType: PrizeType
    /// Of a fixed prize, for each winner.
    public var value: Money?
    /// Of one that is a percentage, for each winner.
    public var percentage: DecimalText?
    public var guaranteedMinimum: Money?
    /// The place, from one on; drawn in this order.
    public var position: WholeNumber<1, 1000>
    public var winnerCount: WholeNumber<1, 1000>
    public var isActive: Bool
    public let createdAt: Timestamp
    public let createdBy: ID<User>
    public var updatedAt: Timestamp
    public var updatedBy: ID<User>

    enum CodingKeys: String, CodingKey {
        case id, raffleID = "raffle_id", name, description, prizeType = "prize_type", value
        case percentage, guaranteedMinimum = "guaranteed_minimum", position
        case winnerCount = "winner_count", isActive = "is_active", createdAt = "created_at"
        case createdBy = "created_by", updatedAt = "updated_at", updatedBy = "updated_by"
    }

    public init(
        id: ID<Prize>, raffleID: ID<Raffle>, name: String, description: String? = nil, prizeType: PrizeType,
        value: Money? = nil, percentage: DecimalText? = nil, guaranteedMinimum: Money? = nil,
        position: WholeNumber<1, 1000>, winnerCount: WholeNumber<1, 1000>, isActive: Bool, createdAt: Timestamp,
        createdBy: ID<User>, updatedAt: Timestamp, updatedBy: ID<User>
    ) {
        (self.id, self.raffleID, self.name, self.description) = (id, raffleID, name, description)
        (self.prizeType, self.value, self.percentage) = (prizeType, value, percentage)
        (self.guaranteedMinimum, self.position) = (guaranteedMinimum, position)
        (self.winnerCount, self.isActive, self.createdAt) = (winnerCount, isActive, createdAt)
        (self.createdBy, self.updatedAt, self.updatedBy) = (createdBy, updatedAt, updatedBy)
    }
}

public enum CreatePrize: Command {
    public struct Request: Codable, Sendable {
        public let raffleID: ID<Raffle>
        public let name: ElementName
        public let description: Note?
        public let prizeType: PrizeType
        /// Where the prize is fixed, and only there.
        public let value: Money?
        /// Where it is a percentage, and only there; with at most two decimals.
        public let percentage: DecimalText?
        public let guaranteedMinimum: Money?
        /// The next place where nothing is said.
        public let position: WholeNumber<1, 1000>?
        public let winnerCount: WholeNumber<1, 1000>?

        enum CodingKeys: String, CodingKey {
            case raffleID = "raffle_id", name, description, prizeType = "prize_type", value, percentage
            case guaranteedMinimum = "guaranteed_minimum", position, winnerCount = "winner_count"
        }

        public init(
            raffleID: ID<Raffle>, name: ElementName, description: Note? = nil, prizeType: PrizeType,
            value: Money? = nil, percentage: DecimalText? = nil, guaranteedMinimum: Money? = nil,
            position: WholeNumber<1, 1000>? = nil, winnerCount: WholeNumber<1, 1000>? = nil
        ) {
            (self.raffleID, self.name, self.description) = (raffleID, name, description)
            (self.prizeType, self.value, self.percentage) = (prizeType, value, percentage)
            (self.guaranteedMinimum, self.position) = (guaranteedMinimum, position)
            self.winnerCount = winnerCount
        }
    }
    public typealias Reply = PrizeView
    public typealias Failure = RaffleFailure
    public static let name = "raffle.create-prize"
    public static let summary = "Add a prize to a raffle that is not activated"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/raffles/{raffle_id}/prizes")
    public static func location(of reply: Reply) -> String? { "/v1/raffles/\(reply.raffleID)/prizes" }
}

public enum ChangePrize: Command {
    public struct Request: Codable, Sendable {
        public let raffleID: ID<Raffle>
        public let prizeID: ID<Prize>
        public let name: ElementName?
        public let description: Change<Note>
        public let prizeType: PrizeType?
        public let value: Change<Money>
        public let percentage: Change<DecimalText>
        public let guaranteedMinimum: Change<Money>
        public let position: WholeNumber<1, 1000>?
        public let winnerCount: WholeNumber<1, 1000>?

        enum CodingKeys: String, CodingKey {
            case raffleID = "raffle_id", prizeID = "prize_id", name, description
            case prizeType = "prize_type", value, percentage, guaranteedMinimum = "guaranteed_minimum"
            case position, winnerCount = "winner_count"
        }

        public init(
            raffleID: ID<Raffle>, prizeID: ID<Prize>, name: ElementName? = nil, description: Change<Note> = .keep,
            prizeType: PrizeType? = nil, value: Change<Money> = .keep, percentage: Change<DecimalText> = .keep,
            guaranteedMinimum: Change<Money> = .keep, position: WholeNumber<1, 1000>? = nil,
            winnerCount: WholeNumber<1, 1000>? = nil
        ) {
            (self.raffleID, self.prizeID, self.name) = (raffleID, prizeID, name)
            (self.description, self.prizeType, self.value) = (description, prizeType, value)
            (self.percentage, self.guaranteedMinimum) = (percentage, guaranteedMinimum)
            (self.position, self.winnerCount) = (position, winnerCount)
        }
    }
    public typealias Reply = PrizeView
    public typealias Failure = RaffleFailure
    public static let name = "raffle.change-prize"
    public static let summary = "Change a prize of a raffle that is not activated"
    public static let access = Access.signedIn
    public static let route: Route? = .patch("/v1/raffles/{raffle_id}/prizes/{prize_id}")
}

public enum DropPrize: Command {
    public struct Request: Codable, Sendable {
        public let raffleID: ID<Raffle>
        public let prizeID: ID<Prize>

        enum CodingKeys: String, CodingKey {
            case raffleID = "raffle_id", prizeID = "prize_id"
        }

        public init(raffleID: ID<Raffle>, prizeID: ID<Prize>) {
            (self.raffleID, self.prizeID) = (raffleID, prizeID)
        }
    }
    public typealias Reply = PrizeView
    public typealias Failure = RaffleFailure
    public static let name = "raffle.drop-prize"
    public static let summary = "Take a prize from a raffle that is not activated"
    public static let access = Access.signedIn
    public static let route: Route? = .delete("/v1/raffles/{raffle_id}/prizes/{prize_id}")
}

public enum ListPrizes: Query {
    public struct Request: Codable, Sendable {
        public let raffleID: ID<Raffle>
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case raffleID = "raffle_id", limit, cursor
        }

        public init(raffleID: ID<Raffle>, limit: PageLimit? = nil, cursor: Cursor? = nil) {
            (self.raffleID, self.limit, self.cursor) = (raffleID, limit, cursor)
        }
    }
    public typealias Reply = Page<PrizeView>
    public static let name = "raffle.list-prizes"
    public static let summary = "A raffle's prizes by their places"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/raffles/{raffle_id}/prizes")
}

/// Something that buyers get on top, as long as there is some.
public struct PerkView: Codable, Sendable, Equatable {
    public let id: ID<Perk>
    public let raffleID: ID<Raffle>
    public var name: String
    public var description: String?
    /// Who buys this package gets it; every buyer where none is named.
    public var ticketPackageID: ID<TicketPackage>?
    /// How many there are in all.
    public var stock: WholeNumber<0, 10_000_000>
    /// How many of them buyers have.
    public var granted: Int64
    public var isActive: Bool
    public let createdAt: Timestamp
    public let createdBy: ID<User>
    public var updatedAt: Timestamp
    public var updatedBy: ID<User>

    enum CodingKeys: String, CodingKey {
        case id, raffleID = "raffle_id", name, description, ticketPackageID = "ticket_package_id"
        case stock, granted, isActive = "is_active", createdAt = "created_at"
        case createdBy = "created_by", updatedAt = "updated_at", updatedBy = "updated_by"
    }

    public init(
        id: ID<Perk>, raffleID: ID<Raffle>, name: String, description: String? = nil,
        ticketPackageID: ID<TicketPackage>? = nil, stock: WholeNumber<0, 10_000_000>, granted: Int64, isActive: Bool,
        createdAt: Timestamp, createdBy: ID<User>, updatedAt: Timestamp, updatedBy: ID<User>
    ) {
        (self.id, self.raffleID, self.name, self.description) = (id, raffleID, name, description)
        (self.ticketPackageID, self.stock, self.granted) = (ticketPackageID, stock, granted)
        (self.isActive, self.createdAt, self.createdBy) = (isActive, createdAt, createdBy)
        (self.updatedAt, self.updatedBy) = (updatedAt, updatedBy)
    }
}

public enum CreatePerk: Command {
    public struct Request: Codable, Sendable {
        public let raffleID: ID<Raffle>
        public let name: ElementName
        public let description: Note?
        public let ticketPackageID: ID<TicketPackage>?
        public let stock: WholeNumber<0, 10_000_000>

        enum CodingKeys: String, CodingKey {
            case raffleID = "raffle_id", name, description, ticketPackageID = "ticket_package_id", stock
        }

        public init(
            raffleID: ID<Raffle>, name: ElementName, description: Note? = nil,
            ticketPackageID: ID<TicketPackage>? = nil, stock: WholeNumber<0, 10_000_000>
        ) {
            (self.raffleID, self.name, self.description) = (raffleID, name, description)
            (self.ticketPackageID, self.stock) = (ticketPackageID, stock)
        }
    }
    public typealias Reply = PerkView
    public typealias Failure = RaffleFailure
    public static let name = "raffle.create-perk"
    public static let summary = "Add a perk for a raffle's buyers"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/raffles/{raffle_id}/perks")
    public static func location(of reply: Reply) -> String? { "/v1/raffles/\(reply.raffleID)/perks" }
}

public enum ChangePerk: Command {
    public struct Request: Codable, Sendable {
        public let raffleID: ID<Raffle>
        public let perkID: ID<Perk>
        public let name: ElementName?
        public let description: Change<Note>
        /// Never less than buyers have.
        public let stock: WholeNumber<0, 10_000_000>?
        public let isActive: Bool?

        enum CodingKeys: String, CodingKey {
            case raffleID = "raffle_id", perkID = "perk_id", name, description, stock
            case isActive = "is_active"
        }

        public init(
            raffleID: ID<Raffle>, perkID: ID<Perk>, name: ElementName? = nil, description: Change<Note> = .keep,
            stock: WholeNumber<0, 10_000_000>? = nil, isActive: Bool? = nil
        ) {
            (self.raffleID, self.perkID, self.name, self.description) = (raffleID, perkID, name, description)
            (self.stock, self.isActive) = (stock, isActive)
        }
    }
    public typealias Reply = PerkView
    public typealias Failure = RaffleFailure
    public static let name = "raffle.change-perk"
    public static let summary = "Change a perk, its stock too, or switch it off"
    public static let access = Access.signedIn
    public static let route: Route? = .patch("/v1/raffles/{raffle_id}/perks/{perk_id}")
}

public enum ListPerks: Query {
    public struct Request: Codable, Sendable {
        public let raffleID: ID<Raffle>
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case raffleID = "raffle_id", limit, cursor
        }

        public init(raffleID: ID<Raffle>, limit: PageLimit? = nil, cursor: Cursor? = nil) {
            (self.raffleID, self.limit, self.cursor) = (raffleID, limit, cursor)
        }
    }
    public typealias Reply = Page<PerkView>
    public static let name = "raffle.list-perks"
    public static let summary = "Perks of a raffle, the latest added first"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/raffles/{raffle_id}/perks")
}
