import Messages
import Runtime
import Storage

/// Who decides on a deposit.
enum DepositDecider {
    case admin(ID<User>)
    /// A signed report of its transfer.
    case report

    var kind: Deposit.Decider {
        switch self {
        case .admin: .admin
        case .report: .report
        }
    }

    var admin: ID<User>? { if case .admin(let id) = self { id } else { nil } }

    /// As whom the ledger names them. Whoever claims money that had been reported before is not who says that it came.
    fileprivate func ledger(_ context: CommandContext) -> Ledger {
        guard case .report = self else { return Ledger(context) }
        let provenance = Provenance(actor: "webhook:deposits", causation: context.causation, time: context.now)
        return Ledger(context.database, provenance, seals: LedgerSeals(context)) { context.newID() }
    }
}

extension DepositRecord {
    func credit(_ amount: Amount, _ decider: DepositDecider, _ note: Note?, in context: CommandContext) throws {
        let ledger = decider.ledger(context)
        let credit = try ledger.post(
            Movement(kind: .deposit, entity: "deposit/\(deposit.id)", reference: deposit.txHash.uniqueKey),
            [
                Posting(try ledger.account(of: .world, in: currency), try .zero - amount),
                Posting(try ledger.account(of: .user(deposit.userID), .deposit, in: currency), amount),
            ])
        try context.database.run(
            """
            UPDATE deposits SET status = 'approved', credited = ?, credit = ?, note = ?, decided_at = ?,
                decided_by = ?, admin = ? WHERE id = ?
            """, amount, credit.number, note?.text, context.now, decider.kind, decider.admin, deposit.id)
        try recount(as: amount, in: context.database)
        try context.emit(
            DepositApproved(
                deposit: deposit.id, user: deposit.userID, requested: deposit.amount,
                credited: currency.money(amount), transaction: credit.id, decidedBy: decider.kind))
    }

    func reject(_ decider: DepositDecider, _ note: Note, in context: CommandContext) throws {
        try context.database.run(
            """
            UPDATE deposits SET status = 'rejected', note = ?, decided_at = ?, decided_by = ?, admin = ? WHERE id = ?
            """, note.text, context.now, decider.kind, decider.admin, deposit.id)
        try recount(as: .zero, in: context.database)
        try context.emit(
            DepositRejected(
                deposit: deposit.id, user: deposit.userID, amount: deposit.amount, decidedBy: decider.kind))
    }
}
