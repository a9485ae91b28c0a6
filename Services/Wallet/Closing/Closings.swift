import Messages
import Runtime
import Storage

/// The rows of closed wallets. Whatever begins to take a person's money, or to take money from them, asks `isClosed`
/// within its own transaction; what is owed to them comes in all the same.
enum Closings {
    static func isClosed(_ user: ID<User>, in database: Connection) throws -> Bool {
        try database.first("SELECT 1 FROM closings WHERE user = ? LIMIT 1", user) { _ in true } ?? false
    }

    static func add(_ leaving: ID<Leaving>, of user: ID<User>, in context: CommandContext) throws {
        try context.database.run(
            """
            INSERT INTO closings (user, leaving, closed_at, last_transaction)
            VALUES (?, ?, ?, (SELECT coalesce(MAX(number), 0) FROM ledger_transactions))
            """, user, leaving, context.now)
    }

    /// False where there was none.
    static func remove(_ leaving: ID<Leaving>, of user: ID<User>, in database: Connection) throws -> Bool {
        try database.run("DELETE FROM closings WHERE user = ? AND leaving = ?", user, leaving) > 0
    }
}

/// What a person asked for and an admin has yet to decide on: a line for each kind of request.
enum PendingRequests {
    private static let kinds: [(words: String, count: StaticString)] = [
        (
            "deposits",
            "SELECT COUNT(*) FROM deposits INDEXED BY deposits_of_user WHERE user = ? AND status = 'pending'"
        ),
        ("withdrawals", "SELECT COUNT(*) FROM withdrawals WHERE user = ? AND status = 'pending'"),
    ]

    /// How many there are of each kind of which there are some.
    static func words(of user: ID<User>, in database: Connection) throws -> [String] {
        try kinds.compactMap { words, sql in
            let count = try database.first(sql, user) { try $0.value(0, as: Int.self) } ?? 0
            return count > 0 ? "\(count) \(words)" : nil
        }
    }
}

/// What lies in a person's wallet, without bonuses.
struct Remains {
    struct Line {
        let bucket: Bucket
        let money: Money
    }

    let held: [Line]
    /// What was paid in or won.
    let own: [Line]

    init(of user: ID<User>, in database: Connection) throws {
        let lines = try database.rows(
            """
            SELECT c.code, c.scale, a.bucket, a.balance FROM currencies c JOIN ledger_accounts a
                ON a.owner_kind = 'user' AND a.owner = ? AND a.currency = c.number
            WHERE a.balance > 0 ORDER BY c.code, a.bucket
            """, user
        ) { row in
            let currency = Currency(code: try row.value(0), scale: try row.value(1))
            return Line(bucket: try row.value(2), money: Money(try row.value(3), currency))
        }
        held = lines.filter { $0.bucket == .held }
        own = lines.filter { $0.bucket == .deposit || $0.bucket == .winning }
    }

    /// As a refusal shows it: the first few, which mostly are all.
    static func text(_ lines: [Line]) -> String {
        let shown = lines.prefix(10).map { line in
            "\(line.bucket.rawValue) \(line.money.amount.text) \(line.money.currency.text)"
        }
        return (shown + (lines.count > 10 ? ["more"] : [])).joined(separator: ", ")
    }
}
