/// A raffle's tickets begin to be made.
public struct TicketsBegun: Event {
    public static let type = "raffle.tickets-begun"
    public let raffle: ID<Raffle>
    public let tickets: Int64
    public let numberOrder: NumberOrder
    public var subject: Subject { Subject("raffle", raffle) }

    enum CodingKeys: String, CodingKey {
        case raffle, tickets, numberOrder = "number_order"
    }

    public init(raffle: ID<Raffle>, tickets: Int64, numberOrder: NumberOrder) {
        (self.raffle, self.tickets, self.numberOrder) = (raffle, tickets, numberOrder)
    }
}

/// All of a raffle's tickets are there.
public struct TicketsConfigured: Event {
    public static let type = "raffle.tickets-configured"
    public let raffle: ID<Raffle>
    public let counts: TicketCounts
    public var subject: Subject { Subject("raffle", raffle) }

    public init(raffle: ID<Raffle>, counts: TicketCounts) {
        (self.raffle, self.counts) = (raffle, counts)
    }
}

/// A range of tickets was set apart, or given back.
public struct AllocationChanged: Event {
    public static let type = "raffle.allocation-changed"
    public let before: AllocationView?
    public let after: AllocationView
    public var subject: Subject { Subject("raffle", after.raffleID) }

    public init(before: AllocationView? = nil, after: AllocationView) {
        (self.before, self.after) = (before, after)
    }
}

/// A ticket is void: never sold again and never drawn.
public struct TicketVoided: Event {
    public static let type = "raffle.ticket-voided"
    public static let severity = Severity.warning
    public let ticket: ID<Ticket>
    public let raffle: ID<Raffle>
    public let drawNumber: Int64
    public let from: TicketState
    public let reason: String
    public var subject: Subject { Subject("ticket", ticket) }

    enum CodingKeys: String, CodingKey {
        case ticket, raffle, drawNumber = "draw_number", from, reason
    }

    public init(ticket: ID<Ticket>, raffle: ID<Raffle>, drawNumber: Int64, from: TicketState, reason: String) {
        (self.ticket, self.raffle, self.drawNumber, self.from) = (ticket, raffle, drawNumber, from)
        self.reason = reason
    }
}

/// All that were left of a raffle that was called off are void.
public struct TicketsVoided: Event {
    public static let type = "raffle.tickets-voided"
    public static let severity = Severity.warning
    public let raffle: ID<Raffle>
    public let counts: TicketCounts
    public var subject: Subject { Subject("raffle", raffle) }

    public init(raffle: ID<Raffle>, counts: TicketCounts) {
        (self.raffle, self.counts) = (raffle, counts)
    }
}
