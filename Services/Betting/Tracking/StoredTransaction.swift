import Messages
import Runtime
import Storage

/// A row of money at an outside book.
struct StoredTransaction {
    let number: Int64
    let id: ID<TrackedTransaction>
    let owner: ID<User>
    let bet: ID<TrackedBet>?
    let type: TrackedTransactionType
    let amount: Amount
    let currency: Currency
    let book: String
    var status: TrackedTransactionStatus
    var externalID: String?
    let description: String?
    let reverses: ID<TrackedTransaction>?
    var retries: Int64
    var failureReason: String?
    var reference: String?
    var reconciledAt: Timestamp?
    var completedAt: Timestamp?
    let createdAt: Timestamp
    var updatedAt: Timestamp

    static func find(_ id: ID<TrackedTransaction>, in database: Connection) throws -> StoredTransaction? {
        try database.first(
            """
            SELECT number, id, owner, bet, kind, amount, t.currency, scale, book, status, external_id, description,
                reverses, retries, failure_reason, reference, reconciled_at, completed_at, created_at, updated_at
            FROM tracked_transaction t JOIN currency ON currency.code = t.currency WHERE id = ?
            """, id, read: read)
    }

    private static func read(_ row: borrowing Row) throws -> StoredTransaction {
        StoredTransaction(
            number: try row.value(0), id: try row.value(1), owner: try row.value(2), bet: try row.value(3),
            type: try row.value(4), amount: try row.value(5),
            currency: Currency(code: try row.value(6), scale: try row.value(7)), book: try row.value(8),
            status: try row.value(9), externalID: try row.value(10), description: try row.value(11),
            reverses: try row.value(12), retries: try row.value(13), failureReason: try row.value(14),
            reference: try row.value(15), reconciledAt: try row.value(16), completedAt: try row.value(17),
            createdAt: try row.value(18), updatedAt: try row.value(19))
    }

    /// For its owner and admins; for all others there is none.
    static func acted(
        on id: ID<TrackedTransaction>, by caller: Statement, in database: Connection
    ) throws -> StoredTransaction {
        guard let row = try find(id, in: database), row.owner == caller.user || caller.roles.contains(.admin) else {
            throw Rejection.notFound("transaction")
        }
        return row
    }

    var view: TrackedTransaction {
        TrackedTransaction(
            id: id, user: owner, bet: bet, type: type, amount: Money(amount, currency), book: book, status: status,
            externalID: externalID, description: description, reverses: reverses, retries: retries,
            failureReason: failureReason, reconciliationReference: reference, reconciledAt: reconciledAt,
            completedAt: completedAt, createdAt: createdAt, updatedAt: updatedAt)
    }

    /// Moves it on, and what it counts for with it.
    func store(after former: TrackedTransactionStatus, in context: CommandContext) throws {
        try context.database.run(
            """
            UPDATE tracked_transaction SET status = ?, external_id = ?, retries = ?, failure_reason = ?, reference = ?,
                reconciled_at = ?, completed_at = ?, updated_at = ?
            WHERE number = ?
            """, status, externalID, retries, failureReason, reference, reconciledAt, completedAt, updatedAt, number)
        if former != status {
            try OutsideMoney.count(self, as: former, isIn: false, in: context.database)
            try OutsideMoney.count(self, as: status, isIn: true, in: context.database)
        }
        try context.emit(
            TrackedTransactionMoved(
                transaction: id, user: owner, before: former, after: status, isReconciled: reconciledAt != nil))
    }
}
