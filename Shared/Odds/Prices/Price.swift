/// The odds of a bet, held exactly as what they are in every format: the profit for each unit staked.
public struct Price: Hashable, Comparable, Sendable {
    /// What a winning unit brings beside itself, from a millionth to a million.
    public let profit: Rational

    /// Why something is no price, by a stable code.
    public enum Fault: String, Error, CaseIterable {
        case unreadable = "unreadable_odds"
        case tooLong = "odds_too_long"
        case zero = "odds_of_zero"
        case betweenEvens = "odds_between_evens"
        case outOfRange = "odds_out_of_range"

        /// What was wrong and what would be right.
        public func detail(_ format: Notation) -> String {
            switch self {
            case .unreadable: "expected \(format.expected)"
            case .tooLong: "odds have at most \(OddsText.longest) characters, and at most 8 decimals"
            case .zero: "nothing is paid at odds of zero; expected \(format.expected)"
            case .betweenEvens: "there are no such odds; expected \(format.expected)"
            case .outOfRange: "expected odds that pay between a millionth and a million times the stake"
            }
        }
    }

    /// The bounds keep every conversion within 64-bit terms.
    private static let bound: Int64 = 1_000_000
    private static let largestTerm: Int64 = 1_000_000_000_000_000

    public init(profit: Rational) throws(Fault) {
        if profit <= .zero { throw .zero }
        let (over, under) = (profit.numerator, profit.denominator)
        guard over <= Self.largestTerm, under <= Self.largestTerm,
            Int128(over) <= Int128(under) * Int128(Self.bound), Int128(under) <= Int128(over) * Int128(Self.bound)
        else { throw .outOfRange }
        self.profit = profit
    }

    /// What a winning unit brings with itself, which is never out of range.
    public var decimal: Rational {
        guard let decimal = try? profit + .one else { preconditionFailure("a price's terms are bounded") }
        return decimal
    }

    /// A higher price pays more.
    public static func < (left: Price, right: Price) -> Bool { left.profit < right.profit }
}

/// The ways in which odds are written.
public enum Notation: String, Sendable, CaseIterable {
    /// The profit on a stake of 100, or with a minus the stake for a profit of 100.
    case american
    /// What comes back for each unit, the stake with it.
    case decimal
    /// The profit as a fraction of the stake.
    case fractional
    /// The profit on a stake of one.
    case hongKong = "hong_kong"
    /// The profit on a stake of one up to evens, else with a minus the stake for a profit of one.
    case malay
    /// The profit on a stake of one from evens on, else with a minus the stake for a profit of one.
    case indonesian

    var expected: String {
        switch self {
        case .american: "a whole number from +100 up or from -100 down, such as -110"
        case .decimal: "a number above 1 with at most 8 decimals, such as 1.91"
        case .fractional: "a fraction such as 10/11, or evens"
        case .hongKong: "a number above 0 with at most 8 decimals, such as 0.91"
        case .malay: "a number up to 1 or, below zero, from -1 up, such as 0.91 or -0.80"
        case .indonesian: "a number from 1 up or from -1 down, such as -1.10"
        }
    }
}
