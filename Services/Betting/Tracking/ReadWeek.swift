public import Messages
public import Runtime
import Storage

extension ReadOwnWeek: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        try TrackedWeek.report(request, of: .one(try context.user().user), in: context)
    }
}

extension ReadWeekOfAll: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        try TrackedWeek.report(request, of: .all, in: context)
    }
}

/// A week's report: eleven rows of sums for each of its days, or for a sport's week, whoever asks.
enum TrackedWeek {
    static func report(
        _ request: WeeklyReportRequest, of owner: ScoreOwner, in context: QueryContext
    ) throws -> WeeklyReport {
        let said = [request.sport != nil, request.season != nil, request.sportWeek != nil]
        if said.contains(true) {
            guard request.week == nil else {
                throw Rejection.field("/week", "conflicting_fields", "expected a week, or a sport's week of a season")
            }
            guard let sport = request.sport, let season = request.season, let number = request.sportWeek else {
                let missing = ["/sport", "/season", "/sport_week"][said.firstIndex(of: false) ?? 0]
                throw Rejection.field(missing, "missing_field", "a sport's week is one of a season; expected all three")
            }
            let place = ScorePlace(owner, sport.text, season.text, number.value)
            let gates = WeekGates(try sheet(place, in: context.database))
            return gates.report(nil, nil, place, of: sport.text)
        }
        let monday = try request.week.map { try Self.monday(of: $0) } ?? Day(context.now).monday
        let first = monday.daysSince1970
        let gates = WeekGates(try TrackedDays.sheet(of: owner, first...first + 6, in: context.database))
        return gates.report(name(of: monday), monday, nil, of: nil)
    }

    private static func sheet(_ place: ScorePlace, in database: Connection) throws -> ScoreSheet {
        var sheet = ScoreSheet()
        try database.each(
            """
            SELECT bets, closed, beaten, judged, came_true, held, squares, bucket FROM tracked_score
            WHERE owner = ? AND sport = ? AND season = ? AND place = ?
            """, place.owner, place.sport, place.season, place.number
        ) { row in
            sheet.count(try TrackedScore(row))
            return true
        }
        return sheet
    }

    /// A year's first week is the one with 4 January in it.
    static func monday(of week: ISOWeekText) throws -> Day {
        let (year, number) = (week.text.prefix(4), Int64(week.text.suffix(2)) ?? 0)
        let first = Day("\(year)-01-04")?.monday
        guard let monday = first?.adding(days: 7 * (number - 1)), name(of: monday).text == week.text else {
            throw WeeklyReportFailure.noSuchWeek.because("the year \(year) has no week \(number)", at: "/week")
        }
        guard monday.adding(days: 6).year <= 9999 else {
            throw WeeklyReportFailure.noSuchWeek.because("expected a week that ends by 9999-12-31", at: "/week")
        }
        return monday
    }

    /// The year of a week is that of its Thursday.
    static func name(of monday: Day) -> ISOWeekText {
        let thursday = monday.adding(days: 3)
        let year = String(thursday.text.prefix(4))
        let first = Day("\(year)-01-04")?.monday ?? monday
        let number = (monday.daysSince1970 - first.daysSince1970) / 7 + 1
        return ISOWeekText(trusted: "\(year)-W\(number < 10 ? "0" : "")\(number)")
    }
}

/// What is to be reached in a week, in billionths.
struct WeekGates {
    /// Of fewer bets nothing is said.
    static let leastBets: Int64 = 30
    /// Half of what is known at the close is beaten by who knows nothing.
    static let beat: Int64 = 500_000_000
    static let calibrationError: Int64 = 100_000_000
    static let coverage: Int64 = 800_000_000

    private let sheet: ScoreSheet
    private let gates: [Gate]

    init(_ sheet: ScoreSheet) {
        self.sheet = sheet
        let total = sheet.total
        func part(_ count: Int64, of all: Int64) -> Int64? {
            let (units, isTooLarge) = count.multipliedReportingOverflow(by: Billionths.one)
            return isTooLarge ? nil : Billionths.mean(units, of: all)
        }
        gates = [
            Self.gate(.closingLineBeat, part(total.beaten, of: total.closed), of: total.closed, Self.beat) { $0 >= $1 },
            Self.gate(.calibration, sheet.error, of: total.judged, Self.calibrationError) { $0 <= $1 },
            Self.gate(.coverage, part(total.closed, of: total.bets), of: total.bets, Self.coverage) { $0 >= $1 },
        ]
    }

    private static func gate(
        _ name: GateName, _ figure: Int64?, of bets: Int64, _ threshold: Int64, isReached: (Int64, Int64) -> Bool
    ) -> Gate {
        let isEnough = bets >= leastBets
        let verdict = figure.map { isReached($0, threshold) ? GateVerdict.passed : .failed }
        return Gate(
            name: name, threshold: Billionths.text(threshold), figure: figure.map { Billionths.text($0) }, bets: bets,
            leastBets: leastBets, verdict: isEnough ? verdict ?? .tooFew : .tooFew)
    }

    func report(
        _ week: ISOWeekText?, _ monday: Day?, _ place: ScorePlace?, of sport: String?
    ) -> WeeklyReport {
        WeeklyReport(
            week: week, from: monday, to: monday?.adding(days: 6), sport: sport, season: place?.season,
            sportWeek: place?.number, closing: sheet.closing, calibration: sheet.calibration, gates: gates,
            isPassed: gates.allSatisfy { $0.verdict == .passed })
    }
}
