/// How a pool is given out, as its organizer lays down before the first bet.
public struct PoolPolicy: Codable, Sendable, Equatable {
    public let deadHeat: DeadHeatRule
    public let noWinner: NoWinnerRule
    /// Where the pool goes if nobody backed the winner.
    public let rollOverTo: ID<BettingEvent>?
    /// Each payout is a multiple of this.
    public let roundingUnit: DecimalText
    public let breakage: BreakageRule
    /// The least that a winner's backer gets for each unit staked.
    public let minimumDividend: DecimalText?
    public let minusPool: MinusPoolRule

    enum CodingKeys: String, CodingKey {
        case deadHeat = "dead_heat", noWinner = "no_winner", rollOverTo = "roll_over_to"
        case roundingUnit = "rounding_unit", breakage, minimumDividend = "minimum_dividend", minusPool = "minus_pool"
    }

    public init(
        deadHeat: DeadHeatRule, noWinner: NoWinnerRule, rollOverTo: ID<BettingEvent>?, roundingUnit: DecimalText,
        breakage: BreakageRule, minimumDividend: DecimalText?, minusPool: MinusPoolRule
    ) {
        (self.deadHeat, self.noWinner, self.rollOverTo) = (deadHeat, noWinner, rollOverTo)
        (self.roundingUnit, self.breakage) = (roundingUnit, breakage)
        (self.minimumDividend, self.minusPool) = (minimumDividend, minusPool)
    }
}

/// What of a pool's policy is laid down or changed, field by field; the rest stays as it is, at first as it is by itself.
public struct PoolPolicyPatch: Codable, Sendable {
    public var deadHeat: DeadHeatRule?
    public var noWinner: NoWinnerRule?
    public var rollOverTo = Change<ID<BettingEvent>>.keep
    public var roundingUnit: DecimalText?
    public var breakage: BreakageRule?
    public var minimumDividend = Change<DecimalText>.keep
    public var minusPool: MinusPoolRule?

    enum CodingKeys: String, CodingKey {
        case deadHeat = "dead_heat", noWinner = "no_winner", rollOverTo = "roll_over_to"
        case roundingUnit = "rounding_unit", breakage, minimumDividend = "minimum_dividend", minusPool = "minus_pool"
    }

    public init() {}
}

/// How several winners share a pool.
public enum DeadHeatRule: String, WireEnum {
    /// What is left after the takeout is divided in equal parts among the winners, and each part among their backers.
    case equalParts = "equal_parts"
    /// The winners' stakes are taken out of it first, and only the profit is divided in equal parts; every backer has the
    /// stake back and a part of the profit.
    case stakesBack = "stakes_back"
}

/// What becomes of a pool whose winner nobody backed.
public enum NoWinnerRule: String, WireEnum {
    case refund
    /// It goes on to another event of the same organizer and currency, if that still takes bets by then; else it is refunded.
    case rollOver = "roll_over"
}

/// What becomes of that which rounding leaves over.
public enum BreakageRule: String, WireEnum {
    /// It is given out, a rounding unit each, by largest remainder and the earliest bet first.
    case largestRemainder = "largest_remainder"
    /// The house keeps it.
    case house
}

/// Who bears it when a pool is too small for the minimum dividend.
public enum MinusPoolRule: String, WireEnum {
    /// Nobody: the minimum falls to what the pool can pay.
    case nobody = "none"
    /// The takeout, as far as it goes, and then the house.
    case takeout
    /// The house, which keeps its takeout.
    case house
}

/// Why a policy is refused although each of its fields is well-formed.
public enum PoolPolicyFailure: String, DomainFailure {
    /// The pool cannot go on to that event.
    case wrongRollOver = "wrong_roll_over"
    /// Only those whom the house trusts may have it bear a loss.
    case houseRisk = "house_risk"
    /// Only they may have payouts rounded to so large a unit.
    case coarseRounding = "coarse_rounding"

    public var status: Int { self == .wrongRollOver ? 422 : 403 }
}
