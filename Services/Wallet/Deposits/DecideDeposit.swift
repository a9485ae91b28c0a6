public import Messages
public import Runtime
import Storage

extension ApproveDeposit: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Deposit {
        let (record, admin) = try DepositRecord.forDecision(request.depositID, by: name, in: context)
        let amount = try request.amount?.positive(in: record.currency.currency, at: "/amount") ?? record.amount
        try record.credit(amount, .admin(admin), request.note, in: context)
        return try DepositRecord.decided(request.depositID, in: context)
    }
}

extension RejectDeposit: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Deposit {
        let (record, admin) = try DepositRecord.forDecision(request.depositID, by: name, in: context)
        try record.reject(.admin(admin), request.note, in: context)
        return try DepositRecord.decided(request.depositID, in: context)
    }
}
