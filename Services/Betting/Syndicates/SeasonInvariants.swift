import Messages
import Runtime
import Storage

/// What must hold of seasons at every commit: all that is kept of a ledger is what its entries come to.
enum SeasonInvariants {
    static func violations(in database: Connection) throws -> [String] {
        try brokenSums(in: database) + brokenBanks(in: database) + wrongGains(in: database) + strangeBets(in: database)
            + strangeReversals(in: database) + unattended(in: database)
    }

    private static func brokenSums(in database: Connection) throws -> [String] {
        let players: [String] = try database.rows(
            """
            WITH real AS (
                SELECT player, COALESCE(SUM(amount) FILTER (WHERE type = 'contribution'), 0),
                    -COALESCE(SUM(amount) FILTER (WHERE type = 'payout'), 0),
                    -COALESCE(SUM(amount) FILTER (WHERE type = 'bet_placed'), 0),
                    COALESCE(SUM(amount) FILTER (WHERE type = 'winnings'), 0),
                    COALESCE(SUM(amount) FILTER (WHERE type = 'bet_void'), 0)
                FROM season_entry GROUP BY player)
            SELECT player FROM (SELECT * FROM real EXCEPT SELECT * FROM season_player_sum)
            UNION ALL SELECT player FROM (SELECT * FROM season_player_sum EXCEPT SELECT * FROM real)
            """
        ) { "the sums of season player \(try $0.value(0, as: Int64.self)) are not those of their entries" }
        let weeks: [String] = try database.rows(
            """
            WITH real AS (
                SELECT season, day - (day + 3) % 7, COALESCE(SUM(amount) FILTER (WHERE type = 'contribution'), 0),
                    -COALESCE(SUM(amount) FILTER (WHERE type = 'payout'), 0),
                    -COALESCE(SUM(amount) FILTER (WHERE type = 'bet_placed'), 0),
                    COALESCE(SUM(amount) FILTER (WHERE type = 'winnings'), 0),
                    COALESCE(SUM(amount) FILTER (WHERE type = 'bet_void'), 0)
                FROM season_entry WHERE day >= 0 GROUP BY 1, 2)
            SELECT season FROM (SELECT * FROM real EXCEPT SELECT * FROM season_week_sum)
            UNION ALL SELECT season FROM (
                SELECT * FROM season_week_sum WHERE monday >= 0 EXCEPT SELECT * FROM real)
            """
        ) { "a week of season \(try $0.value(0, as: ID<Season>.self)) is not the sum of its entries" }
        return players + weeks
    }

    /// Each part of the bank is what its movements led to, and both together are all entries.
    private static func brokenBanks(in database: Connection) throws -> [String] {
        try database.rows(
            """
            SELECT n.id FROM season n LEFT JOIN season_bank b ON b.season = n.id
            WHERE ifnull(held, 0) + ifnull(outside, 0) <>
                    (SELECT COALESCE(SUM(amount), 0) FROM season_entry e WHERE e.season = n.id)
                OR ifnull(turnover, 0) <> (SELECT COALESCE(SUM(abs(amount)), 0) FROM season_entry e WHERE e.season = n.id)
                OR ifnull(outside, 0) <> (SELECT COALESCE(SUM(iif(kind = 'out', -amount, amount)), 0)
                    FROM season_movement m WHERE m.season = n.id)
                OR ifnull(held, 0) <> (SELECT COALESCE(SUM(amount), 0) FROM season_entry e
                        WHERE e.season = n.id AND source = 'wallet')
                    - (SELECT COALESCE(SUM(amount), 0) FROM season_movement m WHERE m.season = n.id AND kind = 'draw')
            """
        ) { "the bank of season \(try $0.value(0, as: ID<Season>.self)) is not what its entries come to" }
    }

    /// What went into wallets above what came from them is what is noted so.
    private static func wrongGains(in database: Connection) throws -> [String] {
        try database.rows(
            """
            SELECT season FROM season_bank b
            WHERE gained <> (SELECT COALESCE(SUM(-amount), 0) FROM season_entry e
                    WHERE e.season = b.season AND type = 'payout' AND source = 'wallet')
                - (SELECT COALESCE(SUM(returned), 0) FROM season_contribution c WHERE c.season = b.season)
            """
        ) { "what season \(try $0.value(0, as: ID<Season>.self)) paid out of what was won is something else" }
    }

    /// A bet's entries say what its state does.
    private static func strangeBets(in database: Connection) throws -> [String] {
        try database.rows(
            """
            SELECT id FROM syndicate_bet b WHERE (
                    SELECT COALESCE(SUM(amount), 0) FROM season_entry WHERE bet = b.number AND type = 'bet_placed'
                ) <> iif(is_free, 0, -stake)
                OR (SELECT COALESCE(SUM(amount), 0) FROM season_entry WHERE bet = b.number AND type = 'winnings'
                ) <> ifnull(winnings, 0)
                OR (SELECT COALESCE(SUM(amount), 0) FROM season_entry WHERE bet = b.number AND type = 'bet_void'
                ) <> iif(status = 'void' AND NOT is_free, stake, 0)
            """
        ) { "the entries of syndicate bet \(try $0.value(0, as: ID<SyndicateBet>.self)) are not as its state says" }
    }

    private static func strangeReversals(in database: Connection) throws -> [String] {
        try database.rows(
            """
            SELECT e.id FROM season_entry e JOIN season_entry r ON r.number = e.reverses
            WHERE e.amount <> -r.amount OR e.type <> r.type OR e.season <> r.season OR e.player <> r.player
                OR e.bet IS NOT r.bet OR r.reverses IS NOT NULL
            """
        ) { "entry \(try $0.value(0, as: ID<SeasonEntry>.self)) does not turn round what it reverses" }
    }

    /// What waits for the wallet's word has a saga that waits.
    private static func unattended(in database: Connection) throws -> [String] {
        let coding = WireCoding()
        let holds: Set<ID<Hold>> = try Set(
            database.rows("SELECT state FROM runtime_sagas WHERE definition = 'betting.contribute-to-season'") {
                try coding.decode(SeasonContributionState.self, from: Array(try $0.value(0, as: String.self).utf8)).hold
            })
        let seasons: Set<ID<Season>> = try Set(
            database.rows(
                """
                SELECT state FROM runtime_sagas
                WHERE definition IN ('betting.book-season', 'betting.record-contribution')
                """
            ) {
                try coding.decode(SeasonBookingState.self, from: Array(try $0.value(0, as: String.self).utf8)).season
            })
        let waiting: [ID<Hold>] = try database.rows("SELECT hold FROM season_contribution WHERE entry IS NULL") {
            try $0.value(0)
        }
        let unasked: [ID<Season>] = try database.rows("SELECT DISTINCT season FROM season_movement WHERE is_asked = 0")
        {
            try $0.value(0)
        }
        return waiting.filter { !holds.contains($0) }.map { "nothing goes on with contribution of hold \($0)" }
            + unasked.filter { !seasons.contains($0) }.map { "nothing goes on with the booking of season \($0)" }
    }
}
