/// What is left out stays. A draft may change in all of this but its currency; once it is configured no more its tickets; once
/// it is activated only what it is called, since everything else bears on who wins what.
public enum ChangeRaffle: Command {
    public struct Request: Codable, Sendable {
        public let raffleID: ID<Raffle>
        public let name: Title?
        public let description: Change<Note>
        public let eventIdentifier: Change<OutsideKey>
        public let organizationID: ID<Organization>?
        public let venueID: ID<Venue>?
        public let maxTickets: TicketCount?
        public let numberOrder: NumberOrder?
        public let salesStartTime: Change<Timestamp>
        public let salesEndTime: Change<Timestamp>
        public let drawTime: Change<Timestamp>
        public let jackpotSeed: Money?
        public let revenueCalculationMethod: RevenueCalculation?
        public let feePercent: DecimalText?
        public let taxPercent: DecimalText?
        public let allowsOnlineSales: Bool?
        public let distinctWinners: Bool?

        enum CodingKeys: String, CodingKey {
            case raffleID = "raffle_id", name, description, eventIdentifier = "event_identifier"
            case organizationID = "organization_id", venueID = "venue_id", maxTickets = "max_tickets"
            case numberOrder = "number_order", salesStartTime = "sales_start_time"
            case salesEndTime = "sales_end_time", drawTime = "draw_time", jackpotSeed = "jackpot_seed"
            case revenueCalculationMethod = "revenue_calculation_method", feePercent = "fee_pct"
            case taxPercent = "tax_pct", allowsOnlineSales = "allows_online_sales"
            case distinctWinners = "distinct_winners"
        }

        public init(
            raffleID: ID<Raffle>, name: Title? = nil, description: Change<Note> = .keep,
            eventIdentifier: Change<OutsideKey> = .keep, organizationID: ID<Organization>? = nil,
            venueID: ID<Venue>? = nil, maxTickets: TicketCount? = nil, numberOrder: NumberOrder? = nil,
            salesStartTime: Change<Timestamp> = .keep, salesEndTime: Change<Timestamp> = .keep,
            drawTime: Change<Timestamp> = .keep, jackpotSeed: Money? = nil,
            revenueCalculationMethod: RevenueCalculation? = nil, feePercent: DecimalText? = nil,
            taxPercent: DecimalText? = nil, allowsOnlineSales: Bool? = nil, distinctWinners: Bool? = nil
        ) {
            (self.raffleID, self.name, self.description) = (raffleID, name, description)
            (self.eventIdentifier, self.organizationID) = (eventIdentifier, organizationID)
            (self.venueID, self.maxTickets, self.numberOrder) = (venueID, maxTickets, numberOrder)
            (self.salesStartTime, self.salesEndTime, self.drawTime) = (salesStartTime, salesEndTime, drawTime)
            (self.jackpotSeed, self.revenueCalculationMethod) = (jackpotSeed, revenueCalculationMethod)
            (self.feePercent, self.taxPercent) = (feePercent, taxPercent)
            (self.allowsOnlineSales, self.distinctWinners) = (allowsOnlineSales, distinctWinners)
        }
    }
    public typealias Reply = RaffleView
    public typealias Failure = RaffleFailure
    public static let name = "raffle.change-raffle"
    public static let summary = "Change a raffle"
    public static let access = Access.signedIn
    public static let route: Route? = .patch("/v1/raffles/{raffle_id}")
}

/// Opens sales from their start on, if every rule of the organization and of the jurisdictions above the venue allows it.
public enum ActivateRaffle: Command {
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
    public static let name = "raffle.activate-raffle"
    public static let summary = "Activate a raffle, so that its tickets are sold in its sales time"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/raffles/{raffle_id}/activate")
}

public enum SuspendRaffle: Command {
    public struct Request: Codable, Sendable {
        public let raffleID: ID<Raffle>
        public let reason: Note

        enum CodingKeys: String, CodingKey {
            case raffleID = "raffle_id", reason
        }

        public init(raffleID: ID<Raffle>, reason: Note) {
            (self.raffleID, self.reason) = (raffleID, reason)
        }
    }
    public typealias Reply = RaffleView
    public typealias Failure = RaffleFailure
    public static let name = "raffle.suspend-raffle"
    public static let summary = "Stop sales for a while"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/raffles/{raffle_id}/suspend")
}

/// The rules are asked again, since what they go by may have changed.
public enum ResumeRaffle: Command {
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
    public static let name = "raffle.resume-raffle"
    public static let summary = "Go on with sales that were stopped"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/raffles/{raffle_id}/resume")
}

/// Sales that are not closed by anybody close by themselves at their end.
public enum CloseSales: Command {
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
    public static let name = "raffle.close-sales"
    public static let summary = "Close sales for good"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/raffles/{raffle_id}/close-sales")
}

public enum CancelRaffle: Command {
    public struct Request: Codable, Sendable {
        public let raffleID: ID<Raffle>
        public let reason: Note

        enum CodingKeys: String, CodingKey {
            case raffleID = "raffle_id", reason
        }

        public init(raffleID: ID<Raffle>, reason: Note) {
            (self.raffleID, self.reason) = (raffleID, reason)
        }
    }
    public typealias Reply = RaffleView
    public typealias Failure = RaffleFailure
    public static let name = "raffle.cancel-raffle"
    public static let summary = "Call a raffle off, at any time before its draw"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/raffles/{raffle_id}/cancel")
}
