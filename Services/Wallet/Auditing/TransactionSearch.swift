import Messages
import Runtime
import Storage

/// Which transactions are looked for, the newest first, and between which numbers. The most telling filter finds
/// candidates through an index, the others are held against each.
struct TransactionSearch {
    /// More candidates than this are not looked at for one page: a rare combination gives short pages, never a query
    /// that keeps a snapshot open for long.
    static let candidateLimit = 5000
    private static let batch = 200

    var kind: TransactionKind?
    var entity: String?
    var actor: String?
    /// Of each of these sets an account at least was touched.
    var touching: [[Int64]] = []
    var numbers: Range<Int64>
    let database: Connection

    init(numbers: Range<Int64>, database: Connection) { (self.numbers, self.database) = (numbers, database) }

    /// The cursor is the last transaction that was looked at.
    func page(_ cursor: Cursor?, limit: Int) throws -> (numbers: [Int64], next: String?) {
        var (found, looked) = ([Int64](), 0)
        var end = min(numbers.upperBound, try cursor.map(start) ?? .max)
        let batch = hasFilters ? TransactionSearch.batch : limit + 1
        while looked < TransactionSearch.candidateLimit {
            let candidates = try candidates(before: end, batch)
            for number in candidates {
                if try matches(number) {
                    if found.count == limit { return (found, try id(of: end)) }
                    found.append(number)
                }
                (looked, end) = (looked + 1, number)
            }
            if candidates.count < batch { return (found, nil) }
        }
        return (found, try id(of: end))
    }

    private func start(_ cursor: Cursor) throws -> Int64 {
        guard let id = ID<LedgerTransaction>(cursor.text),
            let number = try database.first(
                "SELECT number FROM ledger_transactions WHERE id = ?", id, read: { try $0.value(0, as: Int64.self) })
        else { throw Rejection.field("/cursor", "invalid_format", "expected the `next` of the page before") }
        return number
    }

    private func id(of number: Int64) throws -> String? {
        try database.first("SELECT id FROM ledger_transactions WHERE number = ?", number) {
            try $0.value(0, as: ID<LedgerTransaction>.self).text
        }
    }

    // MARK: - Candidates

    private var hasFilters: Bool {
        let filters = [kind?.rawValue, entity, actor].compactMap(\.self).count + touching.count
        return filters > 1
    }

    /// An entity has few transactions, a user some, an actor many, the house's accounts and a kind most.
    private func candidates(before end: Int64, _ count: Int) throws -> [Int64] {
        let low = numbers.lowerBound
        if let entity {
            return try database.rows(
                """
                SELECT number FROM ledger_transactions INDEXED BY ledger_transactions_by_entity
                WHERE entity = ? AND number >= ? AND number < ? ORDER BY number DESC LIMIT ?
                """, entity, low, end, count
            ) { try $0.value(0) }
        }
        if let accounts = touching.first { return try postings(of: accounts, low, end, count) }
        if let actor {
            return try database.rows(
                """
                SELECT number FROM ledger_transactions INDEXED BY ledger_transactions_by_actor
                WHERE substr(actor, -8) = substr(?, -8) AND number >= ? AND number < ? ORDER BY number DESC LIMIT ?
                """, actor, low, end, count
            ) { try $0.value(0) }
        }
        if let kind {
            return try database.rows(
                """
                SELECT number FROM ledger_transactions INDEXED BY ledger_transactions_by_kind
                WHERE kind = ? AND number >= ? AND number < ? ORDER BY number DESC LIMIT ?
                """, kind, low, end, count
            ) { try $0.value(0) }
        }
        return try database.rows(
            "SELECT number FROM ledger_transactions WHERE number >= ? AND number < ? ORDER BY number DESC LIMIT ?", low,
            end, count
        ) { try $0.value(0) }
    }

    /// Through the index of each account. A transaction that touches several counts once.
    private func postings(of accounts: [Int64], _ low: Int64, _ end: Int64, _ count: Int) throws -> [Int64] {
        var found: Set<Int64> = []
        for account in accounts {
            try database.each(
                """
                SELECT transaction_number FROM ledger_postings
                WHERE account = ? AND transaction_number >= ? AND transaction_number < ?
                ORDER BY transaction_number DESC LIMIT ?
                """, account, low, end, count
            ) { row in
                found.insert(try row.value(0))
                return true
            }
        }
        return Array(found.sorted(by: >).prefix(count))
    }

    // MARK: - Matching

    private func matches(_ number: Int64) throws -> Bool {
        if kind != nil || entity != nil || actor != nil {
            let row = try database.first(
                "SELECT kind, entity, actor FROM ledger_transactions WHERE number = ?", number
            ) { row in
                (
                    kind: try row.value(0, as: TransactionKind.self), entity: try row.value(1, as: String.self),
                    actor: try row.value(2, as: String.self)
                )
            }
            guard let row, row.kind == kind ?? row.kind, row.entity == entity ?? row.entity,
                row.actor == actor ?? row.actor
            else { return false }
        }
        // The first set is what found it, unless an entity did.
        return try touching.dropFirst(entity == nil ? 1 : 0).allSatisfy { try touches(number, $0) }
    }

    private func touches(_ number: Int64, _ accounts: [Int64]) throws -> Bool {
        try accounts.contains { account in
            try database.first(
                "SELECT 1 FROM ledger_postings WHERE transaction_number = ? AND account = ?", number, account,
                read: { _ in true }) ?? false
        }
    }
}
