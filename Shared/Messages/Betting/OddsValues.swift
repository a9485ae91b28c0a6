/// The ways in which odds are written.
public enum OddsNotation: String, WireEnum {
    case decimal, american, fractional, hongKong = "hong_kong", malay, indonesian
}

/// Odds as somebody wrote them. What each notation takes is for whoever reads them, with the notation beside them.
public enum OddsRule: TextRule {
    public static let length = 1...40
    public static let sample = "2.50"
}

/// A probability between 0 and 1, and neither of them.
public enum ProbabilityRule: TextRule {
    public static let length = 3...40
    public static let pattern: String? = #"^0\.[0-9]{1,38}$"#
    public static let sample = "0.4375"
    public static let expected = "a probability between 0 and 1 in plain digits, such as 0.4375"
    public static func accepts(_ text: String) -> Bool {
        let digits = text.utf8.dropFirst(2)
        return text.utf8.starts(with: [0x30, 0x2e]) && digits.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
            && digits.contains { $0 != 0x30 }
    }
}

/// A number that is not money: plain digits, so that no reader makes another number of it.
public enum FigureRule: TextRule {
    public static let length = 1...48
    public static let pattern: String? = #"^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,30})?$"#
    public static let sample = "0.25"
    public static let expected = "a number in plain digits with at most 15 before the point and 30 after it"
    public static func accepts(_ text: String) -> Bool {
        let parts = text.utf8.dropFirst(text.utf8.first == 0x2d ? 1 : 0)
            .split(separator: 0x2e, omittingEmptySubsequences: false)
        return (1...2).contains(parts.count) && parts.allSatisfy { $0.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }
            && (1...15).contains(parts[0].count) && (parts[0].count == 1 || parts[0].first != 0x30)
            && (parts.count == 1 || (1...30).contains(parts[1].count))
    }
}

public typealias OddsInput = Text<OddsRule>
public typealias ProbabilityText = Text<ProbabilityRule>
public typealias FigureText = Text<FigureRule>

/// Which of two neighbours is written where a notation cannot say the odds themselves. `down` is never better for whoever
/// takes them.
public enum OddsRounding: String, WireEnum { case down, nearest, up }

/// How a book's margin is taken out of its prices.
public enum MarginMethod: String, WireEnum {
    case proportional, additive, power, shin, oddsRatio = "odds_ratio"
}

/// What several bets have to do with each other: of exclusive ones at most one wins.
public enum BetRelation: String, WireEnum { case exclusive, independent }

/// How one's own view is mixed with that of others: as probabilities, or as the logarithms of their odds.
public enum ShrinkageMethod: String, WireEnum { case linear, logit }

public enum LineSide: String, WireEnum { case over, under }
