public import Messages
public import Runtime
import Storage

extension ReadStatistics: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let user = try context.user().user
        if let code = request.currency, try CurrencyTable.find(code, in: context.database) == nil {
            throw Failure.unknownCurrency.because("there is no currency \(code.text)", at: "/currency")
        }
        var sums: [String: CurrencySums] = [:]
        try addDecided(of: user, request, to: &sums, in: context.database)
        try addOpen(of: user, request, to: &sums, in: context.database)
        return Reply(
            currencies: try sums.sorted { $0.key < $1.key }.compactMap { code, sums in
                try CurrencyTable.find(CurrencyCode(trusted: code), in: context.database).map { sums.view(in: $0) }
            })
    }

    private static func addDecided(
        of user: ID<User>, _ request: Request, to sums: inout [String: CurrencySums], in database: Connection
    ) throws {
        try database.each(
            """
            SELECT won, lost, refunded, staked, returned, given_back, biggest, firsts, currency, day, kind, sport
            FROM results_daily
            WHERE user = ?1 AND (?2 IS NULL OR currency = ?2) AND day BETWEEN ?3 AND ?4 AND (?5 IS NULL OR kind = ?5)
                AND (?6 IS NULL OR sport = ?6 COLLATE NOCASE)
            """, user, request.currency?.text, request.from?.number ?? .min, request.to?.number ?? .max, request.kind,
            request.sport?.text
        ) { row in
            let day = Day(daysSince1970: try row.value(9))
            try sums[row.value(8), default: CurrencySums()].add(
                WagerSums(tally: Tally(row)), kind: row.value(10), sport: row.value(11), month: day.firstOfMonth)
            return true
        }
    }

    private static func addOpen(
        of user: ID<User>, _ request: Request, to sums: inout [String: CurrencySums], in database: Connection
    ) throws {
        for kind in WagerKind.allCases where request.kind == nil || request.kind == kind {
            try OpenStake.each(of: user, kind, in: database) { open in
                guard request.currency == nil || request.currency?.text == open.currency,
                    request.sport.asks(forSport: open.sport)
                else { return }
                sums[open.currency, default: CurrencySums()].add(
                    WagerSums(open: 1, openStake: open.stake), kind: kind, sport: open.sport, month: nil)
            }
        }
    }
}

extension TimeOrDay {
    /// The number of the day that is meant, in UTC.
    fileprivate var number: Int64 {
        switch self {
        case .day(let day): day.daysSince1970
        case .time(let time): Day(time).daysSince1970
        }
    }
}
