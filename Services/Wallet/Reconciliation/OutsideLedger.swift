import Messages
import Runtime
import Storage

/// The ledger's side: transactions that touch the outside world, each in one of its currencies.
struct OutsideLedger {
    let database: Connection

    /// The entry that a row is about by its own word: one that knows the transfer by the same hash or reference.
    func entry(named row: OutsideRow) throws -> Int64? {
        let keys = [row.externalID, row.reference ?? row.externalID].map { TransferHash(trusted: $0).uniqueKey }
        let found = try database.rows(
            """
            SELECT transaction_number, time FROM outside_entries
            WHERE reference IN (?, ?) AND currency = ? AND amount = ? AND row IS NULL
            ORDER BY transaction_number LIMIT 10
            """, keys[0], keys[1], row.currency.number, row.amount
        ) { (number: try $0.value(0, as: Int64.self), time: try $0.value(1, as: Timestamp.self)) }
        return found.first { row.isNear($0.time) }?.number
    }

    /// The entry of the same amount that is nearest in time; of two as near the earlier one.
    func entry(nearest row: OutsideRow) throws -> Int64? {
        let later = try database.first(
            """
            SELECT transaction_number, time FROM outside_entries
            WHERE row IS NULL AND currency = ? AND amount = ? AND time >= ? ORDER BY time, transaction_number LIMIT 1
            """, row.currency.number, row.amount, row.time
        ) { (number: try $0.value(0, as: Int64.self), time: try $0.value(1, as: Timestamp.self)) }
        let earlier = try database.first(
            """
            SELECT transaction_number, time FROM outside_entries
            WHERE row IS NULL AND currency = ? AND amount = ? AND time < ?
            ORDER BY time DESC, transaction_number DESC LIMIT 1
            """, row.currency.number, row.amount, row.time
        ) { (number: try $0.value(0, as: Int64.self), time: try $0.value(1, as: Timestamp.self)) }
        let near = [earlier, later].compactMap { $0 }.filter { row.isNear($0.time) }
        return near.min { distance($0.time, row) < distance($1.time, row) }?.number
    }

    /// In days where the row has no more than a day.
    private func distance(_ time: Timestamp, _ row: OutsideRow) -> Int64 {
        row.hasTime
            ? abs(time.milliseconds - row.time.milliseconds)
            : abs(Day(time).daysSince1970 - Day(row.time).daysSince1970)
    }

    /// The entry that somebody says is a row's other side; refused where it cannot be.
    func entry(_ transaction: ID<LedgerTransaction>, for row: OutsideRow) throws -> Int64 {
        typealias Failure = ReconciliationFailure
        let found = try database.first(
            """
            SELECT o.transaction_number, o.amount, o.time, o.row FROM ledger_transactions t
                JOIN outside_entries o ON o.transaction_number = t.number AND o.currency = ? WHERE t.id = ?
            """, row.currency.number, transaction
        ) { entry in
            (
                number: try entry.value(0, as: Int64.self), amount: try entry.value(1, as: Amount.self),
                time: try entry.value(2, as: Timestamp.self), row: try entry.value(3, as: ID<ReconciliationRow>?.self)
            )
        }
        guard let found else {
            let detail = "no transaction \(transaction) moves \(row.currency.currency.code) into or out of the platform"
            throw Failure.noSuchEntry.because(detail, at: "/transaction_id")
        }
        guard found.row == nil else {
            throw Failure.entryMatched.because("another row is matched with this transaction", at: "/transaction_id")
        }
        guard found.amount == row.amount else {
            let (has, needs) = (text(found.amount, row), text(row.amount, row))
            throw Failure.amountDiffers.because("the transaction moved \(has), the row \(needs)", at: "/transaction_id")
        }
        guard row.isNear(found.time) else {
            let (days, limit) = ("\(Day(found.time)) and \(Day(row.time))", OutsideRow.days)
            throw Failure.tooFarApart.because("\(days) are more than \(limit) days apart", at: "/transaction_id")
        }
        return found.number
    }

    private func text(_ amount: Amount, _ row: OutsideRow) -> String {
        "\(row.currency.text((try? amount.magnitude()) ?? amount)) \(OutsideDirection(amount).rawValue)"
    }

    // MARK: - What is left

    static let countLimit = 10_000

    /// Entries of a reconciliation's days and currencies that no row is matched with, of this reconciliation or another.
    func left(of record: ReconciliationRecord, limit: Int) throws -> (entries: [OutsideEntry], count: Int) {
        let (from, end) = (beginning(of: record.from), beginning(of: record.to.adding(days: 1)))
        let entries = try database.rows(
            """
            SELECT t.id, t.kind, o.time, o.amount, c.code, c.scale, o.reference FROM outside_entries o
                JOIN ledger_transactions t ON t.number = o.transaction_number
                JOIN currencies c ON c.number = o.currency
            WHERE o.row IS NULL AND o.time >= ? AND o.time < ?
                AND o.currency IN (SELECT currency FROM reconciliation_rows WHERE reconciliation = ?)
            ORDER BY o.time, o.transaction_number LIMIT ?
            """, from, end, record.id, limit
        ) { row in
            let amount: Amount = try row.value(3)
            return OutsideEntry(
                transactionID: try row.value(0), kind: try row.value(1), time: try row.value(2),
                direction: OutsideDirection(amount),
                amount: Money(try amount.magnitude(), Currency(code: try row.value(4), scale: try row.value(5))),
                reference: try row.value(6))
        }
        guard entries.count == limit else { return (entries, entries.count) }
        let count = try database.first(
            """
            SELECT COUNT(*) FROM (SELECT 1 FROM outside_entries o
                WHERE o.row IS NULL AND o.time >= ? AND o.time < ?
                    AND o.currency IN (SELECT currency FROM reconciliation_rows WHERE reconciliation = ?) LIMIT ?)
            """, from, end, record.id, OutsideLedger.countLimit
        ) { try $0.value(0, as: Int.self) }
        return (entries, count ?? 0)
    }

    private func beginning(of day: Day) -> Timestamp { Timestamp(beginningOf: day) }
}

extension Timestamp {
    /// Midnight in UTC.
    init(beginningOf day: Day) { self.init(milliseconds: day.daysSince1970 * 86_400_000) }
}
