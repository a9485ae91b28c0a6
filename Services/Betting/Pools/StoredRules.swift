import Messages
import Storage

// How a pool's rules lie in the database. Events of a time when there were none have no row.

extension PoolRules {
    static func find(of event: ID<BettingEvent>, in database: Connection) throws -> PoolRules {
        try database.first(
            """
            SELECT dead_heat, no_winner, roll_over_to, rounding_unit, breakage, minimum_dividend, minus_pool
            FROM pool_policy WHERE event = ?
            """, event
        ) { row in
            PoolRules(
                deadHeat: try row.value(0), noWinner: try row.value(1), rollOverTo: try row.value(2),
                roundingUnit: try row.value(3), breakage: try row.value(4),
                minimumDividend: try row.value(5, as: Int64?.self).map { Dividend(parts: $0) },
                minusPool: try row.value(6))
        } ?? PoolRules()
    }

    func store(for event: ID<BettingEvent>, in database: Connection) throws {
        try database.run(
            """
            INSERT INTO pool_policy (event, dead_heat, no_winner, roll_over_to, rounding_unit, breakage,
                minimum_dividend, minus_pool)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT (event) DO UPDATE SET dead_heat = ?2, no_winner = ?3, roll_over_to = ?4, rounding_unit = ?5,
                breakage = ?6, minimum_dividend = ?7, minus_pool = ?8
            """, event, deadHeat, noWinner, rollOverTo, roundingUnit, breakage, minimumDividend?.parts, minusPool)
    }
}
