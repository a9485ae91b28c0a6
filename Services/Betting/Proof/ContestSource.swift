import Messages
import Runtime
import Storage

/// Fees of contests' entries, and the pools that they go into. What costs nothing has no hold.
struct ContestSource: StakeSource {
    func count(in database: Connection) throws -> Int64 {
        try database.first("SELECT MAX(number) FROM contest_entry") { try $0.value(0, as: Int64?.self) ?? 0 } ?? 0
    }

    func stakes(
        after: ID<Stake>, through: ID<Stake>, limit: Int, in database: Connection
    ) throws -> [ExpectedHold] {
        try database.rows(
            """
            SELECT contest_entry.id, hold, user, contest_entry.fee, contest_entry.status, payment, prize, contest.id,
                contest.status, currency.code, scale
            FROM contest_entry JOIN contest ON contest.id = contest_entry.contest
                JOIN currency ON currency.code = contest.currency
            WHERE contest_entry.id > ? AND contest_entry.id <= ? AND hold IS NOT NULL ORDER BY contest_entry.id LIMIT ?
            """, after, through, limit, read: ContestSource.read)
    }

    func stake(of hold: ID<Hold>, in database: Connection) throws -> ExpectedHold? {
        try database.first(
            """
            SELECT contest_entry.id, hold, user, contest_entry.fee, contest_entry.status, payment, prize, contest.id,
                contest.status, currency.code, scale
            FROM contest_entry JOIN contest ON contest.id = contest_entry.contest
                JOIN currency ON currency.code = contest.currency
            WHERE hold = ?
            """, hold, read: ContestSource.read)
    }

    /// A fee is captured when its entry is accepted, and paid for when its payment is begun: in the transaction that writes
    /// so the wallet is asked for it.
    private static func read(_ row: borrowing Row) throws -> ExpectedHold {
        let currency = Currency(code: try row.value(9), scale: try row.value(10))
        let (fee, status): (Amount, ContestEntryStatus) = (try row.value(3), try row.value(4))
        let (payment, prize): (String?, Amount?) = (try row.value(5), try row.value(6))
        let (contest, ending): (ID<Contest>, ContestStatus) = (try row.value(7), try row.value(8))
        let (id, hold, user): (ID<Stake>, ID<Hold>, ID<User>) = (try row.value(0), try row.value(1), try row.value(2))
        func expected(
            _ states: [HoldStanding.State], _ parts: [HoldStanding.Part], won: Amount
        ) -> ExpectedHold {
            ExpectedHold(
                id: id, purpose: "entry/\(id)", hold: hold, user: user, money: Money(fee, currency), states: states,
                parts: parts, won: Money(won, currency))
        }
        // It may have been refused, or be on its way back.
        if status == .reserved { return expected([.none, .open, .released], [], won: .zero) }
        let isPaid = ["paying", "paid"].contains(payment)
        let isRefund = [.cancelling, .cancelled].contains(ending)
        let part = HoldStanding.Part(
            escrow: "contest/\(contest)", captured: Money(fee, currency),
            returned: Money(isRefund && isPaid ? fee : .zero, currency))
        return expected([.captured], [part], won: isPaid && !isRefund ? prize ?? .zero : .zero)
    }

    /// What was paid in and what the house has added, less what the house has kept, what was paid and what is on its way.
    func escrows(
        after: ID<Stake>, through: ID<Stake>, limit: Int, in database: Connection
    ) throws -> [ExpectedEscrow] {
        try database.rows(
            """
            SELECT contest.id, pool + funded - kept - paid - refunded
                - COALESCE((SELECT SUM(IIF(contest.status = 'settling', entry.prize, entry.fee))
                    FROM contest_entry AS entry WHERE entry.contest = contest.id AND entry.payment = 'paying'), 0),
                currency.code, scale
            FROM contest JOIN currency ON currency.code = contest.currency
            WHERE contest.id > ? AND contest.id <= ? ORDER BY contest.id LIMIT ?
            """, after, through, limit
        ) { row in
            let (id, rest): (ID<Stake>, Amount) = (try row.value(0), try row.value(1))
            let currency = Currency(code: try row.value(2), scale: try row.value(3))
            return ExpectedEscrow(id: id, escrow: "contest/\(id)", money: Money(rest, currency))
        }
    }
}
