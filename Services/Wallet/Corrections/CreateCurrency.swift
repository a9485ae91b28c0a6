public import Messages
public import Runtime

extension CreateCurrency: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let scale = request.scale.decimals
        let count = try context.database.run(
            "INSERT INTO currencies (code, scale) VALUES (?, ?) ON CONFLICT (code) DO NOTHING", request.code.text, scale
        )
        guard count == 1 else {
            throw Failure.currencyExists.because("there is a currency \(request.code.text) already", at: "/code")
        }
        try context.emit(CurrencyCreated(code: request.code, scale: scale))
        return Reply(code: request.code, scale: scale)
    }
}
