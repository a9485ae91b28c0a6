import Messages
import Runtime
import Storage

/// A withdrawal as it is stored.
struct WithdrawalRecord {
    let withdrawal: Withdrawal
    let currency: KnownCurrency
    let hold: ID<Hold>

    var id: ID<Withdrawal> { withdrawal.id }
    var entity: String { "withdrawal/\(withdrawal.id)" }

    static func find(_ id: ID<Withdrawal>, in database: Connection) throws -> WithdrawalRecord? {
        try database.first(
            """
            SELECT w.id, w.user, w.status, w.amount, w.to_address, w.admin, w.admin_tx_hash, w.admin_note,
                w.created_at, w.processed_at, c.number, c.code, c.scale, w.hold
            FROM withdrawals w JOIN currencies c ON c.number = w.currency WHERE w.id = ?
            """, id, read: read)
    }

    private static func read(_ row: borrowing Row) throws -> WithdrawalRecord {
        let currency = KnownCurrency(
            number: try row.value(10), currency: Currency(code: try row.value(11), scale: try row.value(12)))
        let withdrawal = Withdrawal(
            id: try row.value(0), userID: try row.value(1), status: try row.value(2),
            amount: currency.money(try row.value(3)), toAddress: PayoutAddress(trusted: try row.value(4)),
            adminID: try row.value(5), adminTxHash: try row.value(6, as: String?.self).map(TransferHash.init(trusted:)),
            adminNote: try row.value(7, as: String?.self).map(Note.init(trusted:)), createdAt: try row.value(8),
            processedAt: try row.value(9))
        return WithdrawalRecord(withdrawal: withdrawal, currency: currency, hold: try row.value(13))
    }

    /// The withdrawal that an admin decides on: known, still pending, and somebody else's.
    static func forDecision(
        _ id: ID<Withdrawal>, by operation: String, in context: CommandContext
    ) throws -> WithdrawalRecord {
        let admin = try context.user().user
        guard let record = try find(id, in: context.database) else { throw Rejection.notFound("withdrawal") }
        guard record.withdrawal.userID != admin else {
            let refused = OwnDecisionRefused(user: admin, operation: operation, entity: record.entity)
            throw WithdrawalDecisionFailure.ownWithdrawal.because(
                "this withdrawal is your own; another admin decides on it", at: "/withdrawal_id"
            ) { try $0.emit(refused) }
        }
        try record.requirePending(WithdrawalDecisionFailure.withdrawalNotPending)
        return record
    }

    func requirePending(_ failure: some DomainFailure) throws {
        guard withdrawal.status == .pending else {
            let detail = "the withdrawal is \(withdrawal.status.rawValue) already"
            throw failure.because(detail, at: "/withdrawal_id")
        }
    }

    /// As it is shown to its owner, who need not know which admin decided, or to an admin.
    func shown(toAdmin isAdmin: Bool) -> Withdrawal {
        let all = withdrawal
        return Withdrawal(
            id: all.id, userID: all.userID, status: all.status, amount: all.amount, toAddress: all.toAddress,
            adminID: isAdmin ? all.adminID : nil, adminTxHash: all.adminTxHash, adminNote: all.adminNote,
            createdAt: all.createdAt, processedAt: all.processedAt)
    }

    /// The withdrawal as it is now, to whoever asks.
    static func now(_ id: ID<Withdrawal>, in context: CommandContext) throws -> Withdrawal {
        guard let record = try find(id, in: context.database) else { throw Rejection.notFound("withdrawal") }
        return record.shown(toAdmin: context.caller.has(.admin))
    }
}
