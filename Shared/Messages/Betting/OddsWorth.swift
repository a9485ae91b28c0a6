/// How likely one's own view makes something, and what it is worth at a price.
public enum ValueOdds: Query {
    public struct Request: Codable, Sendable {
        public let format: OddsNotation
        public let odds: OddsInput
        /// Either this or a model.
        public let probability: ProbabilityText?
        public let model: Model?
        /// What others hold, to lean on.
        public let consensus: Consensus?
        /// The odds at which the market closed, in the same notation.
        public let closingOdds: OddsInput?

        enum CodingKeys: String, CodingKey {
            case format, odds, probability, model, consensus, closingOdds = "closing_odds"
        }

        public init(
            format: OddsNotation, odds: OddsInput, probability: ProbabilityText? = nil, model: Model? = nil,
            consensus: Consensus? = nil, closingOdds: OddsInput? = nil
        ) {
            (self.format, self.odds, self.probability, self.model) = (format, odds, probability, model)
            (self.consensus, self.closingOdds) = (consensus, closingOdds)
        }
    }

    /// A normal distribution of what is counted, against a line.
    public struct Model: Codable, Sendable {
        public let mean: FigureText
        public let sigma: FigureText
        /// The least spread that is believed, more than zero.
        public let leastSigma: FigureText
        public let line: FigureText
        public let side: LineSide
        /// Whether only whole numbers are counted, so that a whole line has a push. Not where it is left out.
        public let countsWhole: Bool?

        enum CodingKeys: String, CodingKey {
            case mean, sigma, leastSigma = "least_sigma", line, side, countsWhole = "counts_whole"
        }

        public init(
            mean: FigureText, sigma: FigureText, leastSigma: FigureText, line: FigureText, side: LineSide,
            countsWhole: Bool? = nil
        ) {
            (self.mean, self.sigma, self.leastSigma) = (mean, sigma, leastSigma)
            (self.line, self.side, self.countsWhole) = (line, side, countsWhole)
        }
    }

    public struct Consensus: Codable, Sendable {
        public let probability: ProbabilityText
        /// How far one's own view is believed, from 0 to 1.
        public let ownWeight: FigureText
        /// Linear where it is left out.
        public let method: ShrinkageMethod?

        enum CodingKeys: String, CodingKey { case probability, ownWeight = "own_weight", method }

        public init(probability: ProbabilityText, ownWeight: FigureText, method: ShrinkageMethod? = nil) {
            (self.probability, self.ownWeight, self.method) = (probability, ownWeight, method)
        }
    }

    /// The price taken against the price at the close.
    public struct ClosingValue: Codable, Sendable, Equatable {
        public let probability: FigureText
        public let logit: FigureText
        /// As a part of the closing decimal price.
        public let price: FigureText
        public let beatsClose: Bool

        enum CodingKeys: String, CodingKey { case probability, logit, price, beatsClose = "beats_close" }

        public init(probability: FigureText, logit: FigureText, price: FigureText, beatsClose: Bool) {
            (self.probability, self.logit, self.price, self.beatsClose) = (probability, logit, price, beatsClose)
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        /// After the consensus; where there can be a push, if there is none.
        public let probability: ProbabilityText
        /// Of a model's line.
        public let push: FigureText?
        public let implied: ProbabilityText
        /// The probability less the implied one.
        public let edge: FigureText
        /// The mean profit for each unit staked that is not given back.
        public let expectedValue: FigureText
        /// Kelly's part of one's money, or 0.
        public let kelly: FigureText
        /// The decimal price from which on it is worth taking.
        public let breakEven: FigureText
        public let closingValue: ClosingValue?

        enum CodingKeys: String, CodingKey {
            case probability, push, implied, edge, expectedValue = "expected_value", kelly, breakEven = "break_even"
            case closingValue = "closing_value"
        }

        public init(
            probability: ProbabilityText, push: FigureText?, implied: ProbabilityText, edge: FigureText,
            expectedValue: FigureText, kelly: FigureText, breakEven: FigureText, closingValue: ClosingValue?
        ) {
            (self.probability, self.push, self.implied, self.edge) = (probability, push, implied, edge)
            (self.expectedValue, self.kelly, self.breakEven) = (expectedValue, kelly, breakEven)
            self.closingValue = closingValue
        }
    }
    public enum Failure: String, DomainFailure {
        /// The model or the mixing leaves nothing between never and always.
        case certain
    }
    public static let name = "betting.value-odds"
    public static let summary =
        "What a price is worth to somebody with a view: edge, expected value, Kelly, closing line"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/odds/edge")
}

public enum SizeStakes: Query {
    public struct Bet: Codable, Sendable {
        public let odds: OddsInput
        public let probability: ProbabilityText

        public init(odds: OddsInput, probability: ProbabilityText) {
            (self.odds, self.probability) = (odds, probability)
        }
    }
    public struct Request: Codable, Sendable {
        public let format: OddsNotation
        /// At least one; at most 8 where they are independent.
        public let bets: UpTo<200, Bet>
        /// Needed where there are several.
        public let relation: BetRelation?
        /// The part of Kelly's stakes that is taken, above 0 and up to 1, which it is where it is left out.
        public let fraction: FigureText?
        /// The most of one's money on any of them, above 0 and up to 1, which it is where it is left out.
        public let cap: FigureText?
        /// With it the stakes are told as money.
        public let bankroll: Money?
        /// Stakes are cut down to multiples of it; to the currency's smallest unit where it is left out.
        public let stakeUnit: DecimalText?

        enum CodingKeys: String, CodingKey {
            case format, bets, relation, fraction, cap, bankroll, stakeUnit = "stake_unit"
        }

        public init(
            format: OddsNotation, bets: UpTo<200, Bet>, relation: BetRelation? = nil, fraction: FigureText? = nil,
            cap: FigureText? = nil, bankroll: Money? = nil, stakeUnit: DecimalText? = nil
        ) {
            (self.format, self.bets, self.relation) = (format, bets, relation)
            (self.fraction, self.cap, self.bankroll, self.stakeUnit) = (fraction, cap, bankroll, stakeUnit)
        }
    }
    public struct Sized: Codable, Sendable, Equatable {
        public let expectedValue: FigureText
        /// Kelly's part of one's money if this were the only bet.
        public let alone: FigureText
        /// The part to stake.
        public let part: FigureText
        public let stake: Money?

        enum CodingKeys: String, CodingKey { case expectedValue = "expected_value", alone, part, stake }

        public init(expectedValue: FigureText, alone: FigureText, part: FigureText, stake: Money?) {
            (self.expectedValue, self.alone, self.part, self.stake) = (expectedValue, alone, part, stake)
        }
    }
    public struct Reply: Codable, Sendable {
        /// In the order of the bets.
        public let stakes: UpTo<200, Sized>
        /// All parts together.
        public let part: FigureText
        public let staked: Money?

        public init(stakes: UpTo<200, Sized>, part: FigureText, staked: Money?) {
            (self.stakes, self.part, self.staked) = (stakes, part, staked)
        }
    }
    public enum Failure: String, DomainFailure {
        case tooManyBets = "too_many_bets"
        case probabilitiesAboveOne = "probabilities_above_one"
        case relationNeeded = "relation_needed"
        case unknownCurrency = "unknown_currency"
        case notConverged = "not_converged"
    }
    public static let name = "betting.size-stakes"
    public static let summary = "What to stake by Kelly's criterion, on one bet or on several at once"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/odds/kelly")
}
