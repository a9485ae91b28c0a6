public import Messages
public import Runtime

extension GrantBonus: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let reason = try entity(request.reason, at: "/reason")
        let currency = try request.money.known(Failure.unknownCurrency, at: "/money", in: context.database)
        let amount = try request.money.positive(in: currency.currency, at: "/money")
        let ledger = Ledger(context)
        let posted = try ledger.post(
            Movement(kind: .bonus, entity: reason),
            [
                Posting(try ledger.account(of: .house("promotion"), in: currency), try .zero - amount),
                Posting(try ledger.account(of: .user(request.user), .bonus, in: currency), amount),
            ])
        let count = try context.database.run(
            "INSERT INTO bonuses (id, user, amount, granted) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
            request.reference, request.user, amount, posted.number)
        guard count == 1 else {
            throw Failure.bonusExists.because("this bonus was granted before", at: "/reference")
        }
        try context.emit(
            BonusGranted(
                bonus: request.reference, user: request.user, money: currency.money(amount), reason: reason,
                transaction: posted.id))
        return Nothing()
    }
}
