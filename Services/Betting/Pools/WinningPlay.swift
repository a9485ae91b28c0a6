import Messages
import Storage

/// A play whose backers divide a part of the pool.
struct WinningPlay {
    let number: Int64
    let id: ID<Play>
    let part: Amount
    let stakes: Amount

    /// The first in order behind that one.
    static func next(after number: Int64, of event: ID<BettingEvent>, in database: Connection) throws -> WinningPlay? {
        try database.first(
            """
            SELECT number, id, part, stakes FROM play WHERE event = ? AND number > ? AND part IS NOT NULL
            ORDER BY number LIMIT 1
            """, event, number
        ) { row in
            WinningPlay(
                number: try row.value(0), id: try row.value(1), part: try row.value(2), stakes: try row.value(3))
        }
    }

    func share(of stake: Amount, unit: Amount) -> PoolShare {
        PoolShare(of: part, stake: stake, stakes: stakes, unit: unit)
    }
}
