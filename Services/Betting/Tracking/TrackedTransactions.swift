public import Messages
public import Runtime
import Storage

extension RecordTrackedTransaction: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> TrackedTransaction {
        let (caller, database) = (try context.user(), context.database)
        let isOut: Bool
        switch request.type {
        case .deposit, .bonus: isOut = false
        case .withdrawal, .fee: isOut = true
        case .betPlaced, .betPayout, .betRefund:
            throw Failure.madeByBets.because(
                "this is entered with the bet; expected deposit, withdrawal, bonus or fee", at: "/transaction_type")
        }
        guard let currency = try CurrencyTable.find(request.amount.currency, in: database) else {
            throw Failure.unknownCurrency.because(
                StakeMoney.unknown(request.amount.currency), at: "/amount/currency")
        }
        let amount = try Self.amount(request.amount, currency, isOut: isOut)
        if let bet = request.bet {
            guard let found = try StoredTrackedBet.find(bet, in: database), found.owner == caller.user,
                found.deletedAt == nil
            else {
                throw Failure.unknownBet.because("expected a bet of one's own", at: "/bet_id")
            }
            guard request.type == .bonus || request.type == .fee else {
                throw Rejection.field("/bet_id", "conflicting_fields", "only bonuses and fees are for a bet")
            }
        }
        guard
            try !OutsideMoney.isTaken(
                request.externalID?.text, at: request.book.text, of: caller.user, in: database)
        else { throw Failure.externalIDTaken.because(TrackedTransactionFailure.taken, at: "/external_id") }
        let entry = OutsideMoney.Entry(
            owner: caller.user, bet: request.bet, type: request.type, amount: amount, currency: currency,
            book: request.book.text, status: .pending, externalID: request.externalID?.text,
            description: request.description?.text)
        return try OutsideMoney.enter(entry, in: context).view
    }

    /// With the sign that goes with its kind.
    private static func amount(_ money: Money, _ currency: Currency, isOut: Bool) throws -> Amount {
        let isMinus = money.amount.text.hasPrefix("-")
        let digits = isMinus && isOut ? String(money.amount.text.dropFirst()) : money.amount.text
        guard let size = DecimalText(digits), !isMinus || isOut, size.text.contains(where: { ("1"..."9").contains($0) })
        else {
            throw Failure.wrongSign.because(
                "expected more than nothing, and a minus only on what goes out", at: "/amount")
        }
        let amount = try Money(amount: size, currency: money.currency).positive(in: currency, at: "/amount")
        return try isOut ? Amount.zero - amount : amount
    }
}

extension TrackedTransactionFailure {
    static let taken = "expected an id that nothing else at this book has"
}

extension CompleteTrackedTransaction: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> TrackedTransaction {
        var row = try StoredTransaction.acted(on: request.transaction, by: try context.user(), in: context.database)
        let former = row.status
        let isReconciling = former == .completed && row.reconciledAt == nil && request.reconciliationReference != nil
        guard former == .pending || isReconciling else {
            throw Failure.wrongState.because("what is pending is completed, and reconciled once; this is \(former)")
        }
        if let id = request.externalID {
            guard try !OutsideMoney.isTaken(id.text, at: row.book, of: row.owner, but: row.id, in: context.database)
            else { throw Failure.externalIDTaken.because(Failure.taken, at: "/external_id") }
            row.externalID = id.text
        }
        (row.status, row.completedAt, row.updatedAt) = (.completed, row.completedAt ?? context.now, context.now)
        if let reference = request.reconciliationReference {
            (row.reference, row.reconciledAt) = (reference.text, context.now)
        }
        try row.store(after: former, in: context)
        return row.view
    }
}

extension FailTrackedTransaction: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> TrackedTransaction {
        var row = try StoredTransaction.acted(on: request.transaction, by: try context.user(), in: context.database)
        guard row.status == .pending else {
            throw Failure.wrongState.because("what is pending fails; this is \(row.status)")
        }
        (row.status, row.failureReason, row.updatedAt) = (.failed, request.reason?.text, context.now)
        try row.store(after: .pending, in: context)
        return row.view
    }
}

extension RetryTrackedTransaction: CommandHandler {
    static let most: Int64 = 5

    public static func run(_ request: Request, in context: CommandContext) throws -> TrackedTransaction {
        var row = try StoredTransaction.acted(on: request.transaction, by: try context.user(), in: context.database)
        guard row.status == .failed else {
            throw Failure.wrongState.because("what failed is tried again; this is \(row.status)")
        }
        guard row.retries < most else {
            throw Failure.tooManyRetries.because("it was tried again \(most) times, and is not any more")
        }
        (row.status, row.retries, row.updatedAt) = (.pending, row.retries + 1, context.now)
        try row.store(after: .failed, in: context)
        return row.view
    }
}
