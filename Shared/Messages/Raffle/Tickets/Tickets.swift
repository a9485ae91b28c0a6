public enum Ticket {}
public enum TicketRange {}

/// Where a ticket stands. What is voided is never sold again and never drawn.
public enum TicketState: String, WireEnum {
    /// Pending is in an order that is not paid yet.
    case available, pending, allocated, sold, voided, winner, claimed, unknown

    public static var fallback: TicketState? { .unknown }
}

public struct TicketView: Codable, Sendable, Equatable {
    public let id: ID<Ticket>
    public let raffleID: ID<Raffle>
    /// What is drawn.
    public let drawNumber: Int64
    /// Its place in the order in which tickets are given out, from one on.
    public let place: Int64
    public let state: TicketState
    /// The range that it was given out with.
    public let allocationID: ID<TicketRange>?
    public let allocatedAt: Timestamp?
    public let soldAt: Timestamp?
    public let voidedAt: Timestamp?
    public let voidedBy: ID<User>?
    public let voidedReason: String?
    public let createdAt: Timestamp
    public let updatedAt: Timestamp

    enum CodingKeys: String, CodingKey {
        case id, raffleID = "raffle_id", drawNumber = "draw_number", place, state
        case allocationID = "allocation_id", allocatedAt = "allocated_at", soldAt = "sold_at"
        case voidedAt = "voided_at", voidedBy = "voided_by", voidedReason = "voided_reason"
        case createdAt = "created_at", updatedAt = "updated_at"
    }

    public init(
        id: ID<Ticket>, raffleID: ID<Raffle>, drawNumber: Int64, place: Int64, state: TicketState,
        allocationID: ID<TicketRange>? = nil, allocatedAt: Timestamp? = nil, soldAt: Timestamp? = nil,
        voidedAt: Timestamp? = nil, voidedBy: ID<User>? = nil, voidedReason: String? = nil, createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        (self.id, self.raffleID, self.drawNumber, self.place) = (id, raffleID, drawNumber, place)
        (self.state, self.allocationID, self.allocatedAt) = (state, allocationID, allocatedAt)
        (self.soldAt, self.voidedAt, self.voidedBy) = (soldAt, voidedAt, voidedBy)
        (self.voidedReason, self.createdAt, self.updatedAt) = (voidedReason, createdAt, updatedAt)
    }
}

/// Makes all tickets, in turns between which everything else goes on; the raffle tells how many there are. Then it is configured.
public enum ConfigureRaffle: Command {
    public struct Request: Codable, Sendable {
        public let raffleID: ID<Raffle>

        enum CodingKeys: String, CodingKey {
            case raffleID = "raffle_id"
        }

        public init(raffleID: ID<Raffle>) {
            self.raffleID = raffleID
        }
    }
    public typealias Reply = RaffleView
    public typealias Failure = RaffleFailure
    public static let name = "raffle.configure-raffle"
    public static let summary = "Make a raffle's tickets"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/raffles/{raffle_id}/configure", success: 202)
}

/// For those who run the raffle.
public enum ListTickets: Query {
    public struct Request: Codable, Sendable {
        public let raffleID: ID<Raffle>
        public let state: TicketState?
        public let drawNumber: WholeNumber<1, 10_000_000>?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case raffleID = "raffle_id", state, drawNumber = "draw_number", limit, cursor
        }

        public init(
            raffleID: ID<Raffle>, state: TicketState? = nil, drawNumber: WholeNumber<1, 10_000_000>? = nil,
            limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.raffleID, self.state, self.drawNumber, self.limit) = (raffleID, state, drawNumber, limit)
            self.cursor = cursor
        }
    }
    public typealias Reply = Page<TicketView>
    public static let name = "raffle.list-tickets"
    public static let summary = "A raffle's tickets in the order in which they are given out"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/raffles/{raffle_id}/tickets")
}

public enum GetTicket: Query {
    public struct Request: Codable, Sendable {
        public let ticketID: ID<Ticket>

        enum CodingKeys: String, CodingKey {
            case ticketID = "ticket_id"
        }

        public init(ticketID: ID<Ticket>) {
            self.ticketID = ticketID
        }
    }
    public typealias Reply = TicketView
    public static let name = "raffle.get-ticket"
    public static let summary = "One ticket"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/tickets/{ticket_id}")
}

/// One that nobody has bought. What is sold is voided with its whole order, by refunding that.
public enum VoidTicket: Command {
    public struct Request: Codable, Sendable {
        public let ticketID: ID<Ticket>
        public let reason: Note

        enum CodingKeys: String, CodingKey {
            case ticketID = "ticket_id", reason
        }

        public init(ticketID: ID<Ticket>, reason: Note) {
            (self.ticketID, self.reason) = (ticketID, reason)
        }
    }
    public typealias Reply = TicketView
    public typealias Failure = TicketFailure
    public static let name = "raffle.void-ticket"
    public static let summary = "Void a ticket, for good"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/tickets/{ticket_id}/void")
}

/// How many tickets stand where.
public struct TicketCounts: Codable, Sendable, Equatable {
    public var total: Int64
    public var available: Int64
    public var pending: Int64
    public var allocated: Int64
    public var sold: Int64
    public var voided: Int64
    public var winner: Int64
    public var claimed: Int64

    public init(
        total: Int64, available: Int64, pending: Int64, allocated: Int64, sold: Int64, voided: Int64, winner: Int64,
        claimed: Int64
    ) {
        (self.total, self.available, self.pending) = (total, available, pending)
        (self.allocated, self.sold, self.voided, self.winner) = (allocated, sold, voided, winner)
        self.claimed = claimed
    }
}

public enum ReadTicketCounts: Query {
    public struct Request: Codable, Sendable {
        public let raffleID: ID<Raffle>

        enum CodingKeys: String, CodingKey {
            case raffleID = "raffle_id"
        }

        public init(raffleID: ID<Raffle>) {
            self.raffleID = raffleID
        }
    }
    public typealias Reply = TicketCounts
    public static let name = "raffle.read-ticket-counts"
    public static let summary = "How many of a raffle's tickets stand where"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/raffles/{raffle_id}/ticket-counts")
}

public enum TicketFailure: String, DomainFailure {
    case wrongState = "wrong_state"
    case soldWithOrder = "sold_with_order"
    case outOfRange = "out_of_range"
    case rangesOverlap = "ranges_overlap"
    case ticketsTaken = "tickets_taken"
    case unknownUnit = "unknown_unit"
    case tooMany = "too_many"
    case unknownKind = "unknown_kind"

    public var status: Int {
        switch self {
        case .wrongState, .soldWithOrder, .rangesOverlap, .ticketsTaken: 409
        default: 422
        }
    }
}
