/// What a jurisdiction allows, in one version of it. Versions never change; what is in force is the jurisdiction's latest.
/// Along the hierarchy the strictest counts.
public struct RegulationsView: Codable, Sendable, Equatable {
    public let id: ID<Regulations>
    public let jurisdictionID: ID<Jurisdiction>
    /// Counted from one.
    public let version: Int64
    public let maxPrizeValue: Money?
    /// Of one ticket, whatever the package that it is sold in.
    public let maxTicketPrice: Money?
    /// From the start of sales to their end.
    public let maxEventDurationHours: EventHours?
    public let dataRetentionYears: WholeNumber<1, 100>
    public let allowsOnlineSales: Bool
    /// Where it is false, winners are drawn by hand and recorded.
    public let allowsRandomNumberGenerator: Bool
    /// Whether a raffle takes a gaming licence of its organization and a permit of its venue. Those that are named must be good anyway.
    public let requiresLicences: Bool
    /// How long winners have to claim; nothing where the jurisdiction does not say.
    public let claimPeriodDays: WholeNumber<1, 3660>?
    public let createdAt: Timestamp
    public let createdBy: ID<User>

    enum CodingKeys: String, CodingKey {
        case id, jurisdictionID = "jurisdiction_id", version, maxPrizeValue = "max_prize_value"
        case maxTicketPrice = "max_ticket_price", maxEventDurationHours = "max_event_duration_hours"
        case dataRetentionYears = "data_retention_years", allowsOnlineSales = "allows_online_sales"
        case allowsRandomNumberGenerator = "allows_random_number_generator"
        case requiresLicences = "requires_licences", claimPeriodDays = "claim_period_days"
        case createdAt = "created_at", createdBy = "created_by"
    }

    public init(
        id: ID<Regulations>, jurisdictionID: ID<Jurisdiction>, version: Int64, maxPrizeValue: Money? = nil,
        maxTicketPrice: Money? = nil, maxEventDurationHours: EventHours? = nil, dataRetentionYears: WholeNumber<1, 100>,
        allowsOnlineSales: Bool, allowsRandomNumberGenerator: Bool, requiresLicences: Bool,
        claimPeriodDays: WholeNumber<1, 3660>? = nil, createdAt: Timestamp, createdBy: ID<User>
    ) {
        (self.id, self.jurisdictionID, self.version) = (id, jurisdictionID, version)
        (self.maxPrizeValue, self.maxTicketPrice) = (maxPrizeValue, maxTicketPrice)
        self.maxEventDurationHours = maxEventDurationHours
        (self.dataRetentionYears, self.allowsOnlineSales) = (dataRetentionYears, allowsOnlineSales)
        self.allowsRandomNumberGenerator = allowsRandomNumberGenerator
        (self.requiresLicences, self.claimPeriodDays) = (requiresLicences, claimPeriodDays)
        (self.createdAt, self.createdBy) = (createdAt, createdBy)
    }
}

/// Puts a new version in force. What is left out is not limited, or allowed.
public enum SetRegulations: Command {
    public struct Request: Codable, Sendable {
        public let jurisdictionID: ID<Jurisdiction>
        public let maxPrizeValue: Money?
        /// In the currency of the largest prize. A raffle in another currency than a limit's is not allowed where it holds.
        public let maxTicketPrice: Money?
        public let maxEventDurationHours: EventHours?
        /// Seven where nothing is said.
        public let dataRetentionYears: WholeNumber<1, 100>?
        public let allowsOnlineSales: Bool?
        public let allowsRandomNumberGenerator: Bool?
        /// True where nothing is said.
        public let requiresLicences: Bool?
        public let claimPeriodDays: WholeNumber<1, 3660>?

        enum CodingKeys: String, CodingKey {
            case jurisdictionID = "jurisdiction_id", maxPrizeValue = "max_prize_value"
            case maxTicketPrice = "max_ticket_price", maxEventDurationHours = "max_event_duration_hours"
            case dataRetentionYears = "data_retention_years", allowsOnlineSales = "allows_online_sales"
            case allowsRandomNumberGenerator = "allows_random_number_generator"
            case requiresLicences = "requires_licences", claimPeriodDays = "claim_period_days"
        }

        public init(
            jurisdictionID: ID<Jurisdiction>, maxPrizeValue: Money? = nil, maxTicketPrice: Money? = nil,
            maxEventDurationHours: EventHours? = nil, dataRetentionYears: WholeNumber<1, 100>? = nil,
            allowsOnlineSales: Bool? = nil, allowsRandomNumberGenerator: Bool? = nil, requiresLicences: Bool? = nil,
            claimPeriodDays: WholeNumber<1, 3660>? = nil
        ) {
            (self.jurisdictionID, self.maxPrizeValue) = (jurisdictionID, maxPrizeValue)
            (self.maxTicketPrice, self.maxEventDurationHours) = (maxTicketPrice, maxEventDurationHours)
            (self.dataRetentionYears, self.allowsOnlineSales) = (dataRetentionYears, allowsOnlineSales)
            self.allowsRandomNumberGenerator = allowsRandomNumberGenerator
            (self.requiresLicences, self.claimPeriodDays) = (requiresLicences, claimPeriodDays)
        }
    }
    public typealias Reply = RegulationsView
    public typealias Failure = LicensingFailure
    public static let name = "raffle.set-regulations"
    public static let summary = "Put a new version of a jurisdiction's regulations in force"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .put("/v1/jurisdictions/{jurisdiction_id}/regulations")
}

public enum ListRegulations: Query {
    public struct Request: Codable, Sendable {
        public let jurisdictionID: ID<Jurisdiction>
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case jurisdictionID = "jurisdiction_id", limit, cursor
        }

        public init(jurisdictionID: ID<Jurisdiction>, limit: PageLimit? = nil, cursor: Cursor? = nil) {
            (self.jurisdictionID, self.limit, self.cursor) = (jurisdictionID, limit, cursor)
        }
    }
    public typealias Reply = Page<RegulationsView>
    public static let name = "raffle.list-regulations"
    public static let summary = "Versions of a jurisdiction's regulations, the latest first"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/jurisdictions/{jurisdiction_id}/regulations")
}
