/// A bet that somebody made at an outside book, as they keep it here: no money of the platform's is in it. It is its owner's
/// business and that of admins.
public struct TrackedBet: Codable, Sendable, Equatable {
    public let id: ID<TrackedBet>
    public let user: ID<User>
    public let edge: ID<Edge>?
    public let sport: String
    public let eventKey: String
    public let match: ID<Match>?
    public let eventStartsAt: Timestamp?
    public let season: String?
    public let week: Int64?
    public let marketType: String
    public let player: String?
    public let side: String
    public let line: LineText?
    public let book: String
    /// What the book calls the bet.
    public let externalID: String?
    public let stake: Money
    public let odds: QuotedOdds
    public let potentialReturn: Money
    /// How likely its owner held it to be.
    public let probability: ProbabilityText?
    /// The mean profit for each unit staked, where that is known.
    public let expectedValue: FigureText?
    public let strategy: String?
    public let notes: String?
    public let risk: RiskNote?
    public let placedAt: Timestamp
    public let status: TrackedStatus
    public let result: OutsideResult?
    public let actualReturn: Money?
    public let netProfit: Money?
    public let settledAt: Timestamp?
    public let cancelledAt: Timestamp?
    public let dispute: BetDispute?
    public let closing: ClosingLine?
    public let createdAt: Timestamp
    public let updatedAt: Timestamp

    enum CodingKeys: String, CodingKey {
        case id, user = "user_id", edge = "edge_id", sport, eventKey = "event_key", match = "match_id"
        case eventStartsAt = "event_starts_at", season, week, marketType = "market_type", player, side, line, book
        case externalID = "external_id", stake, odds, potentialReturn = "potential_return", probability
        case expectedValue = "expected_value", strategy, notes, risk, placedAt = "placed_at", status, result
        case actualReturn = "actual_return", netProfit = "net_profit", settledAt = "settled_at"
        case cancelledAt = "cancelled_at", dispute, closing = "closing_line", createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    public init(
        id: ID<TrackedBet>, user: ID<User>, edge: ID<Edge>?, sport: String, eventKey: String, match: ID<Match>?,
        eventStartsAt: Timestamp?, season: String?, week: Int64?, marketType: String, player: String?, side: String,
        line: LineText?, book: String, externalID: String?, stake: Money, odds: QuotedOdds, potentialReturn: Money,
        probability: ProbabilityText?, expectedValue: FigureText?, strategy: String?, notes: String?, risk: RiskNote?,
        placedAt: Timestamp, status: TrackedStatus, result: OutsideResult?, actualReturn: Money?, netProfit: Money?,
        settledAt: Timestamp?, cancelledAt: Timestamp?, dispute: BetDispute?, closing: ClosingLine?,
        createdAt: Timestamp, updatedAt: Timestamp
    ) {
        (self.id, self.user, self.edge, self.sport, self.eventKey) = (id, user, edge, sport, eventKey)
        (self.match, self.eventStartsAt, self.season, self.week) = (match, eventStartsAt, season, week)
        (self.marketType, self.player, self.side, self.line, self.book) = (marketType, player, side, line, book)
        (self.externalID, self.stake, self.odds) = (externalID, stake, odds)
        (self.potentialReturn, self.probability) = (potentialReturn, probability)
        (self.expectedValue, self.strategy, self.notes, self.risk) = (expectedValue, strategy, notes, risk)
        (self.placedAt, self.status, self.result, self.actualReturn) = (placedAt, status, result, actualReturn)
        (self.netProfit, self.settledAt, self.cancelledAt) = (netProfit, settledAt, cancelledAt)
        (self.dispute, self.closing) = (dispute, closing)
        (self.createdAt, self.updatedAt) = (createdAt, updatedAt)
    }
}
