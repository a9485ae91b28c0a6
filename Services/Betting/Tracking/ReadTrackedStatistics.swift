public import Messages
public import Runtime
import Storage

extension ReadTrackedStatistics: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let (reader, database) = (try context.user(), context.database)
        let owner = try TrackedOwner.asked(request.user, by: reader)
        guard let days = TrackedDays.from(request.from, to: request.to) else {
            return Reply(currencies: [], calibration: nil, closing: nil)
        }
        let sums = try TrackedParts.read(of: owner, days, request, in: database)
        let currencies: [TrackedCurrencyStatistics] = try sums.sorted { $0.key < $1.key }.compactMap { code, parts in
            guard let currency = try CurrencyTable.find(CurrencyCode(trusted: code), in: database) else { return nil }
            let run = try TrackedRunCount.read(of: owner, currency, request, days, in: database)
            return parts.view(in: currency, run)
        }
        guard request.sport == nil, request.marketType == nil, request.book == nil, request.currency == nil else {
            return Reply(currencies: currencies, calibration: nil, closing: nil)
        }
        let sheet = try TrackedDays.sheet(of: .one(owner), days, in: database)
        return Reply(currencies: currencies, calibration: sheet.calibration, closing: sheet.closing)
    }
}

extension ReadDashboard: QueryHandler {
    private static let booksShown = 50
    private static let edgesCounted = 1000

    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let (owner, database) = (try context.user().user, context.database)
        let today = Day(context.now).daysSince1970
        let month = try TrackedParts.read(of: owner, today - 29...today, .init(), in: database)
        let week = try TrackedParts.read(of: owner, today - 6...today, .init(), in: database)
        let open: [(currency: Currency, bets: Int64, stake: Amount, potential: Amount, disputed: Int64)] =
            try database.rows(
                """
                SELECT code, scale, bets, stake, potential, disputed FROM tracked_open
                JOIN currency ON code = currency WHERE owner = ? ORDER BY code
                """, owner
            ) { row in
                let currency = Currency(code: try row.value(0), scale: try row.value(1))
                return (currency, try row.value(2), try row.value(3), try row.value(4), try row.value(5))
            }
        // Every bet was open once, so that none is left out.
        let currencies = open.map { one in
            InCurrency(
                currency: CurrencyCode(trusted: one.currency.code), openBets: one.bets,
                openStake: Money(one.stake, one.currency), openReturn: Money(one.potential, one.currency),
                disputed: one.disputed,
                last7Days: (week[one.currency.code]?.total ?? TrackedTally()).view(in: one.currency),
                last30Days: (month[one.currency.code]?.total ?? TrackedTally()).view(in: one.currency))
        }
        let sheet = try TrackedDays.sheet(of: .one(owner), today - 29...today, in: database)
        return Reply(
            currencies: currencies,
            books: try BookBalances.list(of: owner, after: .start, limit: booksShown, in: database),
            activeEdges: try activeEdges(of: owner, at: context.now, in: database), calibration: sheet.calibration,
            closing: sheet.closing)
    }

    private static func activeEdges(of owner: ID<User>, at now: Timestamp, in database: Connection) throws -> Int64 {
        let latest: [Bool] = try database.rows(
            """
            SELECT deleted_at IS NULL AND status = 'active' AND stale_at > ? AND expires_at > ? FROM edge
            WHERE finder = ? ORDER BY number DESC LIMIT ?
            """, now, now, owner, edgesCounted
        ) { try $0.value(0) }
        return Int64(latest.count { $0 })
    }
}

/// The days that are asked about.
enum TrackedDays {
    /// So many rows of sums are added up for one question.
    static let mostRows = 50_000

    /// Nil where there is none.
    static func from(_ from: TimeOrDay?, to: TimeOrDay?) -> ClosedRange<Int64>? {
        let (first, last) = (from?.day ?? .min, to?.day ?? .max)
        return first <= last ? first...last : nil
    }

    static func sheet(
        of owner: ScoreOwner, _ days: ClosedRange<Int64>, in database: Connection
    ) throws -> ScoreSheet {
        var (sheet, rows) = (ScoreSheet(), 0)
        try database.each(
            """
            SELECT bets, closed, beaten, judged, came_true, held, squares, bucket FROM tracked_score
            WHERE owner = ? AND sport = '' AND season = '' AND place BETWEEN ? AND ?
            """, owner, days.lowerBound, days.upperBound
        ) { row in
            sheet.count(try TrackedScore(row))
            rows += 1
            return rows <= mostRows
        }
        try refuse(rows)
        return sheet
    }

    static func refuse(_ rows: Int) throws {
        if rows > mostRows {
            throw TrackedFiguresFailure.tooMuch.because(
                "expected fewer days: at most \(mostRows) sums of a day, market and book are added up")
        }
    }
}

extension TimeOrDay {
    /// The number of the day that is meant, in UTC.
    fileprivate var day: Int64 {
        switch self {
        case .day(let day): day.daysSince1970
        case .time(let time): Day(time).daysSince1970
        }
    }
}
