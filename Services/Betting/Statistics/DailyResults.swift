import Messages
import Runtime
import Storage

/// The daily sums. Each stake is added in the transaction in which it is over, so that it counts once whatever crashes.
struct DailyResults {
    let user: ID<User>
    let kind: WagerKind
    let sport: String?
    let currency: Currency

    func count(_ tally: Tally, in context: CommandContext) throws {
        let day = Day(context.now).daysSince1970
        try context.database.run(
            """
            INSERT INTO results_daily VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET won = won + excluded.won, lost = lost + excluded.lost,
                refunded = refunded + excluded.refunded, firsts = firsts + excluded.firsts,
                staked = MIN(staked, 9223372036854775807 - excluded.staked) + excluded.staked,
                returned = MIN(returned, 9223372036854775807 - excluded.returned) + excluded.returned,
                given_back = MIN(given_back, 9223372036854775807 - excluded.given_back) + excluded.given_back,
                biggest = MAX(biggest, excluded.biggest)
            """, user, currency.code, day, kind, sport ?? "", tally.won, tally.lost, tally.refunded, tally.staked,
            tally.returned, tally.givenBack, tally.biggest, tally.firsts)
        guard let member = try BoardMember.find(user, in: context.database), member.isVisible else { return }
        try BoardClock.set(in: context)
        try context.database.run(
            "INSERT INTO leaderboard_due (member, currency, day) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            member.number, currency.code, day)
    }

    /// What came of somebody's stakes on some days, by the sport's key.
    static func bySport(
        of user: ID<User>, _ currency: String, _ days: ClosedRange<Int64>?, in database: Connection
    ) throws -> [String: Tally] {
        var sums: [String: Tally] = [:]
        let days = days ?? .min ... .max
        try database.each(
            """
            SELECT won, lost, refunded, staked, returned, given_back, biggest, firsts, sport FROM results_daily
            WHERE user = ? AND currency = ? AND day BETWEEN ? AND ?
            """, user, currency, days.lowerBound, days.upperBound
        ) { row in
            try sums[SportName.key(row.value(8)), default: Tally()] += Tally(row)
            return true
        }
        return sums
    }
}

extension Tally {
    /// Of the columns won, lost, refunded, staked, returned, given_back, biggest and firsts.
    init(_ row: borrowing Row) throws {
        (won, lost, refunded) = (try row.value(0), try row.value(1), try row.value(2))
        (staked, returned, givenBack) = (try row.value(3), try row.value(4), try row.value(5))
        (biggest, firsts) = (try row.value(6), try row.value(7))
    }
}
