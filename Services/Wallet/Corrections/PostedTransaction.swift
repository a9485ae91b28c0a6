import Messages
import Runtime
import Storage

/// A transaction as the ledger has it, to be taken back.
struct PostedTransaction {
    struct Part {
        let owner: AccountOwner
        let bucket: Bucket
        let currency: KnownCurrency
        let amount: Amount
    }

    let number: Int64
    let id: ID<LedgerTransaction>
    let kind: TransactionKind
    let time: Timestamp
    /// Whether it is a part of a hold: what was captured of it, or went back.
    let isOfHold: Bool
    let reversedBy: Int64?
    let parts: [Part]

    /// Whose money it moved, each once.
    var users: [ID<User>] {
        var seen: [ID<User>] = []
        for case .user(let user) in parts.map(\.owner) where !seen.contains(user) { seen.append(user) }
        return seen
    }

    static func find(_ id: ID<LedgerTransaction>, in database: Connection) throws -> PostedTransaction? {
        try database.first(
            """
            SELECT t.number, t.kind, t.time, r.number,
                EXISTS (SELECT 1 FROM hold_captures WHERE posted = t.number)
                    OR EXISTS (SELECT 1 FROM hold_returns WHERE posted = t.number)
            FROM ledger_transactions t LEFT JOIN ledger_transactions r ON r.reverses = t.number
            WHERE t.id = ?
            """, id
        ) { row in
            let number = try row.value(0, as: Int64.self)
            return PostedTransaction(
                number: number, id: id, kind: try row.value(1), time: try row.value(2), isOfHold: try row.value(4),
                reversedBy: try row.value(3), parts: try parts(of: number, in: database))
        }
    }

    private static func parts(of number: Int64, in database: Connection) throws -> [Part] {
        try database.rows(
            """
            SELECT a.owner_kind, a.owner, a.bucket, c.number, c.code, c.scale, p.amount
            FROM ledger_postings p JOIN ledger_accounts a ON a.number = p.account
                JOIN currencies c ON c.number = a.currency
            WHERE p.transaction_number = ? ORDER BY p.account
            """, number
        ) { row in
            let currency = Currency(code: try row.value(4), scale: try row.value(5))
            return Part(
                owner: try AccountOwner(kind: try row.value(0), key: try row.value(1)), bucket: try row.value(2),
                currency: KnownCurrency(number: try row.value(3), currency: currency), amount: try row.value(6))
        }
    }
}
