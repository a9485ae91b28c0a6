import Messages
import Storage

/// Streaks and heights, in one pass over bets in the order in which they were settled.
struct TrackedRunCount {
    /// So many of the latest are looked at.
    static let most = 10_000

    private var bets: Int64 = 0
    private var streak: Int64 = 0
    private var longestWon: Int64 = 0
    private var longestLost: Int64 = 0
    // Sums of so many amounts fit 128 bits.
    private var height: Int128 = 0
    private var greatest: Int128 = 0
    private var fall: Int128 = 0

    mutating func count(_ result: OutsideResult, net: Int64) {
        bets += 1
        switch result {
        case .win, .halfWin: streak = max(streak, 0) + 1
        case .loss, .halfLoss: streak = min(streak, 0) - 1
        case .push, .void: break
        }
        longestWon = max(longestWon, streak)
        longestLost = max(longestLost, -streak)
        height += Int128(net)
        greatest = max(greatest, height)
        fall = max(fall, greatest - height)
    }

    func view(in currency: Currency, isWhole: Bool) -> TrackedRun {
        func money(_ units: Int128) -> Money { Money(Amount(Int64(clamping: units)), currency) }
        return TrackedRun(
            bets: bets, isWhole: isWhole, currentStreak: streak, longestWon: longestWon, longestLost: longestLost,
            drawdown: money(fall), currentDrawdown: money(greatest - height))
    }

    /// Reads an index of settled bets, which has all that is asked for, and no row.
    static func read(
        of owner: ID<User>, _ currency: Currency, _ request: ReadTrackedStatistics.Request, _ days: ClosedRange<Int64>,
        in database: Connection
    ) throws -> TrackedRun {
        let day: Int64 = 86_400_000
        // Days beyond what a time can be are none.
        let from = days.lowerBound.multipliedReportingOverflow(by: day)
        let end = days.upperBound.addingReportingOverflow(1).partialValue.multipliedReportingOverflow(by: day)
        var (latest, looked): ([(result: OutsideResult, net: Int64)], Int) = ([], 0)
        try database.each(
            """
            SELECT result, returned - stake, (?5 IS NULL OR sport = ?5 COLLATE NOCASE) AND (?6 IS NULL OR market_type = ?6)
                AND (?7 IS NULL OR book = ?7) FROM tracked_bet
            WHERE status = 'settled' AND owner = ?1 AND currency = ?2 AND settled_at >= ?3 AND settled_at < ?4
            ORDER BY settled_at DESC, number DESC
            """, owner, currency.code, from.overflow ? Int64.min : from.partialValue,
            end.overflow ? Int64.max : end.partialValue, request.sport?.text, request.marketType?.text,
            request.book?.text
        ) { row in
            looked += 1
            guard looked <= most else { return false }
            if try row.value(2) { latest.append((try row.value(0), try row.value(1))) }
            return true
        }
        var run = TrackedRunCount()
        for one in latest.reversed() { run.count(one.result, net: one.net) }
        return run.view(in: currency, isWhole: looked <= most)
    }
}
