public import Messages
import Runtime
public import Storage

/// What must hold of the betting service's database at every commit, and what others need to check their side by.
public enum BettingInvariants {
    /// Every rule that is broken, in words; none in a sound database.
    public static func violations(in database: Connection) throws -> [String] {
        try brokenTotals(in: database) + unfinishedPools(in: database) + orphanedBets(in: database)
            + wrongPayouts(in: database) + PeerBetInvariants.violations(in: database)
    }

    /// A bet, as it must be found again in the wallet.
    public struct BetOnRecord: Sendable, Equatable {
        public let id: ID<Bet>
        public let event: ID<BettingEvent>
        public let gambler: ID<User>
        public let hold: ID<Hold>
        public let stake: Amount
        public let status: BetStatus
        public let payout: Amount?
    }

    /// All bets in the order in which they were placed.
    public static func bets(in database: Connection) throws -> [BetOnRecord] {
        try database.rows("SELECT id, event, user, hold, stake, status, payout FROM bet ORDER BY number") { row in
            BetOnRecord(
                id: try row.value(0), event: try row.value(1), gambler: try row.value(2), hold: try row.value(3),
                stake: try row.value(4), status: try row.value(5), payout: try row.value(6))
        }
    }

    // MARK: - Rules

    private static func brokenTotals(in database: Connection) throws -> [String] {
        let pools: [String] = try database.rows(
            """
            SELECT id FROM event WHERE pool <>
                (SELECT COALESCE(SUM(stake), 0) FROM bet WHERE event = event.id AND status <> 'reserved')
                OR pool <> (SELECT COALESCE(SUM(stakes), 0) FROM play WHERE event = event.id)
                OR pool <> (SELECT COALESCE(SUM(staked), 0) FROM gambler WHERE event = event.id)
                OR pool <> (SELECT COALESCE(SUM(amount), 0) FROM backing WHERE event = event.id)
                OR paid <> (SELECT COALESCE(SUM(paid), 0) FROM gambler WHERE event = event.id)
                OR refunded <> (SELECT COALESCE(SUM(refunded), 0) FROM gambler WHERE event = event.id)
            """
        ) { "the totals of event \(try $0.value(0, as: ID<BettingEvent>.self)) are not the sums of its bets" }
        let plays: [String] = try database.rows(
            """
            SELECT id FROM play WHERE stakes <>
                (SELECT COALESCE(SUM(stake), 0) FROM bet WHERE play = play.id AND status <> 'reserved')
            """
        ) { "the stakes of play \(try $0.value(0, as: ID<Play>.self)) are not the sum of its bets" }
        return pools + plays
    }

    private static func unfinishedPools(in database: Connection) throws -> [String] {
        try database.rows(
            """
            SELECT id FROM event WHERE status IN ('finished','cancelled') AND (
                paid + refunded + takeout <> pool
                OR (outcome = 'refund' AND paid + takeout > 0) OR (outcome = 'payout' AND refunded > 0)
                OR EXISTS (SELECT 1 FROM bet WHERE event = event.id AND status = 'accepted'))
            """
        ) { "the pool of event \(try $0.value(0, as: ID<BettingEvent>.self)) is not given out exactly" }
    }

    private static func orphanedBets(in database: Connection) throws -> [String] {
        let coding = WireCoding()
        let underWay: [ID<Bet>] = try database.rows(
            "SELECT state FROM runtime_sagas WHERE definition = ?", placeBetSaga.name
        ) { try coding.decode(PlaceBetState.self, from: Array(try $0.value(0, as: String.self).utf8)).bet }
        let attended = Set(underWay)
        let reserved: [ID<Bet>] = try database.rows("SELECT id FROM bet WHERE status = 'reserved'") { try $0.value(0) }
        return reserved.filter { !attended.contains($0) }.map { "bet \($0) is reserved and nothing decides on it" }
    }

    /// Settles each finished play again, all bets at once, and compares with what the chunks made of it.
    private static func wrongPayouts(in database: Connection) throws -> [String] {
        let plays: [(ID<Play>, Amount)] = try database.rows(
            """
            SELECT play.id, part FROM play JOIN event ON event.id = play.event
            WHERE part IS NOT NULL AND status = 'finished' ORDER BY number
            """
        ) { (try $0.value(0), try $0.value(1)) }
        return try plays.compactMap { play, part in
            let bets: [(stake: Amount, payout: Amount)] = try database.rows(
                "SELECT stake, payout FROM bet WHERE play = ? AND status <> 'reserved' ORDER BY number", play
            ) { (try $0.value(0), try $0.value(1)) }
            let right = try PoolShare.payouts(of: part, stakes: bets.map(\.stake))
            return right == bets.map(\.payout) ? nil : "play \(play) is not paid out as its part demands"
        }
    }
}
