import Messages
import Runtime
import Storage

/// A transaction as it lies in the tables, with its seal.
struct SealedRow {
    var transaction: SealedTransaction
    let seal: [UInt8]?
    /// The words that were said of it, where they are still there.
    let words: String?
    /// Whose accounts it names.
    var users: [ID<User>] {
        transaction.sides.compactMap { $0.ownerKind == AccountOwner.Kind.user.rawValue ? ID(bytes: $0.owner) : nil }
    }

    /// In the order of their numbers.
    static func each(
        in database: Connection, after first: Int64, through last: Int64, _ body: (SealedRow) throws -> Void
    ) throws {
        var current: SealedRow?
        try database.each(
            """
            SELECT t.number, t.id, t.kind, t.entity, t.metadata, t.actor, t.causation, t.time, t.reverses, t.group_id,
                t.seal, w.hash,
                COALESCE((SELECT reason FROM transaction_reasons r WHERE r.number = t.number),
                    (SELECT to_address FROM withdrawals d WHERE d.placed = t.number)),
                p.account, COALESCE(a.owner_kind, ''), COALESCE(a.owner, x''), COALESCE(a.bucket, ''),
                COALESCE(c.code, ''), COALESCE(c.scale, 0), p.amount, p.balance, o.reference
            FROM ledger_transactions t LEFT JOIN transaction_words w ON w.number = t.number
                LEFT JOIN ledger_postings p ON p.transaction_number = t.number
                LEFT JOIN ledger_accounts a ON a.number = p.account
                LEFT JOIN currencies c ON c.number = a.currency
                LEFT JOIN outside_entries o ON o.transaction_number = t.number AND o.currency = a.currency
                    AND a.owner_kind = 'world'
            WHERE t.number > ? AND t.number <= ? ORDER BY t.number, p.account
            """, first, last
        ) { row in
            if try current?.transaction.number != row.value(0, as: Int64.self) {
                if let current { try body(current) }
                current = try SealedRow(row)
            }
            if try row.value(13, as: Int64?.self) != nil {
                current?.transaction.sides.append(try SealedTransaction.Side(row, from: 13))
            }
            return true
        }
        if let current { try body(current) }
    }

    private init(_ row: borrowing Row) throws {
        transaction = SealedTransaction(
            number: try row.value(0), id: try row.value(1), kind: try row.value(2), entity: try row.value(3),
            metadata: try row.value(4), actor: try row.value(5), causation: try row.value(6), time: try row.value(7),
            reverses: try row.value(8), group: try row.value(9), words: try row.value(11))
        (seal, words) = (try row.value(10), try row.value(12))
    }
}

extension SealedTransaction.Side {
    fileprivate init(_ row: borrowing Row, from column: Int) throws {
        self.init(
            account: try row.value(column), ownerKind: try row.value(column + 1), owner: try row.value(column + 2),
            bucket: try row.value(column + 3), currency: try row.value(column + 4), scale: try row.value(column + 5),
            amount: try row.value(column + 6), balance: try row.value(column + 7),
            reference: try row.value(column + 8))
    }
}
