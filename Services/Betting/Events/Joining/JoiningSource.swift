import Messages
import Storage

/// Stakes on oneself while they are put aside: nothing of them is in a pool yet, and each ends as a bet or as nothing.
struct JoiningSource: StakeSource {
    func count(in database: Connection) throws -> Int64 {
        try database.first("SELECT COUNT(*) FROM joining") { try $0.value(0) } ?? 0
    }

    func stakes(
        after: ID<Stake>, through: ID<Stake>, limit: Int, in database: Connection
    ) throws -> [ExpectedHold] {
        try database.rows(
            """
            SELECT bet, hold, user, stake, code, scale
            FROM joining JOIN event ON event.id = joining.event JOIN currency ON code = event.currency
            WHERE bet > ? AND bet <= ? ORDER BY bet LIMIT ?
            """, after, through, limit, read: JoiningSource.read)
    }

    func stake(of hold: ID<Hold>, in database: Connection) throws -> ExpectedHold? {
        try database.first(
            """
            SELECT bet, hold, user, stake, code, scale
            FROM joining JOIN event ON event.id = joining.event JOIN currency ON code = event.currency WHERE hold = ?
            """, hold, read: JoiningSource.read)
    }

    /// The hold may have been refused, or be on its way back.
    private static func read(_ row: borrowing Row) throws -> ExpectedHold {
        let currency = Currency(code: try row.value(4), scale: try row.value(5))
        let (id, hold, user): (ID<Stake>, ID<Hold>, ID<User>) = (try row.value(0), try row.value(1), try row.value(2))
        return ExpectedHold(
            id: id, purpose: "bet/\(id)", hold: hold, user: user, money: Money(try row.value(3), currency),
            states: [.none, .open, .released], won: Money(.zero, currency))
    }

    func escrows(
        after: ID<Stake>, through: ID<Stake>, limit: Int, in database: Connection
    ) throws -> [ExpectedEscrow] { [] }
}
