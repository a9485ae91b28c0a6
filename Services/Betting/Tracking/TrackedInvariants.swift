import Messages
import Runtime
import Storage

/// What must hold of tracked bets, their money and their sums at every commit.
enum TrackedInvariants {
    static func violations(in database: Connection) throws -> [String] {
        try wrongResults(in: database) + wrongMoney(in: database) + wrongBalances(in: database)
            + wrongSums(in: database) + wrongScores(in: database) + wrongHistory(in: database)
    }

    private static func bets(in database: Connection) throws -> [StoredTrackedBet] {
        let ids: [ID<TrackedBet>] = try database.rows("SELECT id FROM tracked_bet ORDER BY number") { try $0.value(0) }
        return try ids.compactMap { try StoredTrackedBet.find($0, in: database) }
    }

    private static func wrongResults(in database: Connection) throws -> [String] {
        try bets(in: database).filter { bet in
            let potential = try OutsideResult.win.returned(bet.stake, at: bet.price)
            let returned = try bet.result?.returned(bet.stake, at: bet.price)
            return bet.potential != potential || bet.returned != returned
        }.map { "what comes back of tracked bet \($0.id) is not what its odds say" }
    }

    /// A bet's own transactions are its net profit, or its stake while it is open, or nothing.
    private static func wrongMoney(in database: Connection) throws -> [String] {
        try database.rows(
            """
            SELECT id FROM tracked_bet b WHERE
                COALESCE((SELECT SUM(amount) FROM tracked_transaction t WHERE t.bet = b.id
                    AND kind IN ('bet_placed','bet_payout','bet_refund')), 0)
                <> CASE WHEN deleted_at IS NOT NULL OR status = 'cancelled' THEN 0 ELSE COALESCE(returned, 0) - stake END
                OR EXISTS (SELECT 1 FROM tracked_transaction t WHERE t.bet = b.id AND t.owner <> b.owner)
            """
        ) { "the money of tracked bet \(try $0.value(0, as: ID<TrackedBet>.self)) is not its net profit" }
    }

    private static func wrongBalances(in database: Connection) throws -> [String] {
        try database.rows(
            """
            SELECT book FROM (
                SELECT owner, book, currency, completed, pending FROM tracked_balance
                UNION ALL SELECT owner, book, currency, -IIF(status = 'completed', amount, 0),
                    -IIF(status = 'pending', amount, 0) FROM tracked_transaction)
            GROUP BY owner, book, currency HAVING SUM(completed) <> 0 OR SUM(pending) <> 0
            """
        ) { "a balance at \(try $0.value(0, as: String.self)) is not what its transactions come to" }
    }

    private struct DayKey: Hashable {
        let owner: ID<User>
        let currency: String
        let day: Int64
        let names: [String]
    }

    private static func wrongSums(in database: Connection) throws -> [String] {
        var right: [DayKey: TrackedTally] = [:]
        var open: [String: [Int64]] = [:]
        for bet in try bets(in: database) where bet.deletedAt == nil {
            let mine = "\(bet.owner) \(bet.currency.code)"
            if bet.status == .pending {
                let sums = open[mine, default: [0, 0, 0, 0]]
                open[mine] = [sums[0] + 1, sums[1] + bet.stake.units, sums[2] + bet.potential.units, sums[3]]
            }
            if bet.isDisputed { open[mine, default: [0, 0, 0, 0]][3] += 1 }
            guard let result = bet.result, let returned = bet.returned, let time = bet.settledAt else { continue }
            let key = DayKey(
                owner: bet.owner, currency: bet.currency.code, day: Day(time).daysSince1970,
                names: [bet.sport, bet.marketType, bet.book])
            let tally = TrackedTally(result, stake: bet.stake, returned: returned)
            right[key] = try right[key, default: TrackedTally()].adding(tally)
        }
        var found: [DayKey: TrackedTally] = [:]
        try database.each(
            """
            SELECT won, lost, half_won, half_lost, pushed, void, staked, returned, given_back, owner, currency, day,
                sport, market_type, book FROM tracked_daily
            """
        ) { row in
            let key = DayKey(
                owner: try row.value(9), currency: try row.value(10), day: try row.value(11),
                names: [try row.value(12), try row.value(13), try row.value(14)])
            let tally = try TrackedTally(row)
            if tally != TrackedTally() { found[key] = tally }
            return true
        }
        let kept: [(mine: String, sums: [Int64])] = try database.rows(
            "SELECT owner, currency, bets, stake, potential, disputed FROM tracked_open"
        ) { row in
            let mine = "\(try row.value(0, as: ID<User>.self)) \(try row.value(1, as: String.self))"
            return (mine, [try row.value(2), try row.value(3), try row.value(4), try row.value(5)])
        }
        let wrongOpen =
            kept.filter { $0.sums != open[$0.mine, default: [0, 0, 0, 0]] }.map(\.mine)
            + open.keys.filter { mine in !kept.contains { $0.mine == mine } }
        return (right == found ? [] : ["what came of tracked bets is not what was counted"])
            + wrongOpen.map { "what is open of \($0) is not what was counted" }
    }

    private struct ScoreKey: Hashable {
        let place: ScorePlace
        let bucket: Int64
    }

    private static func wrongScores(in database: Connection) throws -> [String] {
        var right: [ScoreKey: TrackedScore] = [:]
        for bet in try bets(in: database) {
            guard let score = TrackedScore(bet), let time = bet.settledAt else { continue }
            for owner in [ScoreOwner.one(bet.owner), .all] {
                var places = [ScorePlace(owner, day: Day(time).daysSince1970)]
                if let season = bet.season, let week = bet.week {
                    places.append(ScorePlace(owner, bet.sport, season, week))
                }
                for place in places {
                    let key = ScoreKey(place: place, bucket: score.bucket)
                    right[key, default: TrackedScore(bucket: score.bucket)].count(score)
                }
            }
        }
        var found: [ScoreKey: TrackedScore] = [:]
        try database.each(
            """
            SELECT bets, closed, beaten, judged, came_true, held, squares, bucket, owner, sport, season, place
            FROM tracked_score
            """
        ) { row in
            let score = try TrackedScore(row)
            let place = ScorePlace(
                try row.value(8), try row.value(9), try row.value(10), try row.value(11))
            if score.bets > 0 { found[ScoreKey(place: place, bucket: score.bucket)] = score }
            return true
        }
        return right == found ? [] : ["how well tracked bets were foreseen is not what was counted"]
    }

    /// A bet's history begins with its creation and ends with what it is.
    private static func wrongHistory(in database: Connection) throws -> [String] {
        try bets(in: database).filter { bet in
            let lines: [(action: TrackedAction, facts: TrackedFacts)] = try database.rows(
                "SELECT action, facts FROM tracked_history WHERE bet = ? ORDER BY number", bet.id
            ) { (try $0.value(0), try $0.value(1)) }
            return try lines.first?.action != .created || lines.last?.facts != bet.facts()
        }.map { "the history of tracked bet \($0.id) does not end with what it is" }
    }
}
