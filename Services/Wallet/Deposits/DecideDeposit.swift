public import Messages
public import Runtime
import Storage

extension ApproveDeposit: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Deposit {
        let record = try DepositRecord.pending(request.depositID, in: context.database)
        let (deposit, currency) = (record.deposit, record.currency)
        let amount = try request.amount?.positive(in: currency.currency, at: "/amount") ?? record.amount
        let ledger = Ledger(context)
        let credit = try ledger.post(
            Movement(kind: .deposit, entity: "deposit/\(deposit.id)"),
            [
                Posting(try ledger.account(of: .world, in: currency), try .zero - amount),
                Posting(try ledger.account(of: .user(deposit.userID), .deposit, in: currency), amount),
            ])
        try context.database.run(
            """
            UPDATE deposits SET status = 'approved', credited = ?, credit = ?, note = ?, decided_at = ? WHERE id = ?
            """, amount, credit.number, request.note?.text, context.now, deposit.id)
        try record.recount(as: amount, in: context.database)
        try context.emit(
            DepositApproved(
                deposit: deposit.id, user: deposit.userID, requested: deposit.amount,
                credited: currency.money(amount), transaction: credit.id))
        return try DepositRecord.decided(deposit.id, in: context.database)
    }
}

extension RejectDeposit: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Deposit {
        let record = try DepositRecord.pending(request.depositID, in: context.database)
        let deposit = record.deposit
        try context.database.run(
            "UPDATE deposits SET status = 'rejected', note = ?, decided_at = ? WHERE id = ?", request.note.text,
            context.now, deposit.id)
        try record.recount(as: .zero, in: context.database)
        try context.emit(DepositRejected(deposit: deposit.id, user: deposit.userID, amount: deposit.amount))
        return try DepositRecord.decided(deposit.id, in: context.database)
    }
}
