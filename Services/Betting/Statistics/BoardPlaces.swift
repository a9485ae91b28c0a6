import Messages
import Storage

/// Somebody's places on the leaderboards of a currency, made anew of their daily sums. Nothing that was decided is ever
/// taken back, so that who is on a board stays on it.
struct BoardPlaces {
    let member: Int64
    let user: ID<User>
    let currency: String

    /// A place, and on which board: those of one sport, or, where none is named, of all.
    struct Place: Hashable {
        let kind: LeaderboardKind
        let sport: String
        let value: Int64
        let bets: Int64
    }

    static func isEarlier(_ left: ClosedRange<Int64>?, _ right: ClosedRange<Int64>?) -> Bool {
        left?.lowerBound ?? .min < right?.lowerBound ?? .min
    }

    func places(_ days: ClosedRange<Int64>?, in database: Connection) throws -> [Place] {
        var sums = try DailyResults.bySport(of: user, currency, days, in: database)
        var all = Tally()
        for tally in sums.values { all += tally }
        // What is of no sport counts for all of them together and on no board of its own.
        sums[""] = all
        return sums.sorted { $0.key < $1.key }.flatMap { sport, tally in
            LeaderboardKind.allCases.compactMap { kind in
                kind.value(of: tally).map { Place(kind: kind, sport: sport, value: $0, bets: tally.settled) }
            }
        }
    }

    func write(_ period: LeaderboardPeriod, _ days: ClosedRange<Int64>?, in database: Connection) throws {
        for place in try places(days, in: database) {
            let board = Board(
                kind: place.kind, period: period, firstDay: days?.lowerBound ?? 0, currency: currency,
                sport: place.sport)
            try database.run(
                """
                INSERT INTO leaderboard_row (member, board, minus, bets) VALUES (?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET minus = excluded.minus, bets = excluded.bets
                """, member, try board.made(in: database), -place.value, place.bets)
        }
    }
}

/// Which leaderboard.
struct Board {
    let kind: LeaderboardKind
    let period: LeaderboardPeriod
    /// The number of the period's first day, 0 for all of the time.
    let firstDay: Int64
    let currency: String
    /// A sport's key, empty for all sports.
    let sport: String

    /// Its number, if anybody is on it.
    func number(in database: Connection) throws -> Int64? {
        try database.first(
            """
            SELECT number FROM leaderboard
            WHERE kind = ? AND period = ? AND first_day = ? AND currency = ? AND sport = ?
            """, kind, period, firstDay, currency, sport
        ) { try $0.value(0) }
    }

    func made(in database: Connection) throws -> Int64 {
        if let number = try number(in: database) { return number }
        try database.run(
            "INSERT INTO leaderboard (kind, period, first_day, currency, sport) VALUES (?, ?, ?, ?, ?)", kind, period,
            firstDay, currency, sport)
        return database.lastInsertedRow
    }
}
