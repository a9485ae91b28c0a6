import Messages
import Runtime
import Storage

/// What must hold of contests at every commit.
enum ContestInvariants {
    static func violations(in database: Connection) throws -> [String] {
        try brokenTotals(in: database) + unfinished(in: database) + orphans(in: database) + wrongPrizes(in: database)
    }

    private static func brokenTotals(in database: Connection) throws -> [String] {
        let contests: [String] = try database.rows(
            """
            SELECT id FROM contest WHERE seats <> (SELECT COUNT(*) FROM contest_entry WHERE contest = contest.id)
                OR (entries, pool, scored, ranked) <> (
                    SELECT COUNT(*), COALESCE(SUM(fee), 0), COUNT(score), COUNT(given_rank)
                    FROM contest_entry WHERE contest = contest.id AND status <> 'reserved')
                OR (entries, pool, paid, refunded) <> (
                    SELECT COALESCE(SUM(entries), 0), COALESCE(SUM(staked), 0), COALESCE(SUM(prize), 0),
                        COALESCE(SUM(refunded), 0)
                    FROM contest_player WHERE contest = contest.id)
                OR (done, paid, refunded) <> (
                    SELECT COUNT(*), COALESCE(SUM(prize) FILTER (WHERE status = 'won'), 0),
                        COALESCE(SUM(fee) FILTER (WHERE status = 'refunded'), 0)
                    FROM contest_entry WHERE contest = contest.id AND settled_at IS NOT NULL)
            """
        ) { "the totals of contest \(try $0.value(0, as: ID<Contest>.self)) are not the sums of its entries" }
        let users: [String] = try database.rows(
            """
            SELECT contest.id FROM contest_entry JOIN contest ON contest.id = contest
            GROUP BY contest, user HAVING COUNT(*) > max_per_user
            """
        ) { "a user has more entries of contest \(try $0.value(0, as: ID<Contest>.self)) than it allows" }
        return contests + users
    }

    /// All that was paid in, and what the house added, is given out; or all fees are back, and never both.
    private static func unfinished(in database: Connection) throws -> [String] {
        try database.rows(
            """
            SELECT id FROM contest WHERE
                (status = 'settled' AND (paid <> awarded OR refunded > 0 OR done <> entries
                    OR funded <> overlay OR kept <> commission + unawarded
                    OR pool + funded <> kept + paid))
                OR (status = 'cancelled' AND (refunded <> pool OR paid > 0 OR done <> entries))
                OR (status NOT IN ('cancelling','cancelled') AND refunded > 0)
                OR (status NOT IN ('settling','settled') AND paid > 0)
                OR (status = 'cancelled' AND EXISTS (
                    SELECT 1 FROM contest_entry WHERE contest = contest.id AND prize > 0))
            """
        ) { "the money of contest \(try $0.value(0, as: ID<Contest>.self)) is not given out exactly" }
    }

    /// Each reserved place has somebody who decides on it, and so has each contest that is ending.
    private static func orphans(in database: Connection) throws -> [String] {
        let entering: [ID<ContestEntry>] = try states(of: enterContestSaga.name, EnterContestState.self, in: database)
            .map(\.entry)
        let settling = try states(of: contestSettlementSaga.name, ContestSettlementState.self, in: database)
            .map(\.contest)
        let refunding = try states(of: contestRefundSaga.name, ContestRefundState.self, in: database).map(\.contest)
        let sweeping = try states(of: matchSweepSaga.name, MatchSweep.self, in: database).map(\.match)
        let reserved: [ID<ContestEntry>] = try database.rows(
            "SELECT id FROM contest_entry WHERE status = 'reserved'"
        ) { try $0.value(0) }
        let ending: [ID<Contest>] = try database.rows(
            "SELECT id FROM contest WHERE status IN ('settling','cancelling')"
        ) { try $0.value(0) }
        let left: [ID<Match>] = try database.rows(
            """
            SELECT DISTINCT matches.id FROM matches JOIN contest ON match = matches.id
            WHERE (matches.status = 'cancelled' AND contest.status IN ('scheduled','open','closed'))
                OR (matches.status IN ('live','finished') AND contest.status = 'open')
            """
        ) { try $0.value(0) }
        return Set(reserved).subtracting(entering).map { "entry \($0) is reserved and nothing decides on it" }
            + Set(ending).subtracting(settling + refunding).map { "contest \($0) is ending and nothing ends it" }
            + Set(left).subtracting(sweeping).map { "match \($0) has contests that it should not have" }
    }

    private static func states<State: Decodable>(
        of saga: String, _ type: State.Type, in database: Connection
    ) throws -> [State] {
        let coding = WireCoding()
        return try database.rows("SELECT state FROM runtime_sagas WHERE definition = ?", saga) {
            try coding.decode(State.self, from: Array(try $0.value(0, as: String.self).utf8))
        }
    }

    /// Settles each contest again, all entries at once, and compares with what the chunks made of it.
    private static func wrongPrizes(in database: Connection) throws -> [String] {
        let settled: [ID<Contest>] = try database.rows("SELECT id FROM contest WHERE status = 'settled' ORDER BY id") {
            try $0.value(0)
        }
        return try settled.compactMap { id in
            guard let contest = try StoredContest.find(id, in: database), let filled = contest.settled?.filled else {
                return "contest \(id) is settled and has no settlement"
            }
            let entries: [(score: Int64?, given: Int64?, rank: Int64?, prize: Amount)] = try database.rows(
                """
                SELECT score, given_rank, winner_rank, prize FROM contest_entry
                WHERE contest = ? AND status <> 'reserved' ORDER BY number
                """, id
            ) { (try $0.value(0), try $0.value(1), try $0.value(2), try $0.value(3)) }
            let ranks =
                contest.ranked > 0 ? entries.map(\.given) : Standings.ranks(scores: entries.map(\.score))
            let table = try contest.figures(plan: contest.plan(), filled: filled).table
            let isRight =
                try ranks == entries.map(\.rank)
                && Standings.prizes(ranks: ranks, table: table) == entries.map(\.prize)
            return isRight ? nil : "contest \(id) is not given out as its result demands"
        }
    }
}
