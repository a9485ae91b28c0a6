public import Messages
public import Runtime

extension GrantBonus: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let reason = try entity(request.reason, at: "/reason")
        let currency = try request.money.known(Failure.unknownCurrency, at: "/money", in: context.database)
        let amount = try request.money.positive(in: currency.currency, at: "/money")
        let gift = BonusGift(
            id: request.reference, user: request.user, currency: currency, amount: amount, reason: reason)
        guard try gift.grant(in: context) != nil else {
            throw Failure.bonusExists.because("this bonus was granted before", at: "/reference")
        }
        return Nothing()
    }
}

extension AwardBonus: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> LedgerEntry {
        let correction = Correction(reason: request.reason, context: context)
        try correction.checkOwn(request.userID, refusing: Failure.ownAccount)
        try People.require(request.userID, in: context.database)
        let currency = try request.amount.known(Failure.unknownCurrency, at: "/amount", in: context.database)
        let amount = try request.amount.positive(in: currency.currency, at: "/amount")
        let id = context.newID(Bonus.self)
        let gift = BonusGift(
            id: id, user: request.userID, currency: currency, amount: amount, reason: "bonus/\(id)",
            remark: request.reason)
        guard let posted = try gift.grant(in: context) else { preconditionFailure("a new id was used before") }
        try correction.note(for: posted)
        return try LedgerEntry.existing(posted.number, in: context.database)
    }
}
