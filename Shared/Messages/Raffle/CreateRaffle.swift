/// Begins a raffle as a draft: nothing is sold, and everything may still be changed, until it is configured.
public enum CreateRaffle: Command {
    public struct Request: Codable, Sendable {
        public let name: Title
        public let description: Note?
        /// The organizer's own key of the raffle, unique among all raffles.
        public let eventIdentifier: OutsideKey?
        public let currency: CurrencyCode
        /// How many tickets configuring will make: a million at most.
        public let maxTickets: TicketCount?
        public let salesStartTime: Timestamp?
        public let salesEndTime: Timestamp?
        public let drawTime: Timestamp?
        /// What is in the jackpot before the first sale; nothing if left out.
        public let jackpotSeed: Money?
        /// The organization's own way if left out, or else gross revenue.
        public let revenueCalculationMethod: RevenueCalculation?
        /// Whose raffle it is. The organization's own people name it; it can be said later, until the raffle is configured.
        public let organizationID: ID<Organization>?
        public let venueID: ID<Venue>?
        /// One after another if left out.
        public let numberOrder: NumberOrder?
        public let feePercent: DecimalText?
        public let taxPercent: DecimalText?
        /// Where organization and jurisdictions allow it, if left out.
        public let allowsOnlineSales: Bool?
        /// Whether nobody wins twice; if left out one may.
        public let distinctWinners: Bool?

        enum CodingKeys: String, CodingKey {
            case name, description, eventIdentifier = "event_identifier", currency
            case maxTickets = "max_tickets", salesStartTime = "sales_start_time"
            case salesEndTime = "sales_end_time", drawTime = "draw_time", jackpotSeed = "jackpot_seed"
            case revenueCalculationMethod = "revenue_calculation_method"
            case organizationID = "organization_id", venueID = "venue_id", numberOrder = "number_order"
            case feePercent = "fee_pct", taxPercent = "tax_pct"
            case allowsOnlineSales = "allows_online_sales", distinctWinners = "distinct_winners"
        }

        public init(
            name: Title, description: Note? = nil, eventIdentifier: OutsideKey? = nil, currency: CurrencyCode,
            maxTickets: TicketCount? = nil, salesStartTime: Timestamp? = nil, salesEndTime: Timestamp? = nil,
            drawTime: Timestamp? = nil, jackpotSeed: Money? = nil, revenueCalculationMethod: RevenueCalculation? = nil,
            organizationID: ID<Organization>? = nil, venueID: ID<Venue>? = nil, numberOrder: NumberOrder? = nil,
            feePercent: DecimalText? = nil, taxPercent: DecimalText? = nil, allowsOnlineSales: Bool? = nil,
            distinctWinners: Bool? = nil
        ) {
            (self.name, self.description, self.eventIdentifier) = (name, description, eventIdentifier)
            (self.currency, self.maxTickets, self.salesStartTime) = (currency, maxTickets, salesStartTime)
            (self.salesEndTime, self.drawTime, self.jackpotSeed) = (salesEndTime, drawTime, jackpotSeed)
            (self.revenueCalculationMethod, self.organizationID) = (revenueCalculationMethod, organizationID)
            (self.venueID, self.numberOrder, self.feePercent) = (venueID, numberOrder, feePercent)
            (self.taxPercent, self.allowsOnlineSales) = (taxPercent, allowsOnlineSales)
            self.distinctWinners = distinctWinners
        }
    }
    public typealias Reply = RaffleView
    public typealias Failure = RaffleFailure
    public static let name = "raffle.create-raffle"
    public static let summary = "Begin a raffle"
    public static let access = Access.signedIn
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
