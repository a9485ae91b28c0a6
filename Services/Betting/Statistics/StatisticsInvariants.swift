import Messages
import Storage

/// What must hold of daily sums and leaderboards at every commit.
enum StatisticsInvariants {
    static func violations(in database: Connection) throws -> [String] {
        try wrongSums(in: database) + wrongPlaces(in: database) + strangers(in: database)
    }

    private struct Key: Hashable {
        let user: ID<User>
        let currency: String
        let day: Int64
        let kind: WagerKind
        /// Nil for what was refunded: that counts under the sport that an event had by then, and may have another now.
        let sport: String?
    }

    private struct Sums {
        private(set) var tallies: [Key: Tally] = [:]

        mutating func add(
            _ tally: Tally, of user: ID<User>, _ currency: String, _ day: Int64, _ kind: WagerKind, _ sport: String
        ) {
            var (decided, refunded) = (tally, Tally())
            (refunded.refunded, refunded.givenBack) = (tally.refunded, tally.givenBack)
            (decided.refunded, decided.givenBack) = (0, .zero)
            let parts: [(Tally, String?)] = [(decided, sport), (refunded, nil)]
            for (part, sport) in parts where part != Tally() {
                let key = Key(user: user, currency: currency, day: day, kind: kind, sport: sport)
                tallies[key, default: Tally()] += part
            }
        }
    }

    /// Counts everything that is over once more, and compares.
    private static func wrongSums(in database: Connection) throws -> [String] {
        var right = Sums()
        func add(_ kind: WagerKind, _ tally: Tally, _ row: borrowing Row) throws {
            let settled: Timestamp = try row.value(3)
            right.add(
                tally, of: try row.value(0), try row.value(1), Day(settled).daysSince1970, kind, try row.value(2))
        }
        try database.each(
            """
            SELECT user, currency, COALESCE(sport, ''), settled_at, bet.status, stake, COALESCE(payout, 0)
            FROM bet JOIN event ON event.id = bet.event WHERE settled_at IS NOT NULL
            """
        ) { row in
            let status: BetStatus = try row.value(4)
            let ending: WagerEnding = status == .won ? .won : status == .lost ? .lost : .refunded
            try add(.poolBet, Tally(ending, stake: row.value(5), payout: row.value(6)), row)
            return true
        }
        try database.each(
            """
            SELECT user, currency, COALESCE(sport, ''), settled_at, contest_entry.status, contest_entry.fee,
                COALESCE(prize, 0), COALESCE(winner_rank, 0)
            FROM contest_entry JOIN contest ON contest.id = contest_entry.contest WHERE settled_at IS NOT NULL
            """
        ) { row in
            let status: ContestEntryStatus = try row.value(4)
            let ending: WagerEnding = status == .won ? .won : status == .lost ? .lost : .refunded
            let tally = Tally(
                ending, stake: try row.value(5), payout: try row.value(6), isFirst: try row.value(7) == Int64(1))
            try add(.contestEntry, tally, row)
            return true
        }
        try database.each(
            """
            SELECT user, currency, COALESCE(sport, ''), settled_at, ending, stake, COALESCE(payout, 0)
            FROM peer_stake JOIN peer_bet ON peer_bet.id = peer_stake.bet WHERE settled_at IS NOT NULL
            """
        ) { row in
            let (isRefund, payout): (Bool, Amount) = (try row.value(4) == PeerBetEnding.refund, try row.value(6))
            let ending: WagerEnding = isRefund ? .refunded : payout > .zero ? .won : .lost
            try add(.peerBet, Tally(ending, stake: row.value(5), payout: payout), row)
            return true
        }
        var found = Sums()
        try database.each(
            """
            SELECT won, lost, refunded, staked, returned, given_back, biggest, firsts, user, currency, day, kind, sport
            FROM results_daily
            """
        ) { row in
            found.add(
                try Tally(row), of: try row.value(8), try row.value(9), try row.value(10), try row.value(11),
                try row.value(12))
            return true
        }
        return Set(right.tallies.keys).union(found.tallies.keys).filter { right.tallies[$0] != found.tallies[$0] }.map {
            "what came of \($0.user)'s stakes of the kind \($0.kind.rawValue) on day \($0.day) is not what was counted"
        }
    }

    /// Who has nothing that is due stands on every board where their daily sums put them, and on no other.
    private static func wrongPlaces(in database: Connection) throws -> [String] {
        let people: [(member: Int64, user: ID<User>, currency: String)] = try database.rows(
            """
            SELECT DISTINCT number, results_daily.user, currency FROM leaderboard_member
            JOIN results_daily ON results_daily.user = leaderboard_member.user WHERE is_visible = 1
                AND NOT EXISTS (
                    SELECT 1 FROM leaderboard_due AS due
                    WHERE due.member = number AND due.currency = results_daily.currency)
            """
        ) { (try $0.value(0), try $0.value(1), try $0.value(2)) }
        return try people.filter { try !stands($0.member, $0.user, $0.currency, in: database) }.map {
            "\($0.user) is not on the leaderboards in \($0.currency) where they should be"
        }
    }

    private struct Stand: Hashable {
        let period: LeaderboardPeriod
        let firstDay: Int64
        let place: BoardPlaces.Place
    }

    private static func stands(
        _ member: Int64, _ user: ID<User>, _ currency: String, in database: Connection
    ) throws -> Bool {
        let days: [Int64] = try database.rows(
            "SELECT DISTINCT day FROM results_daily WHERE user = ? AND currency = ?", user, currency
        ) { try $0.value(0) }
        let places = BoardPlaces(member: member, user: user, currency: currency)
        var right: Set<Stand> = []
        for period in LeaderboardPeriod.allCases {
            for range in Set(days.map { period.days(around: Day(daysSince1970: $0)) }) {
                let first = range?.lowerBound ?? 0
                try right.formUnion(
                    places.places(range, in: database).map { Stand(period: period, firstDay: first, place: $0) })
            }
        }
        let found: [Stand] = try database.rows(
            """
            SELECT period, first_day, kind, sport, minus, bets FROM leaderboard_row JOIN leaderboard ON number = board
            WHERE member = ? AND currency = ?
            """, member, currency
        ) { row in
            let place = BoardPlaces.Place(
                kind: try row.value(2), sport: try row.value(3), value: -(try row.value(4, as: Int64.self)),
                bets: try row.value(5))
            return Stand(period: try row.value(0), firstDay: try row.value(1), place: place)
        }
        return right == Set(found)
    }

    /// Nobody is on a leaderboard who does not want to be, or has been forgotten; and what is due is seen to.
    private static func strangers(in database: Connection) throws -> [String] {
        let shown: [String] = try database.rows(
            """
            SELECT user FROM leaderboard_member WHERE is_visible = 0 AND (
                EXISTS (SELECT 1 FROM leaderboard_row WHERE member = number)
                OR EXISTS (SELECT 1 FROM leaderboard_due WHERE member = number))
            """
        ) { "\(try $0.value(0, as: ID<User>.self)) is on a leaderboard and does not want to be" }
        let known: [String] = try database.rows(
            "SELECT user FROM leaderboard_member JOIN runtime_forgotten ON person = user WHERE state <> 'tables'"
        ) { "the nickname of \(try $0.value(0, as: ID<User>.self)), who was forgotten, is kept" }
        let isLeft = try database.first(
            """
            SELECT EXISTS (SELECT 1 FROM leaderboard_due)
                AND NOT EXISTS (SELECT 1 FROM runtime_timers WHERE handler = ?)
            """, BoardClock.timer
        ) { try $0.value(0, as: Bool.self) }
        return shown + known + (isLeft == true ? ["leaderboards are to be brought up to date, and nothing does"] : [])
    }
}
