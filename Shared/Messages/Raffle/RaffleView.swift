/// A raffle as it is shown.
public struct RaffleView: Codable, Sendable {
    public let id: ID<Raffle>
    public let name: String
    public let description: String?
    public let eventIdentifier: String?
    public let state: RaffleState
    public let currency: CurrencyCode
    public let maxTickets: TicketCount?
    public let salesStartTime: Timestamp?
    public let salesEndTime: Timestamp?
    public let drawTime: Timestamp?
    public let jackpotSeed: Money
    public let revenueCalculationMethod: RevenueCalculation
    public let createdAt: Timestamp
    public let createdBy: ID<User>
    public let updatedAt: Timestamp

    enum CodingKeys: String, CodingKey {
        case id, name, description, eventIdentifier = "event_identifier", state, currency, maxTickets = "max_tickets"
        case salesStartTime = "sales_start_time", salesEndTime = "sales_end_time", drawTime = "draw_time"
        case jackpotSeed = "jackpot_seed", revenueCalculationMethod = "revenue_calculation_method"
        case createdAt = "created_at", createdBy = "created_by", updatedAt = "updated_at"
    }

    public init(
        id: ID<Raffle>, name: String, description: String?, eventIdentifier: String?, state: RaffleState,
        currency: CurrencyCode, maxTickets: TicketCount?, salesStartTime: Timestamp?, salesEndTime: Timestamp?,
        drawTime: Timestamp?, jackpotSeed: Money, revenueCalculationMethod: RevenueCalculation, createdAt: Timestamp,
        createdBy: ID<User>, updatedAt: Timestamp
    ) {
        (self.id, self.name, self.description) = (id, name, description)
        (self.eventIdentifier, self.state, self.currency) = (eventIdentifier, state, currency)
        (self.maxTickets, self.salesStartTime, self.salesEndTime) = (maxTickets, salesStartTime, salesEndTime)
        (self.drawTime, self.jackpotSeed) = (drawTime, jackpotSeed)
        self.revenueCalculationMethod = revenueCalculationMethod
        (self.createdAt, self.createdBy, self.updatedAt) = (createdAt, createdBy, updatedAt)
    }
}

/// One raffle. While it is only being prepared it is shown to those who run raffles.
public enum GetRaffle: Query {
    public struct Request: Codable, Sendable {
        public let raffleID: ID<Raffle>

        enum CodingKeys: String, CodingKey { case raffleID = "raffle_id" }

        public init(raffleID: ID<Raffle>) { self.raffleID = raffleID }
    }
    public typealias Reply = RaffleView
    public static let name = "raffle.get-raffle"
    public static let summary = "One raffle"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/raffles/{raffle_id}")
}

/// Raffles, the latest made first.
public enum ListRaffles: Query {
    public struct Request: Codable, Sendable {
        public let state: RaffleState?
        public let limit: PageLimit?
        public let cursor: Cursor?

        public init(state: RaffleState? = nil, limit: PageLimit? = nil, cursor: Cursor? = nil) {
            (self.state, self.limit, self.cursor) = (state, limit, cursor)
        }
    }
    public typealias Reply = Page<RaffleView>
    public static let name = "raffle.list-raffles"
    public static let summary = "Raffles"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/raffles")
}
