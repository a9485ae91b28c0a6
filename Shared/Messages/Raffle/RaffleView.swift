/// A raffle as it is shown.
public struct RaffleView: Codable, Sendable, Equatable {
    public let id: ID<Raffle>
    public var name: String
    public var description: String?
    public var eventIdentifier: String?
    /// Nobody's where a draft has not said yet.
    public var organizationID: ID<Organization>?
    public var venueID: ID<Venue>?
    public var state: RaffleState
    public let currency: CurrencyCode
    public var maxTickets: TicketCount?
    /// How many of them are there already.
    public var configuredTickets: Int64
    /// In which order numbers are given out.
    public var numberOrder: NumberOrder
    public var salesStartTime: Timestamp?
    public var salesEndTime: Timestamp?
    public var drawTime: Timestamp?
    public var jackpotSeed: Money
    public var revenueCalculationMethod: RevenueCalculation
    /// What net revenue is without, in percent.
    public var feePercent: DecimalText
    public var taxPercent: DecimalText
    public var allowsOnlineSales: Bool
    /// Whether nobody wins twice.
    public var distinctWinners: Bool
    public var suspensionReason: String?
    public var cancellationReason: String?
    public var reconciliationConfirmedAt: Timestamp?
    public var reconciliationConfirmedBy: ID<User>?
    public var activatedAt: Timestamp?
    public var salesClosedAt: Timestamp?
    public let createdAt: Timestamp
    public let createdBy: ID<User>
    public var updatedAt: Timestamp
    /// Nothing where that was not kept yet.
    public var updatedBy: ID<User>?

    enum CodingKeys: String, CodingKey {
        case id, name, description, eventIdentifier = "event_identifier"
        case organizationID = "organization_id", venueID = "venue_id", state, currency
        case maxTickets = "max_tickets", configuredTickets = "configured_tickets"
        case numberOrder = "number_order", salesStartTime = "sales_start_time"
        case salesEndTime = "sales_end_time", drawTime = "draw_time", jackpotSeed = "jackpot_seed"
        case revenueCalculationMethod = "revenue_calculation_method", feePercent = "fee_pct"
        case taxPercent = "tax_pct", allowsOnlineSales = "allows_online_sales"
        case distinctWinners = "distinct_winners", suspensionReason = "suspension_reason"
        case cancellationReason = "cancellation_reason"
        case reconciliationConfirmedAt = "reconciliation_confirmed_at"
        case reconciliationConfirmedBy = "reconciliation_confirmed_by", activatedAt = "activated_at"
        case salesClosedAt = "sales_closed_at", createdAt = "created_at", createdBy = "created_by"
        case updatedAt = "updated_at", updatedBy = "updated_by"
    }

    public init(
        id: ID<Raffle>, name: String, description: String? = nil, eventIdentifier: String? = nil,
        organizationID: ID<Organization>? = nil, venueID: ID<Venue>? = nil, state: RaffleState, currency: CurrencyCode,
        maxTickets: TicketCount? = nil, configuredTickets: Int64, numberOrder: NumberOrder,
        salesStartTime: Timestamp? = nil, salesEndTime: Timestamp? = nil, drawTime: Timestamp? = nil,
        jackpotSeed: Money, revenueCalculationMethod: RevenueCalculation, feePercent: DecimalText,
        taxPercent: DecimalText, allowsOnlineSales: Bool, distinctWinners: Bool, suspensionReason: String? = nil,
        cancellationReason: String? = nil, reconciliationConfirmedAt: Timestamp? = nil,
        reconciliationConfirmedBy: ID<User>? = nil, activatedAt: Timestamp? = nil, salesClosedAt: Timestamp? = nil,
        createdAt: Timestamp, createdBy: ID<User>, updatedAt: Timestamp, updatedBy: ID<User>? = nil
    ) {
        (self.id, self.name, self.description) = (id, name, description)
        (self.eventIdentifier, self.organizationID) = (eventIdentifier, organizationID)
        (self.venueID, self.state, self.currency) = (venueID, state, currency)
        (self.maxTickets, self.configuredTickets) = (maxTickets, configuredTickets)
        (self.numberOrder, self.salesStartTime) = (numberOrder, salesStartTime)
        (self.salesEndTime, self.drawTime, self.jackpotSeed) = (salesEndTime, drawTime, jackpotSeed)
        (self.revenueCalculationMethod, self.feePercent) = (revenueCalculationMethod, feePercent)
        (self.taxPercent, self.allowsOnlineSales) = (taxPercent, allowsOnlineSales)
        (self.distinctWinners, self.suspensionReason) = (distinctWinners, suspensionReason)
        self.cancellationReason = cancellationReason
        self.reconciliationConfirmedAt = reconciliationConfirmedAt
        (self.reconciliationConfirmedBy, self.activatedAt) = (reconciliationConfirmedBy, activatedAt)
        (self.salesClosedAt, self.createdAt, self.createdBy) = (salesClosedAt, createdAt, createdBy)
        (self.updatedAt, self.updatedBy) = (updatedAt, updatedBy)
    }
}

/// One raffle. While it is only being prepared it is shown to those who run it.
public enum GetRaffle: Query {
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
    public static let name = "raffle.get-raffle"
    public static let summary = "One raffle"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/raffles/{raffle_id}")
}

/// Raffles, the latest made first.
public enum ListRaffles: Query {
    public struct Request: Codable, Sendable {
        public let state: RaffleState?
        public let organizationID: ID<Organization>?
        public let venueID: ID<Venue>?
        /// Those whose sales begin at this time or later.
        public let from: Timestamp?
        /// Those whose sales begin before this time.
        public let to: Timestamp?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case state, organizationID = "organization_id", venueID = "venue_id", from, to, limit
            case cursor
        }

        public init(
            state: RaffleState? = nil, organizationID: ID<Organization>? = nil, venueID: ID<Venue>? = nil,
            from: Timestamp? = nil, to: Timestamp? = nil, limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.state, self.organizationID, self.venueID) = (state, organizationID, venueID)
            (self.from, self.to, self.limit, self.cursor) = (from, to, limit, cursor)
        }
    }
    public typealias Reply = Page<RaffleView>
    public static let name = "raffle.list-raffles"
    public static let summary = "Raffles"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/raffles")
}
