// Calculations with odds: nothing is kept of them, and nothing moves.

public enum ConvertOdds: Query {
    public struct Request: Codable, Sendable {
        public let format: OddsNotation
        public let odds: OddsInput
        /// The nearest where it is left out.
        public let rounding: OddsRounding?

        public init(format: OddsNotation, odds: OddsInput, rounding: OddsRounding? = nil) {
            (self.format, self.odds, self.rounding) = (format, odds, rounding)
        }
    }

    /// Odds in one notation.
    public struct Written: Codable, Sendable, Equatable {
        public let odds: String
        /// Whether these are the odds themselves; else they are rounded.
        public let exact: Bool

        public init(odds: String, exact: Bool) { (self.odds, self.exact) = (odds, exact) }
    }

    public struct Reply: Codable, Sendable, Equatable {
        /// Whole numbers with their sign; evens are `+100`.
        public let american: Written
        /// Like all that follow but fractions, with two to eight decimals.
        public let decimal: Written
        /// In lowest terms.
        public let fractional: Written
        public let hongKong: Written
        public let malay: Written
        public let indonesian: Written
        /// The probability at which the odds are neither good nor bad.
        public let implied: ProbabilityText

        enum CodingKeys: String, CodingKey {
            case american, decimal, fractional, hongKong = "hong_kong", malay, indonesian, implied
        }

        public init(
            american: Written, decimal: Written, fractional: Written, hongKong: Written, malay: Written,
            indonesian: Written, implied: ProbabilityText
        ) {
            (self.american, self.decimal, self.fractional) = (american, decimal, fractional)
            (self.hongKong, self.malay, self.indonesian, self.implied) = (hongKong, malay, indonesian, implied)
        }
    }
    public static let name = "betting.convert-odds"
    public static let summary = "Write odds in every notation, exactly where it can say them"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/odds/convert")
}

public enum DevigOdds: Query {
    public struct Request: Codable, Sendable {
        public let format: OddsNotation
        /// For outcomes of which exactly one comes true; at least two.
        public let prices: UpTo<200, OddsInput>
        public let method: MarginMethod

        public init(format: OddsNotation, prices: UpTo<200, OddsInput>, method: MarginMethod) {
            (self.format, self.prices, self.method) = (format, prices, method)
        }
    }
    public struct Reply: Codable, Sendable {
        /// How much the implied probabilities together are above one.
        public let overround: FigureText
        public let implied: UpTo<200, ProbabilityText>
        /// Without the margin; they sum to one.
        public let probabilities: UpTo<200, ProbabilityText>
        /// The decimal prices that these are.
        public let fairPrices: UpTo<200, FigureText>
        /// The exponent, the share of insiders or the ratio that the method found.
        public let parameter: FigureText?

        enum CodingKeys: String, CodingKey {
            case overround, implied, probabilities, fairPrices = "fair_prices", parameter
        }

        public init(
            overround: FigureText, implied: UpTo<200, ProbabilityText>, probabilities: UpTo<200, ProbabilityText>,
            fairPrices: UpTo<200, FigureText>, parameter: FigureText?
        ) {
            (self.overround, self.implied, self.probabilities) = (overround, implied, probabilities)
            (self.fairPrices, self.parameter) = (fairPrices, parameter)
        }
    }
    public enum Failure: String, DomainFailure {
        case oneSidedBook = "one_sided_book"
        /// The prices together pay at least what is staked on all of them.
        case noMargin = "no_margin"
        /// The method leaves an outcome without a probability.
        case nothingLeft = "nothing_left"
    }
    public static let name = "betting.devig-odds"
    public static let summary = "Take a book's margin out of its prices"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/odds/devig")
}

public enum EqualizeStakes: Query {
    public struct Request: Codable, Sendable {
        public let format: OddsNotation
        /// The best price for each outcome, of which exactly one comes true; at least two.
        public let prices: UpTo<200, OddsInput>
        public let total: Money
        /// Stakes are multiples of it; the currency's smallest unit where it is left out.
        public let stakeUnit: DecimalText?

        enum CodingKeys: String, CodingKey { case format, prices, total, stakeUnit = "stake_unit" }

        public init(
            format: OddsNotation, prices: UpTo<200, OddsInput>, total: Money, stakeUnit: DecimalText? = nil
        ) {
            (self.format, self.prices, self.total, self.stakeUnit) = (format, prices, total, stakeUnit)
        }
    }
    public struct Leg: Codable, Sendable, Equatable {
        public let stake: Money
        /// What comes back if this outcome comes true.
        public let returned: Money

        public init(stake: Money, returned: Money) { (self.stake, self.returned) = (stake, returned) }
    }
    public struct Reply: Codable, Sendable {
        /// Below zero where the prices leave a sure profit before stakes are rounded.
        public let overround: FigureText
        public let legs: UpTo<200, Leg>
        /// The total, less what is no whole unit of stake.
        public let staked: Money
        /// The least that comes back, whichever comes true.
        public let worstReturn: Money
        /// That less what is staked: what is sure, below zero where nothing is.
        public let profit: Money

        enum CodingKeys: String, CodingKey { case overround, legs, staked, worstReturn = "worst_return", profit }

        public init(overround: FigureText, legs: UpTo<200, Leg>, staked: Money, worstReturn: Money, profit: Money) {
            (self.overround, self.legs, self.staked) = (overround, legs, staked)
            (self.worstReturn, self.profit) = (worstReturn, profit)
        }
    }
    public enum Failure: String, DomainFailure {
        case oneSidedBook = "one_sided_book"
        case unknownCurrency = "unknown_currency"
        /// The total is less than one unit of stake.
        case nothingToStake = "nothing_to_stake"
    }
    public static let name = "betting.equalize-stakes"
    public static let summary = "Divide a total over all outcomes so that the same comes back whichever comes true"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/odds/arbitrage")
}
