public import Messages
public import Runtime

extension CreateRaffle: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> RaffleView {
        let currency = try currency(request.currency)
        let seed = try seed(request.jackpotSeed, in: currency)
        guard request.revenueCalculationMethod != .unknown else {
            throw Rejection.field("/revenue_calculation_method", "invalid_format", "expected gross or net revenue")
        }
        try RaffleSchedule(salesStart: request.salesStartTime, salesEnd: request.salesEndTime, draw: request.drawTime)
            .check(at: context.now)
        if let key = request.eventIdentifier, try Raffles.exists(eventIdentifier: key.text, in: context.database) {
            throw Failure.eventIdentifierTaken.because("another raffle has this identifier", at: "/event_identifier")
        }
        let raffle = RaffleView(
            id: context.newID(), name: request.name.text, description: request.description?.text,
            eventIdentifier: request.eventIdentifier?.text, state: .created, currency: request.currency,
            maxTickets: request.maxTickets, salesStartTime: request.salesStartTime,
            salesEndTime: request.salesEndTime, drawTime: request.drawTime, jackpotSeed: Money(seed, currency),
            revenueCalculationMethod: request.revenueCalculationMethod ?? .grossRevenue, createdAt: context.now,
            createdBy: try context.user().user, updatedAt: context.now)
        try Raffles.insert(raffle, seed: seed, scale: currency.scale, in: context.database)
        try context.emit(RaffleCreated(raffle: raffle))
        return raffle
    }

    private static func currency(_ code: CurrencyCode) throws -> Currency {
        guard let currency = Currency.initial.first(where: { $0.code == code.text }) else {
            throw Failure.unknownCurrency.because("there is no currency \(code.text) here", at: "/currency")
        }
        return currency
    }

    /// A jackpot may begin with nothing in it, so zero is right here.
    private static func seed(_ money: Money?, in currency: Currency) throws -> Amount {
        guard let money else { return .zero }
        if money.currency.text == currency.code, money.amount.text.utf8.allSatisfy({ $0 == 0x30 || $0 == 0x2e }) {
            return .zero
        }
        return try money.positive(in: currency, at: "/jackpot_seed")
    }
}
