/// Begins a raffle as a draft: nothing is sold, and everything may still be changed, until it is configured.
public enum CreateRaffle: Command {
    public struct Request: Codable, Sendable {
        public let name: Title
        public let description: Note?
        /// The organizer's own key of the raffle, unique among all raffles.
        public let eventIdentifier: OutsideKey?
        public let currency: CurrencyCode
        /// How many tickets configuring will make.
        public let maxTickets: TicketCount?
        public let salesStartTime: Timestamp?
        public let salesEndTime: Timestamp?
        public let drawTime: Timestamp?
        /// What is in the jackpot before the first sale; nothing if left out.
        public let jackpotSeed: Money?
        /// Gross revenue if left out.
        public let revenueCalculationMethod: RevenueCalculation?

        enum CodingKeys: String, CodingKey {
            case name, description, eventIdentifier = "event_identifier", currency, maxTickets = "max_tickets"
            case salesStartTime = "sales_start_time", salesEndTime = "sales_end_time", drawTime = "draw_time"
            case jackpotSeed = "jackpot_seed", revenueCalculationMethod = "revenue_calculation_method"
        }

        public init(
            name: Title, description: Note? = nil, eventIdentifier: OutsideKey? = nil, currency: CurrencyCode,
            maxTickets: TicketCount? = nil, salesStartTime: Timestamp? = nil, salesEndTime: Timestamp? = nil,
            drawTime: Timestamp? = nil, jackpotSeed: Money? = nil,
            revenueCalculationMethod: RevenueCalculation? = nil
        ) {
            (self.name, self.description, self.eventIdentifier) = (name, description, eventIdentifier)
            (self.currency, self.maxTickets, self.salesStartTime) = (currency, maxTickets, salesStartTime)
            (self.salesEndTime, self.drawTime, self.jackpotSeed) = (salesEndTime, drawTime, jackpotSeed)
            self.revenueCalculationMethod = revenueCalculationMethod
        }
    }
    public typealias Reply = RaffleView
    public enum Failure: String, DomainFailure {
        case unknownCurrency = "unknown_currency"
        case eventIdentifierTaken = "event_identifier_taken"
        case timesOutOfOrder = "times_out_of_order"
        public var status: Int { self == .eventIdentifierTaken ? 409 : 422 }
    }
    public static let name = "raffle.create-raffle"
    public static let summary = "Begin a raffle"
    public static let access = Access.roles([.operator_, .admin])
    public static let route: Route? = .create("/v1/raffles")
    public static func location(of reply: RaffleView) -> String? { "/v1/raffles/\(reply.id)" }
}

/// A raffle was begun as a draft.
public struct RaffleCreated: Event {
    public static let type = "raffle.raffle-created"
    public let raffle: RaffleView
    public var subject: Subject { Subject("raffle", raffle.id) }

    public init(raffle: RaffleView) { self.raffle = raffle }
}
