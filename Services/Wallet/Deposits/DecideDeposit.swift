public import Messages
public import Runtime
import Storage

extension ApproveDeposit: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Deposit {
        let (record, admin) = try DepositRecord.forDecision(request.depositID, by: name, in: context)
        if request.amount == nil { try record.checkAgreesWithReport() }
        let amount = try request.amount?.positive(in: record.currency.currency, at: "/amount") ?? record.amount
        try record.credit(amount, .admin(admin), request.note, in: context)
        return try DepositRecord.decided(request.depositID, in: context)
    }
}

extension DepositRecord {
    /// Where something else was reported than was asked for, an admin has to say what to credit.
    fileprivate func checkAgreesWithReport() throws {
        guard let reported = deposit.reported, reported != deposit.amount else { return }
        let (asked, told) = (deposit.amount, reported)
        throw DepositDecisionFailure.reportDiffers.because(
            """
            \(asked.amount.text) \(asked.currency.text) were asked for and \(told.amount.text) \(told.currency.text) \
            reported; say which amount is to be credited
            """, at: "/amount")
    }
}

extension RejectDeposit: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Deposit {
        let (record, admin) = try DepositRecord.forDecision(request.depositID, by: name, in: context)
        try record.reject(.admin(admin), request.note, in: context)
        return try DepositRecord.decided(request.depositID, in: context)
    }
}
