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
            SELECT bet.id, hold, bet.user, stake, status, payout, bet.number <= paying, bet.event, outcome, code, scale,
                play.state <> 'playing', bet.number <= play.sent_to
            FROM bet JOIN play ON play.id = bet.play JOIN (SELECT id, currency FROM event) AS owner ON owner.id = bet.event
                JOIN currency ON code = owner.currency LEFT JOIN settlement ON settlement.event = bet.event
            WHERE bet.id > ? AND bet.id <= ? ORDER BY bet.id LIMIT ?
            """, after, through, limit, read: BetSource.read)
    }

    func stake(of hold: ID<Hold>, in database: Connection) throws -> ExpectedHold? {
        try database.first(
            """
            SELECT bet.id, hold, bet.user, stake, status, payout, bet.number <= paying, bet.event, outcome, code, scale,
                play.state <> 'playing', bet.number <= play.sent_to
            FROM bet JOIN play ON play.id = bet.play JOIN (SELECT id, currency FROM event) AS owner ON owner.id = bet.event
                JOIN currency ON code = owner.currency LEFT JOIN settlement ON settlement.event = bet.event
            WHERE hold = ?
            """, hold, read: BetSource.read)
    }

    /// A stake is captured when its bet is accepted, and paid for when its payment is begun: in the transaction that
    /// writes so the wallet is asked for it.
    private static func read(_ row: borrowing Row) throws -> ExpectedHold {
        let currency = Currency(code: try row.value(9), scale: try row.value(10))
        let (stake, status): (Amount, BetStatus) = (try row.value(3), try row.value(4))
        let (payout, isPaying): (Amount?, Bool?) = (try row.value(5), try row.value(6))
        let (event, outcome): (ID<BettingEvent>, PoolOutcome?) = (try row.value(7), try row.value(8))
        let (id, hold, user): (ID<Stake>, ID<Hold>, ID<User>) = (try row.value(0), try row.value(1), try row.value(2))
        // Stakes on a player who is out go back, whatever becomes of the pool.
        let (isOut, isReturning): (Bool, Bool?) = (try row.value(11), try row.value(12))
        func money(_ amount: Amount) -> Money { Money(amount, currency) }
        func expected(
            _ states: [HoldStanding.State], _ parts: [HoldStanding.Part], won: Amount
        ) -> ExpectedHold {
            ExpectedHold(
                id: id, purpose: "bet/\(id)", hold: hold, user: user, money: money(stake),
                states: states, parts: parts, won: money(won))
        }
        let paid: Amount
        switch status {
        // It may have been refused, or be on its way back.
        case .reserved: return expected([.none, .open, .released], [], won: .zero)
        case .cancelling, .cancelled: paid = stake
        case .won, .refunded: paid = payout ?? .zero
        case .accepted where isReturning == true: paid = stake
        case .accepted: paid = isPaying == true ? payout ?? .zero : .zero
        case .lost, .unknown: paid = .zero
        }
        let isReturned = outcome == .refund || isOut || status == .cancelling || status == .cancelled
        let part = HoldStanding.Part(
            escrow: "event/\(event)", captured: money(stake), returned: money(isReturned ? paid : .zero))
        return expected([.captured], [part], won: isReturned ? .zero : paid)
    }

    /// What was staked, on players who are out too, came from other events and was put in by the house, less what went on,
    /// was paid and is on its way, and what the house keeps once that is paid. The house puts in when the settlement begins,
    /// which waits until players who are out have their backers paid back.
    func escrows(
        after: ID<Stake>, through: ID<Stake>, limit: Int, in database: Connection
    ) throws -> [ExpectedEscrow] {
        try database.rows(
            """
            SELECT id, pool + rolled_in + COALESCE(IIF(is_waiting, 0, loss) - rolled_out - unawarded - paid - refunded, 0)
                - COALESCE((SELECT SUM(payout) FROM bet
                    WHERE bet.event = event.id AND bet.status = 'accepted' AND number <= paying), 0)
                + COALESCE((SELECT SUM(withdrawn - returned) FROM play WHERE play.event = event.id), 0)
                - COALESCE((SELECT SUM(stake) FROM play JOIN bet ON bet.play = play.id
                    WHERE play.event = event.id AND bet.status = 'accepted' AND bet.number > returned_to
                        AND bet.number <= sent_to), 0),
                COALESCE(takeout + breakage, 0), status, code, scale
            FROM (SELECT *, EXISTS (SELECT 1 FROM play WHERE play.event = event.id AND state = 'withdrawing') AS is_waiting
                FROM event) AS event
                JOIN currency ON code = currency LEFT JOIN settlement ON settlement.event = id
            WHERE id > ? AND id <= ? ORDER BY id LIMIT ?
            """, after, through, limit
        ) { row in
            let currency = Currency(code: try row.value(4), scale: try row.value(5))
            let (rest, kept): (Amount, Amount) = (try row.value(1), try row.value(2))
            let (id, status): (ID<Stake>, EventStatus) = (try row.value(0), try row.value(3))
            let (whole, taken) = (Money(rest, currency), Money(try rest - kept, currency))
            return ExpectedEscrow(
                id: id, escrow: "event/\(id)", money: status == .finished ? taken : whole,
                orElse: status == .settling ? taken : nil)
        }
    }
}
