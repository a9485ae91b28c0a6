import Messages
import Storage

/// A person's sums in one currency, in all and divided up.
struct TrackedParts {
    private static let shown = 100

    private(set) var total = TrackedTally()
    private var markets: [String: TrackedTally] = [:]
    private var books: [String: TrackedTally] = [:]
    private var sports: [String: TrackedTally] = [:]
    private var spellings: [String: String] = [:]

    private mutating func add(_ tally: TrackedTally, sport: String, market: String, book: String) throws {
        total = try total.adding(tally)
        markets[market] = try markets[market, default: TrackedTally()].adding(tally)
        books[book] = try books[book, default: TrackedTally()].adding(tally)
        let key = SportName.key(sport)
        sports[key] = try sports[key, default: TrackedTally()].adding(tally)
        // Shown as it was last written.
        spellings[key] = sport
    }

    /// By currency.
    static func read(
        of owner: ID<User>, _ days: ClosedRange<Int64>, _ request: ReadTrackedStatistics.Request,
        in database: Connection
    ) throws -> [String: TrackedParts] {
        var (sums, rows): ([String: TrackedParts], Int) = ([:], 0)
        try database.each(
            """
            SELECT won, lost, half_won, half_lost, pushed, void, staked, returned, given_back, d.currency, sport,
                market_type, book, (?5 IS NULL OR sport = ?5 COLLATE NOCASE) AND (?6 IS NULL OR market_type = ?6)
                AND (?7 IS NULL OR book = ?7)
            FROM currency CROSS JOIN tracked_daily d ON d.owner = ?1 AND d.currency = code AND day BETWEEN ?2 AND ?3
            WHERE ?4 IS NULL OR code = ?4
            """, owner, days.lowerBound, days.upperBound, request.currency?.text, request.sport?.text,
            request.marketType?.text, request.book?.text
        ) { row in
            // What is not asked about is work too.
            rows += 1
            guard rows <= TrackedDays.mostRows else { return false }
            guard try row.value(13) else { return true }
            let tally = try TrackedTally(row)
            // What was taken out again counts for nothing.
            guard tally.bets > 0 else { return true }
            try sums[row.value(9), default: TrackedParts()].add(
                tally, sport: row.value(10), market: row.value(11), book: row.value(12))
            return true
        }
        try TrackedDays.refuse(rows)
        return sums
    }

    func view(in currency: Currency, _ run: TrackedRun) -> TrackedCurrencyStatistics {
        TrackedCurrencyStatistics(
            currency: CurrencyCode(trusted: currency.code), total: total.view(in: currency),
            byMarket: Self.ranked(markets, currency), byBook: Self.ranked(books, currency),
            bySport: Self.ranked(sports, currency, spellings), run: run)
    }

    private static func ranked(
        _ parts: [String: TrackedTally], _ currency: Currency, _ spellings: [String: String] = [:]
    ) -> [TrackedCurrencyStatistics.Part] {
        parts.sorted { ($1.value.bets, $0.key) < ($0.value.bets, $1.key) }.prefix(shown).map { name, tally in
            .init(name: spellings[name] ?? name, figures: tally.view(in: currency))
        }
    }
}
