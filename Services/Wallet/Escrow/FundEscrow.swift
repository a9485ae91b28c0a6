public import Messages
public import Runtime

extension FundEscrow: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let escrow = try entity(request.escrow, at: "/escrow")
        let purpose = try entity(request.purpose, at: "/purpose")
        guard !OutsideEscrow.isOne(escrow) else {
            throw Failure.malformedFunding.because("the house promises nothing outside", at: "/escrow")
        }
        guard request.kind.isFunding else {
            throw Failure.malformedFunding.because("expected overlay or minus_pool", at: "/kind")
        }
        guard let currency = try KnownCurrency.find(request.money.currency, in: context.database) else {
            throw Failure.malformedFunding.because(
                "there is no currency \(request.money.currency.text)", at: "/money/currency")
        }
        let amount = try request.money.positive(in: currency.currency, at: "/money")
        let ledger = Ledger(context)
        let posted = try ledger.post(
            Movement(kind: request.kind, entity: purpose),
            [
                Posting(
                    try ledger.account(of: .house(request.kind.rawValue), in: currency), try .zero - amount),
                Posting(try ledger.account(of: .escrow(try context.callingService(), escrow), in: currency), amount),
            ])
        try context.emit(
            EscrowFunded(
                transaction: posted.id, escrow: escrow, money: currency.money(amount), kind: request.kind,
                purpose: purpose))
        return Nothing()
    }
}
