/// A line such as a total or a handicap, in thousandths at the finest.
public enum LineRule: TextRule {
    public static let length = 1...11
    public static let pattern: String? = #"^-?(0|[1-9][0-9]{0,5})(\.[0-9]{1,3})?$"#
    public static let sample = "44.5"
    public static let expected = "a line in plain digits, with at most 6 before the point and 3 after it, such as -3.5"
    public static func accepts(_ text: String) -> Bool {
        let parts = text.utf8.dropFirst(text.utf8.first == 0x2d ? 1 : 0)
            .split(separator: 0x2e, omittingEmptySubsequences: false)
        return (1...2).contains(parts.count) && parts.allSatisfy { $0.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }
            && (1...6).contains(parts[0].count) && (parts[0].count == 1 || parts[0].first != 0x30)
            && (parts.count == 1 || (1...3).contains(parts[1].count))
    }
}

/// What is backed in a market: `over`, `home`, a name.
public enum SideRule: TextRule {
    public static let length = 1...60
    public static let sample = "over"
}

/// A season as whoever counts weeks calls it.
public enum SeasonRule: TextRule {
    public static let length = 1...20
    public static let sample = "2026"
}

public typealias LineText = Text<LineRule>
public typealias SideText = Text<SideRule>
public typealias SeasonText = Text<SeasonRule>
/// How many outcomes a market has, of which exactly one comes true.
public typealias OutcomeCount = WholeNumber<2, 50>
public typealias WeekNumber = WholeNumber<0, 60>

/// Odds in the notations that people use most; where one cannot say them they are rounded to the nearest.
public struct QuotedOdds: Codable, Sendable, Equatable {
    public let american: String
    public let decimal: String
    /// Always exact.
    public let fractional: String

    public init(american: String, decimal: String, fractional: String) {
        (self.american, self.decimal, self.fractional) = (american, decimal, fractional)
    }
}

/// How far an edge has come.
public enum EdgeStatus: String, WireEnum {
    case active
    /// Its price was seen too long ago to be believed, or somebody said so; a new price makes it active again.
    case stale
    /// Its time is over.
    case expired
    /// Bet on.
    case used
    case unknown

    public static var fallback: EdgeStatus? { .unknown }
}
