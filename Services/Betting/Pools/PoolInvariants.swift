import Messages
import Runtime
import Storage

/// What must hold of pools, settlements and bets at every commit.
enum PoolInvariants {
    static func violations(in database: Connection) throws -> [String] {
        try brokenTotals(in: database) + brokenProgress(in: database) + unfinishedPools(in: database)
            + brokenRollovers(in: database) + orphanedBets(in: database) + wrongPayouts(in: database)
    }

    /// A bet that was taken back is in no total from the moment that it was. What is staked on players who withdrew is in no
    /// pool, and counts for those who staked it.
    private static func brokenTotals(in database: Connection) throws -> [String] {
        let pools: [String] = try database.rows(
            """
            SELECT id FROM event WHERE pool + withdrawn <>
                (SELECT COALESCE(SUM(stake), 0) FROM bet
                    WHERE event = event.id AND status NOT IN ('reserved', 'cancelling', 'cancelled'))
                OR pool <> (SELECT COALESCE(SUM(stakes), 0) FROM play WHERE event = event.id)
                OR withdrawn <> (SELECT COALESCE(SUM(withdrawn), 0) FROM play WHERE play.event = event.id)
                OR pool + withdrawn <> (SELECT COALESCE(SUM(staked), 0) FROM gambler WHERE event = event.id)
                OR pool + withdrawn <> (SELECT COALESCE(SUM(amount), 0) FROM backing WHERE event = event.id)
            """
        ) { "the totals of event \(try $0.value(0, as: ID<BettingEvent>.self)) are not the sums of its bets" }
        let plays: [String] = try database.rows(
            """
            SELECT id FROM (
                SELECT play.id, stakes + withdrawn AS stakes, bets, state, COALESCE(SUM(stake), 0) AS staked,
                    COUNT(stake) AS count
                FROM play LEFT JOIN bet
                    ON bet.play = play.id AND bet.status NOT IN ('reserved', 'cancelling', 'cancelled')
                GROUP BY play.id
            ) WHERE stakes <> staked OR bets <> IIF(state = 'playing', count, 0)
            """
        ) { "the stakes of play \(try $0.value(0, as: ID<Play>.self)) are not the sum of its bets" }
        return pools + plays + (try wrongClasses(in: database))
    }

    private static func wrongClasses(in database: Connection) throws -> [String] {
        try database.rows(
            """
            SELECT play.id FROM pool_policy JOIN play ON play.event = pool_policy.event
            WHERE breakage = 'house' AND state = 'playing' AND (stakes, bets) <>
                (SELECT COALESCE(SUM(open_stakes.stake * open_stakes.bets), 0), COALESCE(SUM(open_stakes.bets), 0)
                    FROM open_stakes WHERE open_stakes.play = play.id)
            """
        ) { "the stakes of play \(try $0.value(0, as: ID<Play>.self)) are not counted by their size" }
    }

    /// While bets are being decided on and paid, what is counted of that is what they say.
    private static func brokenProgress(in database: Connection) throws -> [String] {
        try database.rows(
            """
            SELECT event FROM settlement WHERE
                closed <> (SELECT COUNT(*) FROM bet JOIN play ON play.id = bet.play
                    WHERE bet.event = settlement.event AND status IN ('won', 'lost', 'refunded') AND state = 'playing')
                OR decided - closed <> (SELECT COUNT(*) FROM bet
                    WHERE event = settlement.event AND status = 'accepted' AND payout IS NOT NULL)
                OR paid <> (SELECT COALESCE(SUM(payout), 0) FROM bet WHERE event = settlement.event AND status = 'won')
                OR paid <> (SELECT COALESCE(SUM(paid), 0) FROM gambler WHERE event = settlement.event)
                OR refunded + (SELECT COALESCE(SUM(returned), 0) FROM play WHERE event = settlement.event) <>
                    (SELECT COALESCE(SUM(refunded), 0) FROM gambler WHERE event = settlement.event)
                OR (SELECT COALESCE(SUM(due), 0) FROM gambler WHERE event = settlement.event) <>
                    (SELECT COALESCE(SUM(payout), 0) FROM bet WHERE event = settlement.event AND status = 'accepted')
            """
        ) { "the settlement of event \(try $0.value(0, as: ID<BettingEvent>.self)) is not where its bets are" }
    }

    /// Of what was staked, came from other events and was put in by the house, every unit has gone somewhere.
    private static func unfinishedPools(in database: Connection) throws -> [String] {
        try database.rows(
            """
            SELECT id FROM event LEFT JOIN settlement ON settlement.event = id
            WHERE status IN ('finished', 'cancelled') AND (
                outcome IS NULL
                OR takeout + paid + refunded + breakage + rolled_out + unawarded <> pool + rolled_in + loss
                OR (outcome <> 'payout' AND paid + takeout + breakage + loss > 0)
                OR (outcome = 'payout' AND refunded + rolled_out + unawarded > 0)
                OR (outcome = 'refund' AND refunded <> pool)
                OR closed <> bets OR paying IS NOT NULL
                OR EXISTS (SELECT 1 FROM bet WHERE event = event.id AND status = 'accepted')
                OR EXISTS (SELECT 1 FROM gambler WHERE event = event.id AND due > 0))
            """
        ) { "the pool of event \(try $0.value(0, as: ID<BettingEvent>.self)) is not given out exactly" }
    }

    private static func brokenRollovers(in database: Connection) throws -> [String] {
        try database.rows(
            """
            SELECT id FROM event WHERE
                rolled_in <> (SELECT COALESCE(SUM(amount), 0) FROM rollover WHERE target = event.id)
                OR (SELECT COALESCE(SUM(rolled_out), 0) FROM settlement WHERE event = event.id) <>
                    (SELECT COALESCE(SUM(amount), 0) FROM rollover WHERE source = event.id)
            """
        ) { "what came into event \(try $0.value(0, as: ID<BettingEvent>.self)), or went on from it, is lost" }
    }

    /// A bet that is neither in its pool nor over is seen to by a saga.
    private static func orphanedBets(in database: Connection) throws -> [String] {
        let placing = Set(try sagas(placeBetSaga.name, PlaceBetState.self, in: database).map(\.bet))
        let cancelling = Set(try sagas(cancelBetSaga.name, CancelBetState.self, in: database).map(\.bet))
        let open: [(bet: ID<Bet>, status: BetStatus)] = try database.rows(
            "SELECT id, status FROM bet WHERE status IN ('reserved', 'cancelling')"
        ) { (try $0.value(0), try $0.value(1)) }
        return open.filter { !($0.status == .reserved ? placing : cancelling).contains($0.bet) }
            .map { "bet \($0.bet) is \($0.status) and nothing decides on it" }
    }

    private static func sagas<State: Decodable>(
        _ name: String, _ state: State.Type, in database: Connection
    ) throws -> [State] {
        try database.rows("SELECT state FROM runtime_sagas WHERE definition = ?", name) {
            try WireCoding().decode(State.self, from: Array(try $0.value(0, as: String.self).utf8))
        }
    }

    /// Settles each finished play again, all bets at once, and compares with what the chunks made of it.
    private static func wrongPayouts(in database: Connection) throws -> [String] {
        let plays: [(id: ID<Play>, event: ID<BettingEvent>, part: Amount, leftover: Amount)] = try database.rows(
            """
            SELECT play.id, event.id, part, leftover FROM play JOIN event ON event.id = play.event
            WHERE part IS NOT NULL AND status = 'finished' ORDER BY number
            """
        ) { (try $0.value(0), try $0.value(1), try $0.value(2), try $0.value(3)) }
        return try plays.compactMap { play in
            let rules = try PoolRules.find(of: play.event, in: database)
            let bets: [(stake: Amount, payout: Amount)] = try database.rows(
                """
                SELECT stake, payout FROM bet WHERE play = ? AND status NOT IN ('reserved', 'cancelling', 'cancelled')
                ORDER BY number
                """, play.id
            ) { (try $0.value(0), try $0.value(1)) }
            let right = try PoolShare.payouts(
                of: play.part, stakes: bets.map(\.stake), unit: rules.roundingUnit, breakage: rules.breakage)
            let isRight = try right == bets.map(\.payout) && right.total() + play.leftover == play.part
            return isRight ? nil : "play \(play.id) is not paid out as its part demands"
        }
    }
}
