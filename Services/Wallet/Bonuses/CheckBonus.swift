public import Messages
public import Runtime

extension CheckBonus: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Nothing {
        let currency = try request.bonus.known(Failure.unknownCurrency, at: "/bonus", in: context.database)
        _ = try request.bonus.positive(in: currency.currency, at: "/bonus")
        return Nothing()
    }
}
