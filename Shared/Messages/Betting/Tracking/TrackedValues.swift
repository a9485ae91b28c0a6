/// What came of a bet at an outside book.
public enum OutsideResult: String, WireEnum {
    case win, loss
    /// Neither: the stake comes back.
    case push
    /// It never was: the stake comes back.
    case void
    /// Half of it won, the other half was a push.
    case halfWin = "half_win"
    /// Half of it was lost, the other half was a push.
    case halfLoss = "half_loss"
}

public enum TrackedStatus: String, WireEnum {
    case pending, settled, cancelled
}

/// By what a stake was sized, as whoever bet remembers it.
public struct RiskNote: Codable, Sendable, Equatable {
    public let bankroll: Money?
    public let recommendedStake: Money?
    public let kellyFraction: FigureText?
    public let confidence: ProbabilityText?
    public let tolerance: RiskTolerance?

    enum CodingKeys: String, CodingKey {
        case bankroll, recommendedStake = "recommended_stake", kellyFraction = "kelly_fraction", confidence, tolerance
    }

    public init(
        bankroll: Money? = nil, recommendedStake: Money? = nil, kellyFraction: FigureText? = nil,
        confidence: ProbabilityText? = nil, tolerance: RiskTolerance? = nil
    ) {
        (self.bankroll, self.recommendedStake, self.kellyFraction) = (bankroll, recommendedStake, kellyFraction)
        (self.confidence, self.tolerance) = (confidence, tolerance)
    }
}

/// The odds at which a bet's market closed, and what the bet's own are worth against them.
public struct ClosingLine: Codable, Sendable, Equatable {
    public let odds: QuotedOdds
    public let line: LineText?
    public let observedAt: Timestamp
    /// How much likelier the outcome was held at the close, margins included.
    public let probability: FigureText
    public let logit: FigureText
    /// How much more the taken odds pay, as a part of the closing ones.
    public let price: FigureText
    /// Decided by the exact odds; half a point of line counts for nothing.
    public let beatsClose: Bool

    enum CodingKeys: String, CodingKey {
        case odds, line, observedAt = "observed_at", probability, logit, price, beatsClose = "beats_close"
    }

    public init(
        odds: QuotedOdds, line: LineText?, observedAt: Timestamp, probability: FigureText, logit: FigureText,
        price: FigureText, beatsClose: Bool
    ) {
        (self.odds, self.line, self.observedAt, self.probability) = (odds, line, observedAt, probability)
        (self.logit, self.price, self.beatsClose) = (logit, price, beatsClose)
    }
}

/// The latest dispute about a bet's result; those before it are in its history.
public struct BetDispute: Codable, Sendable, Equatable {
    public let isOpen: Bool
    public let reason: String?
    public let disputedAt: Timestamp
    public let note: String?
    public let resolvedAt: Timestamp?

    enum CodingKeys: String, CodingKey {
        case isOpen = "open", reason, disputedAt = "disputed_at", note, resolvedAt = "resolved_at"
    }

    public init(isOpen: Bool, reason: String?, disputedAt: Timestamp, note: String?, resolvedAt: Timestamp?) {
        (self.isOpen, self.reason, self.disputedAt) = (isOpen, reason, disputedAt)
        (self.note, self.resolvedAt) = (note, resolvedAt)
    }
}
