import Messages
import Runtime
import Storage

/// Stakes of users against each other.
struct PeerSource: StakeSource {
    func count(in database: Connection) throws -> Int64 {
        try database.first("SELECT MAX(number) FROM peer_stake") { try $0.value(0, as: Int64?.self) ?? 0 } ?? 0
    }

    /// A stake has no id but its hold's.
    func stakes(
        after: ID<Stake>, through: ID<Stake>, limit: Int, in database: Connection
    ) throws -> [ExpectedHold] {
        try database.rows(
            """
            SELECT hold, bet, user, stake, place, payout, code, scale
            FROM peer_stake JOIN peer_bet ON peer_bet.id = peer_stake.bet JOIN currency ON code = currency
            WHERE hold > ? AND hold <= ? ORDER BY hold LIMIT ?
            """, after, through, limit, read: PeerSource.read)
    }

    func stake(of hold: ID<Hold>, in database: Connection) throws -> ExpectedHold? {
        try database.first(
            """
            SELECT hold, bet, user, stake, place, payout, code, scale
            FROM peer_stake JOIN peer_bet ON peer_bet.id = peer_stake.bet JOIN currency ON code = currency
            WHERE hold = ?
            """, hold, read: PeerSource.read)
    }

    /// A stake is captured when its owner is let in, and the whole pot is given out in the transaction that decides how:
    /// first each stake itself, and what is above it under a purpose that all share.
    private static func read(_ row: borrowing Row) throws -> ExpectedHold {
        let currency = Currency(code: try row.value(6), scale: try row.value(7))
        let (id, hold, bet): (ID<Stake>, ID<Hold>, ID<PeerBet>) = (
            try row.value(0), try row.value(0), try row.value(1)
        )
        let (user, stake): (ID<User>, Amount) = (try row.value(2), try row.value(3))
        let (place, payout): (Int?, Amount?) = (try row.value(4), try row.value(5))
        let escrow = "peer-bet/\(bet)"
        func expected(_ states: [HoldStanding.State], _ parts: [HoldStanding.Part]) -> ExpectedHold {
            ExpectedHold(
                id: id, purpose: escrow, hold: hold, user: user, money: Money(stake, currency), states: states,
                parts: parts)
        }
        guard place != nil else { return expected([.none, .open, .released], []) }
        let returned = min(stake, payout ?? .zero)
        return expected(
            [.captured],
            [.init(escrow: escrow, captured: Money(stake, currency), returned: Money(returned, currency))])
    }

    func escrows(
        after: ID<Stake>, through: ID<Stake>, limit: Int, in database: Connection
    ) throws -> [ExpectedEscrow] {
        try database.rows(
            """
            SELECT id, CASE WHEN ending IS NULL THEN pot ELSE 0 END, code, scale
            FROM peer_bet JOIN currency ON code = currency
            WHERE id > ? AND id <= ? ORDER BY id LIMIT ?
            """, after, through, limit
        ) { row in
            let (id, rest): (ID<Stake>, Amount) = (try row.value(0), try row.value(1))
            let currency = Currency(code: try row.value(2), scale: try row.value(3))
            return ExpectedEscrow(id: id, escrow: "peer-bet/\(id)", money: Money(rest, currency))
        }
    }
}
