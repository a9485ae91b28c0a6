/// What a range of tickets is for: a selling unit, sales on-line, or nothing until it is given back.
public enum RangeKind: String, WireEnum {
    case unit, online, reserve, unknown

    public static var fallback: RangeKind? { .unknown }
}

/// A range of tickets by their places in the order in which they are given out; where numbers go one after another these are
/// the numbers. Ranges that are active never overlap.
public struct AllocationView: Codable, Sendable, Equatable {
    public let id: ID<TicketRange>
    public let raffleID: ID<Raffle>
    public let kind: RangeKind
    public let startNumber: Int64
    public let endNumber: Int64
    public var ticketsSold: Int64
    public var ticketsVoided: Int64
    public let allocatedAt: Timestamp
    public let allocatedBy: ID<User>
    public var deallocatedAt: Timestamp?
    public var deallocatedBy: ID<User>?
    public var isActive: Bool

    enum CodingKeys: String, CodingKey {
        case id, raffleID = "raffle_id", kind, startNumber = "start_number"
        case endNumber = "end_number", ticketsSold = "tickets_sold"
        case ticketsVoided = "tickets_voided", allocatedAt = "allocated_at"
        case allocatedBy = "allocated_by", deallocatedAt = "deallocated_at"
        case deallocatedBy = "deallocated_by", isActive = "is_active"
    }

    public init(
        id: ID<TicketRange>, raffleID: ID<Raffle>, kind: RangeKind, startNumber: Int64, endNumber: Int64,
        ticketsSold: Int64, ticketsVoided: Int64, allocatedAt: Timestamp, allocatedBy: ID<User>,
        deallocatedAt: Timestamp? = nil, deallocatedBy: ID<User>? = nil, isActive: Bool
    ) {
        (self.id, self.raffleID, self.kind, self.startNumber) = (id, raffleID, kind, startNumber)
        (self.endNumber, self.ticketsSold, self.ticketsVoided) = (endNumber, ticketsSold, ticketsVoided)
        (self.allocatedAt, self.allocatedBy) = (allocatedAt, allocatedBy)
        (self.deallocatedAt, self.deallocatedBy, self.isActive) = (deallocatedAt, deallocatedBy, isActive)
    }
}

/// Sets a range apart. While there are ranges for sales on-line, only these are sold there; else all that is in no range.
public enum AllocateTickets: Command {
    public struct Request: Codable, Sendable {
        public let raffleID: ID<Raffle>
        public let kind: RangeKind
        public let startNumber: WholeNumber<1, 10_000_000>
        public let endNumber: WholeNumber<1, 10_000_000>

        enum CodingKeys: String, CodingKey {
            case raffleID = "raffle_id", kind, startNumber = "start_number", endNumber = "end_number"
        }

        public init(
            raffleID: ID<Raffle>, kind: RangeKind, startNumber: WholeNumber<1, 10_000_000>,
            endNumber: WholeNumber<1, 10_000_000>
        ) {
            (self.raffleID, self.kind, self.startNumber) = (raffleID, kind, startNumber)
            self.endNumber = endNumber
        }
    }
    public typealias Reply = AllocationView
    public typealias Failure = TicketFailure
    public static let name = "raffle.allocate-tickets"
    public static let summary = "Set a range of a raffle's tickets apart"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/raffles/{raffle_id}/allocations")
    public static func location(of reply: Reply) -> String? { "/v1/raffles/\(reply.raffleID)/allocations" }
}

public enum DeallocateTickets: Command {
    public struct Request: Codable, Sendable {
        public let allocationID: ID<TicketRange>

        enum CodingKeys: String, CodingKey {
            case allocationID = "allocation_id"
        }

        public init(allocationID: ID<TicketRange>) {
            self.allocationID = allocationID
        }
    }
    public typealias Reply = AllocationView
    public typealias Failure = TicketFailure
    public static let name = "raffle.deallocate-tickets"
    public static let summary = "Give the unsold tickets of a range back"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/allocations/{allocation_id}/deallocate")
}

public enum ListAllocations: Query {
    public struct Request: Codable, Sendable {
        public let raffleID: ID<Raffle>
        public let kind: RangeKind?
        public let isActive: Bool?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case raffleID = "raffle_id", kind, isActive = "is_active", limit, cursor
        }

        public init(
            raffleID: ID<Raffle>, kind: RangeKind? = nil, isActive: Bool? = nil, limit: PageLimit? = nil,
            cursor: Cursor? = nil
        ) {
            (self.raffleID, self.kind, self.isActive, self.limit) = (raffleID, kind, isActive, limit)
            self.cursor = cursor
        }
    }
    public typealias Reply = Page<AllocationView>
    public static let name = "raffle.list-allocations"
    public static let summary = "Ranges of a raffle's tickets that are or were set apart, the latest first"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/raffles/{raffle_id}/allocations")
}
