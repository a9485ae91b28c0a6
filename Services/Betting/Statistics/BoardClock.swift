import Messages
import Runtime
import Storage

/// Brings leaderboards up to date, some people at a time, a moment after something of theirs was decided: so a settlement
/// writes nothing for leaderboards but which days of whom are due, and somebody with a thousand bets is counted once.
enum BoardClock {
    static let timer = "betting.leaderboards"
    /// After this long what was decided meanwhile is counted in one go.
    static let delay: Int64 = 1000
    /// How many people's currencies are brought up to date in one turn, and how many days of each.
    static let people = 10
    static let days = 31

    /// Has the clock strike, if it does not already: to be called before something is noted as due.
    static func set(in context: CommandContext) throws {
        guard try !isDue(in: context.database) else { return }
        try context.schedule(timer, at: context.now.adding(milliseconds: delay))
    }

    /// Has the clock strike for what a migration has noted as due.
    static func prepare(in context: CommandContext) throws {
        let isSet = try context.database.first("SELECT 1 FROM runtime_timers WHERE handler = ? LIMIT 1", timer) { _ in
            true
        }
        guard try isDue(in: context.database), isSet == nil else { return }
        try context.schedule(timer, at: context.now.adding(milliseconds: delay))
    }

    private static func isDue(in database: Connection) throws -> Bool {
        try database.first("SELECT 1 FROM leaderboard_due LIMIT 1") { _ in true } ?? false
    }

    static func strike(in context: CommandContext) throws {
        let database = context.database
        for _ in 0..<people {
            let next: (member: Int64, currency: String)? = try database.first(
                "SELECT member, currency FROM leaderboard_due ORDER BY member, currency LIMIT 1"
            ) { (try $0.value(0), try $0.value(1)) }
            guard let next else { return }
            try count(next.member, next.currency, in: database)
        }
        if try isDue(in: database) { try context.schedule(timer, at: context.now) }
    }

    private static func count(_ member: Int64, _ currency: String, in database: Connection) throws {
        let due: [Int64] = try database.rows(
            "SELECT day FROM leaderboard_due WHERE member = ? AND currency = ? ORDER BY day LIMIT ?", member, currency,
            days
        ) { try $0.value(0) }
        let user = try database.first("SELECT user FROM leaderboard_member WHERE number = ?", member) {
            try $0.value(0, as: ID<User>.self)
        }
        guard let user, let last = due.last else { return }
        let places = BoardPlaces(member: member, user: user, currency: currency)
        for period in LeaderboardPeriod.allCases {
            for days in Set(due.map { period.days(around: Day(daysSince1970: $0)) }).sorted(by: BoardPlaces.isEarlier) {
                try places.write(period, days, in: database)
            }
        }
        try database.run(
            "DELETE FROM leaderboard_due WHERE member = ? AND currency = ? AND day <= ?", member, currency, last)
    }
}
