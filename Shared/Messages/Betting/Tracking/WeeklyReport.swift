/// A week of ISO 8601.
public enum ISOWeekRule: TextRule {
    public static let length = 8...8
    public static let pattern: String? = "^[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])$"
    public static let sample = "2030-W01"
    public static let expected = "a week such as 2030-W01"
    public static func accepts(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let areDigits = bytes.count == 8 && [0, 1, 2, 3, 6, 7].allSatisfy { bytes[$0] >= 0x30 && bytes[$0] <= 0x39 }
        guard areDigits, bytes[4] == UInt8(ascii: "-"), bytes[5] == UInt8(ascii: "W") else { return false }
        return (1...53).contains(Int(bytes[6] - 0x30) * 10 + Int(bytes[7] - 0x30))
    }
}

public typealias ISOWeekText = Text<ISOWeekRule>

/// What is to be reached in a week.
public enum GateName: String, WireEnum {
    /// The part of bets with a closing line that beat it, at least.
    case closingLineBeat = "closing_line_beat"
    /// The calibration error, at most.
    case calibration
    /// The part of settled bets of which the closing line is known, at least.
    case coverage
}

public enum GateVerdict: String, WireEnum {
    case passed, failed
    /// Of so few bets it says nothing.
    case tooFew = "too_few"
}

public struct Gate: Codable, Sendable, Equatable {
    public let name: GateName
    public let threshold: FigureText
    /// Absent where there is no bet to reckon it of.
    public let figure: FigureText?
    /// How many bets it is of, and how many it is to be of.
    public let bets: Int64
    public let leastBets: Int64
    public let verdict: GateVerdict

    enum CodingKeys: String, CodingKey { case name, threshold, figure, bets, leastBets = "least_bets", verdict }

    public init(
        name: GateName, threshold: FigureText, figure: FigureText?, bets: Int64, leastBets: Int64, verdict: GateVerdict
    ) {
        (self.name, self.threshold, self.figure) = (name, threshold, figure)
        (self.bets, self.leastBets, self.verdict) = (bets, leastBets, verdict)
    }
}

public struct WeeklyReport: Codable, Sendable, Equatable {
    /// The days of a week in UTC, or absent for a sport's.
    public let week: ISOWeekText?
    public let from: Day?
    public let to: Day?
    public let sport: String?
    public let season: String?
    public let sportWeek: Int64?
    public let closing: ClosingFigures
    public let calibration: Calibration
    public let gates: [Gate]
    /// Whether all gates are passed.
    public let isPassed: Bool

    enum CodingKeys: String, CodingKey {
        case week, from, to, sport, season, sportWeek = "sport_week", closing, calibration, gates, isPassed = "passed"
    }

    public init(
        week: ISOWeekText?, from: Day?, to: Day?, sport: String?, season: String?, sportWeek: Int64?,
        closing: ClosingFigures, calibration: Calibration, gates: [Gate], isPassed: Bool
    ) {
        (self.week, self.from, self.to, self.sport) = (week, from, to, sport)
        (self.season, self.sportWeek, self.closing) = (season, sportWeek, closing)
        (self.calibration, self.gates, self.isPassed) = (calibration, gates, isPassed)
    }
}

/// Either an ISO week, by when bets were settled, or a sport's week of a season, by what they are on; this week where nothing is said.
public struct WeeklyReportRequest: Codable, Sendable {
    public let week: ISOWeekText?
    public let sport: OutsideKey?
    public let season: SeasonText?
    public let sportWeek: WeekNumber?

    enum CodingKeys: String, CodingKey { case week, sport, season, sportWeek = "sport_week" }

    public init(
        week: ISOWeekText? = nil, sport: OutsideKey? = nil, season: SeasonText? = nil, sportWeek: WeekNumber? = nil
    ) {
        (self.week, self.sport, self.season, self.sportWeek) = (week, sport, season, sportWeek)
    }
}

public enum WeeklyReportFailure: String, DomainFailure {
    /// That year has no such week.
    case noSuchWeek = "no_such_week"
}

public enum ReadOwnWeek: Query {
    public typealias Request = WeeklyReportRequest
    public typealias Reply = WeeklyReport
    public typealias Failure = WeeklyReportFailure
    public static let name = "betting.read-own-week"
    public static let summary = "A week of one's own tracked bets, and whether it passes the gates"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/tracked-bets/weekly-report")
}

public enum ReadWeekOfAll: Query {
    public typealias Request = WeeklyReportRequest
    public typealias Reply = WeeklyReport
    public typealias Failure = WeeklyReportFailure
    public static let name = "betting.read-week-of-all"
    public static let summary = "A week of everybody's tracked bets together, and whether it passes the gates"
    public static let access = Access.roles([.admin, .operator_])
    public static let route: Route? = .get("/v1/tracked-bets/weekly-report/all")
}
