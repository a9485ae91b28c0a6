public import Messages
public import Runtime

extension AdjustBalance: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> LedgerEntry {
        let correction = Correction(reason: request.reason, context: context)
        try correction.checkOwn(request.userID, refusing: Failure.ownAccount)
        try People.require(request.userID, in: context.database)
        let currency = try request.amount.known(Failure.unknownCurrency, at: "/amount", in: context.database)
        let amount = try request.amount.positive(in: currency.currency, at: "/amount")
        let change = request.direction == .credit ? amount : try .zero - amount
        let ledger = Ledger(context)
        let (owner, bucket) = (AccountOwner.user(request.userID), request.bucket.bucket)
        try correction.check(
            change, of: owner, bucket, in: currency, ledger, refusing: Failure.insufficientFunds, at: "/amount/amount")
        let posted = try ledger.post(
            Movement(kind: .adjustment, entity: "user/\(request.userID)", words: request.reason.text),
            [
                Posting(try ledger.account(of: .house("adjustment"), in: currency), try .zero - change),
                Posting(try ledger.account(of: owner, bucket, in: currency), change),
            ])
        try correction.note(for: posted)
        try context.emit(
            BalanceAdjusted(
                user: request.userID, bucket: request.bucket, direction: request.direction,
                money: currency.money(amount), transaction: posted.id))
        return try LedgerEntry.existing(posted.number, in: context.database)
    }
}

extension FreeBucket {
    var bucket: Bucket {
        switch self {
        case .deposit: .deposit
        case .winning: .winning
        case .bonus: .bonus
        }
    }
}
