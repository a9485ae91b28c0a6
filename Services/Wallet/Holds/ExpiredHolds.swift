import Messages
import Runtime
import Storage

/// Holds past their deadline. From that moment they count nowhere: whoever touches the user's money gives them back first,
/// in the same transaction, queries read as if that were done, and a timer does it where nobody asks.
enum ExpiredHolds {
    static let timer = "wallet.expire-hold"

    /// Gives back what has expired of one account for held money.
    static func release(heldIn held: Int64, by ledger: Ledger, in context: CommandContext) throws {
        let due: [ID<Hold>] = try context.database.rows(
            """
            SELECT id FROM holds WHERE held = ? AND state = 'open' AND expires_at IS NOT NULL AND expires_at <= ?
            ORDER BY expires_at, id
            """, held, context.now
        ) { try $0.value(0) }
        for id in due {
            guard let hold = try HoldRecord.find(id, in: context.database) else { continue }
            let (posted, money) = try hold.giveBackRest(as: .expired, by: ledger, in: context.database)
            try context.emit(HoldExpired(hold: id, user: hold.user, money: money, transaction: posted.id))
        }
    }

    /// The deadline of a hold: to look at its user's money is enough. One that was decided on before is passed over.
    static func fire(_ state: String, in context: CommandContext) throws {
        guard let id = ID<Hold>(state), let hold = try HoldRecord.find(id, in: context.database), hold.state == .open
        else { return }
        _ = try Ledger(context).available(to: hold.user, in: hold.currency)
    }

    /// What is still held in an account though its deadline has passed, by the buckets that it belongs to.
    static func overdue(in held: Int64, at time: Timestamp, _ database: Connection) throws -> Origin {
        var sum = Origin()
        try database.each(
            """
            SELECT deposit, bonus, winning, captured FROM holds
            WHERE held = ? AND state = 'open' AND expires_at IS NOT NULL AND expires_at <= ?
            """, held, time
        ) { row in
            let origin = try Origin(row, from: 0)
            guard let taken = try origin.taking(try row.value(3)) else { return true }
            sum = try sum + (origin - taken)
            return true
        }
        return sum
    }

    /// How many holds with a deadline are open in an account.
    static func count(in held: Int64, _ database: Connection) throws -> Int {
        try database.first(
            "SELECT COUNT(*) FROM holds WHERE held = ? AND state = 'open' AND expires_at IS NOT NULL", held
        ) { try $0.value(0) } ?? 0
    }
}
