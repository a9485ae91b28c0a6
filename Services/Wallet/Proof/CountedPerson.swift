import Messages
import Storage

/// A person's days in one currency, held against what the ledger and the requests say.
struct CountedPerson: Codable, Sendable {
    let user: [UInt8]
    let currency: Int64

    static func next(after person: CountedPerson?, in database: Connection) throws -> CountedPerson? {
        try database.first(
            "SELECT user, currency FROM usage WHERE (user, currency) > (?, ?) ORDER BY user, currency LIMIT 1",
            person?.user ?? [], person?.currency ?? 0
        ) { CountedPerson(user: try $0.value(0), currency: try $0.value(1)) }
    }

    func hasAccounts(in database: Connection) throws -> Bool {
        try database.first(
            "SELECT 1 FROM ledger_accounts WHERE owner_kind = 'user' AND owner = ? AND currency = ? LIMIT 1", user,
            currency
        ) { _ in true } ?? false
    }

    func violations(staked: Int64, won: Int64, in database: Connection) throws -> [String] {
        // Modulo 2⁶⁴, as the other side is: all days together may be more than an amount can be.
        var counted: (staked: Int64, won: Int64) = (0, 0)
        try database.each("SELECT stake, won FROM usage WHERE user = ? AND currency = ?", user, currency) { row in
            counted.staked = try counted.staked.addingReportingOverflow(row.value(0)).partialValue
            counted.won = try counted.won.addingReportingOverflow(row.value(1)).partialValue
            return true
        }
        let days = try database.first(
            """
            WITH counted AS (SELECT day, deposit FROM usage WHERE user = ?1 AND currency = ?2 AND deposit <> 0),
                real AS (SELECT day, SUM(COALESCE(credited, amount)) FROM deposits
                    WHERE user = ?1 AND currency = ?2 AND day IS NOT NULL AND status <> 'rejected'
                        AND NOT EXISTS (SELECT 1 FROM ledger_transactions r WHERE r.reverses = credit) GROUP BY day)
            SELECT (SELECT COUNT(*) FROM (SELECT * FROM counted EXCEPT SELECT * FROM real))
                + (SELECT COUNT(*) FROM (SELECT * FROM real EXCEPT SELECT * FROM counted))
            """, user, currency
        ) { try $0.value(0, as: Int64.self) }
        var found: [String] = []
        if counted.staked != staked {
            found.append("\(who)'s days count \(counted.staked) staked, the ledger \(staked)")
        }
        if counted.won != won {
            found.append("\(who)'s days count \(counted.won) won, the ledger \(won)")
        }
        if let days, days > 0 { found.append("\(who)'s days count other deposits than were asked for") }
        return found
    }

    private var who: String { "user \(ID<User>(bytes: user)?.text ?? "unknown")" }
}
