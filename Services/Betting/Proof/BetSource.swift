import Messages
import Runtime
import Storage

/// Bets on events' plays, and the pools that they go into.
struct BetSource: StakeSource {
    func count(in database: Connection) throws -> Int64 {
        try database.first("SELECT MAX(number) FROM bet") { try $0.value(0, as: Int64?.self) ?? 0 } ?? 0
    }

    func stakes(
        after: ID<Stake>, through: ID<Stake>, limit: Int, in database: Connection
    ) throws -> [ExpectedHold] {
        try database.rows(
            """
            SELECT bet.id, hold, user, stake, bet.status, payment, payout, event.id, outcome, code, scale
            FROM bet JOIN event ON event.id = bet.event JOIN currency ON code = event.currency
            WHERE bet.id > ? AND bet.id <= ? ORDER BY bet.id LIMIT ?
            """, after, through, limit, read: BetSource.read)
    }

    func stake(of hold: ID<Hold>, in database: Connection) throws -> ExpectedHold? {
        try database.first(
            """
            SELECT bet.id, hold, user, stake, bet.status, payment, payout, event.id, outcome, code, scale
            FROM bet JOIN event ON event.id = bet.event JOIN currency ON code = event.currency WHERE hold = ?
            """, hold, read: BetSource.read)
    }

    /// A stake is captured when its bet is accepted, and paid for when its payment is begun: in the transaction that
    /// writes so the wallet is asked for it.
    private static func read(_ row: borrowing Row) throws -> ExpectedHold {
        let currency = Currency(code: try row.value(9), scale: try row.value(10))
        let (stake, status): (Amount, BetStatus) = (try row.value(3), try row.value(4))
        let (payment, payout): (String?, Amount?) = (try row.value(5), try row.value(6))
        let (event, outcome): (ID<BettingEvent>, PoolOutcome?) = (try row.value(7), try row.value(8))
        let (id, hold, user): (ID<Stake>, ID<Hold>, ID<User>) = (try row.value(0), try row.value(1), try row.value(2))
        func money(_ amount: Amount) -> Money { Money(amount, currency) }
        func expected(
            _ states: [HoldStanding.State], _ parts: [HoldStanding.Part], won: Amount
        ) -> ExpectedHold {
            ExpectedHold(
                id: id, purpose: "bet/\(id)", hold: hold, user: user, money: money(stake),
                states: states, parts: parts, won: money(won))
        }
        // It may have been refused, or be on its way back.
        if status == .reserved { return expected([.none, .open, .released], [], won: .zero) }
        let paid = ["paying", "paid"].contains(payment) ? payout ?? .zero : .zero
        let isRefund = outcome == .refund
        let part = HoldStanding.Part(
            escrow: "event/\(event)", captured: money(stake), returned: money(isRefund ? paid : .zero))
        return expected([.captured], [part], won: isRefund ? .zero : paid)
    }

    /// What was staked, less what was paid, what is on its way, and what the house keeps once that is paid.
    func escrows(
        after: ID<Stake>, through: ID<Stake>, limit: Int, in database: Connection
    ) throws -> [ExpectedEscrow] {
        try database.rows(
            """
            SELECT id, pool - paid - refunded
                - COALESCE((SELECT SUM(payout) FROM bet WHERE bet.event = event.id AND payment = 'paying'), 0),
                takeout, status, code, scale
            FROM event JOIN currency ON code = currency WHERE id > ? AND id <= ? ORDER BY id LIMIT ?
            """, after, through, limit
        ) { row in
            let currency = Currency(code: try row.value(4), scale: try row.value(5))
            let (rest, takeout): (Amount, Amount) = (try row.value(1), try row.value(2))
            let (id, status): (ID<Stake>, EventStatus) = (try row.value(0), try row.value(3))
            let (whole, taken) = (Money(rest, currency), Money(try rest - takeout, currency))
            return ExpectedEscrow(
                id: id, escrow: "event/\(id)", money: status == .finished ? taken : whole,
                orElse: status == .settling ? taken : nil)
        }
    }
}
