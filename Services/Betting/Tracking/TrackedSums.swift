import Messages
import Runtime
import Storage

/// What is kept of what bets come to. A bet's part goes in with what it becomes, and out with what it was.
enum TrackedSums {
    enum Way: Int64 {
        case `in` = 1
        case out = -1
    }

    static func count(_ bet: StoredTrackedBet, _ way: Way, in database: Connection) throws {
        guard bet.deletedAt == nil else { return }
        try countOpen(bet, way, in: database)
        guard let result = bet.result, let returned = bet.returned, let settledAt = bet.settledAt else { return }
        let day = Day(settledAt).daysSince1970
        try countDay(TrackedTally(result, stake: bet.stake, returned: returned), bet, day, way, in: database)
        guard let score = TrackedScore(bet) else { return }
        for owner in [ScoreOwner.one(bet.owner), .all] {
            try countScore(score, ScorePlace(owner, day: day), way, in: database)
            if let season = bet.season, let week = bet.week {
                try countScore(score, ScorePlace(owner, bet.sport, season, week), way, in: database)
            }
        }
    }

    private static func countOpen(_ bet: StoredTrackedBet, _ way: Way, in database: Connection) throws {
        let isOpen = bet.status == .pending
        guard isOpen || bet.isDisputed else { return }
        var (bets, stake, potential, disputed): (Int64, Amount, Amount, Int64) =
            try database.first(
                "SELECT bets, stake, potential, disputed FROM tracked_open WHERE owner = ? AND currency = ?",
                bet.owner, bet.currency.code
            ) { (try $0.value(0), try $0.value(1), try $0.value(2), try $0.value(3)) } ?? (0, .zero, .zero, 0)
        if isOpen {
            bets += way.rawValue
            stake = try way == .in ? stake + bet.stake : stake - bet.stake
            potential = try way == .in ? potential + bet.potential : potential - bet.potential
        } else {
            disputed += way.rawValue
        }
        try database.run(
            """
            INSERT INTO tracked_open VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET bets = excluded.bets,
                stake = excluded.stake, potential = excluded.potential, disputed = excluded.disputed
            """, bet.owner, bet.currency.code, bets, stake, potential, disputed)
    }

    private static func countDay(
        _ tally: TrackedTally, _ bet: StoredTrackedBet, _ day: Int64, _ way: Way, in database: Connection
    ) throws {
        let former = try database.first(
            """
            SELECT won, lost, half_won, half_lost, pushed, void, staked, returned, given_back FROM tracked_daily
            WHERE owner = ? AND currency = ? AND day = ? AND sport = ? AND market_type = ? AND book = ?
            """, bet.owner, bet.currency.code, day, bet.sport, bet.marketType, bet.book, read: { try TrackedTally($0) })
        let sums = try way == .in ? (former ?? TrackedTally()).adding(tally) : (former ?? TrackedTally()).without(tally)
        try database.run(
            """
            INSERT INTO tracked_daily VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET won = excluded.won, lost = excluded.lost, half_won = excluded.half_won,
                half_lost = excluded.half_lost, pushed = excluded.pushed, void = excluded.void,
                staked = excluded.staked, returned = excluded.returned, given_back = excluded.given_back
            """, bet.owner, bet.currency.code, day, bet.sport, bet.marketType, bet.book, sums.won, sums.lost,
            sums.halfWon, sums.halfLost, sums.pushed, sums.void, sums.staked, sums.returned, sums.givenBack)
    }

    private static func countScore(
        _ score: TrackedScore, _ place: ScorePlace, _ way: Way, in database: Connection
    ) throws {
        let former = try database.first(
            """
            SELECT bets, closed, beaten, judged, came_true, held, squares, bucket FROM tracked_score
            WHERE owner = ? AND sport = ? AND season = ? AND place = ? AND bucket = ?
            """, place.owner, place.sport, place.season, place.number, score.bucket, read: { try TrackedScore($0) })
        var sums = former ?? TrackedScore(bucket: score.bucket)
        sums.count(score, way.rawValue)
        try database.run(
            """
            INSERT INTO tracked_score VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET bets = excluded.bets, closed = excluded.closed, beaten = excluded.beaten,
                judged = excluded.judged, came_true = excluded.came_true, held = excluded.held,
                squares = excluded.squares
            """, place.owner, place.sport, place.season, place.number, score.bucket, sums.bets, sums.closed,
            sums.beaten, sums.judged, sums.cameTrue, sums.held, sums.squares)
    }
}
