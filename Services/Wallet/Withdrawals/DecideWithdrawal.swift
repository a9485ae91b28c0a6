public import Messages
public import Runtime
import Storage

extension PayWithdrawal: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Withdrawal {
        let record = try WithdrawalRecord.forDecision(request.withdrawalID, by: name, in: context)
        try TrustRow.require(in: context.database)
        try record.requireThawed(in: context)
        let hash = request.adminTxHash
        let isUsed = try context.database.first(
            "SELECT 1 FROM withdrawals WHERE admin_tx_key = ?", hash.uniqueKey, read: { _ in true })
        guard isUsed != true else {
            throw Failure.duplicateTransfer.because("this transfer paid another withdrawal", at: "/admin_tx_hash")
        }
        let posted = try record.money(Ledger(context)).pay(by: hash)
        try context.database.run(
            """
            UPDATE withdrawals SET status = 'paid', ended = ?, admin = ?, admin_tx_hash = ?, admin_tx_key = ?,
                processed_at = ? WHERE id = ?
            """, posted.number, try context.user().user, hash.text, hash.uniqueKey, context.now, record.id)
        try context.emit(
            WithdrawalPaid(
                withdrawal: record.id, user: record.withdrawal.userID, amount: record.withdrawal.amount,
                adminTxHash: hash, transaction: posted.id))
        try WalletForgetting.forgetDecided(record.id, of: record.withdrawal.userID, in: context)
        return try WithdrawalRecord.now(record.id, in: context)
    }
}

extension RejectWithdrawal: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Withdrawal {
        let record = try WithdrawalRecord.forDecision(request.withdrawalID, by: name, in: context)
        return try record.giveBack(as: .rejected, .rejected, request.note, by: context.user().user, in: context)
    }
}

extension FailWithdrawal: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Withdrawal {
        let record = try WithdrawalRecord.forDecision(request.withdrawalID, by: name, in: context)
        return try record.giveBack(as: .failed, .failed, request.note, by: context.user().user, in: context)
    }
}

extension CancelWithdrawal: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Withdrawal {
        let user = try context.user().user
        let record = try WithdrawalRecord.find(request.withdrawalID, in: context.database)
        guard let record, record.withdrawal.userID == user || context.caller.has(.admin) else {
            throw Rejection.notFound("withdrawal")
        }
        guard record.withdrawal.userID == user else {
            throw CommonFailure.forbidden.because("only its owner cancels a withdrawal; an admin rejects it")
        }
        try record.requirePending(Failure.withdrawalNotPending)
        return try record.giveBack(as: .cancelled, .cancelled, nil, by: nil, in: context)
    }
}

extension WithdrawalRecord {
    /// Nothing is taken from an account while it is frozen or suspended, and what waits to be paid is still its own. One
    /// that is closed for good can still be paid what it asked for.
    fileprivate func requireThawed(in context: CommandContext) throws {
        let state = try KnownPerson.find(withdrawal.userID, in: context.database)?.state ?? .active
        switch state {
        case .frozen, .suspended, .unknown:
            let refused = FrozenPayoutRefused(
                withdrawal: id, user: withdrawal.userID, amount: withdrawal.amount, state: state)
            throw PayWithdrawal.Failure.ownerFrozen.because(
                "its owner's account is \(state.rawValue): nothing is taken from it", at: "/withdrawal_id"
            ) { try $0.emit(refused) }
        case .pendingVerification, .active, .disabled: break
        }
    }

    fileprivate func giveBack(
        as status: WithdrawalStatus, _ reason: WithdrawalReturned.Reason, _ note: Note?, by admin: ID<User>?,
        in context: CommandContext
    ) throws -> Withdrawal {
        let posted = try money(Ledger(context)).giveBack()
        try context.database.run(
            """
            UPDATE withdrawals SET status = ?, ended = ?, admin = ?, admin_note = ?, processed_at = ? WHERE id = ?
            """, status, posted.number, admin, note?.text, context.now, id)
        try context.emit(
            WithdrawalReturned(
                withdrawal: id, user: withdrawal.userID, amount: withdrawal.amount, reason: reason,
                transaction: posted.id))
        try WalletForgetting.forgetDecided(id, of: withdrawal.userID, in: context)
        return try WithdrawalRecord.now(id, in: context)
    }
}
