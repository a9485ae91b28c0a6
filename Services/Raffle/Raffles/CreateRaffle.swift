public import Messages
public import Runtime
import Storage

extension CreateRaffle: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> RaffleView {
        let user = try RaffleAuthority.act(for: request.organizationID, in: context)
        let currency = try currency(request.currency, in: context.database)
        try RaffleTerms.checkKinds(request.revenueCalculationMethod, request.numberOrder)
        var raffle = StoredRaffle(
            view: RaffleView(
                id: context.newID(), name: request.name.text, description: request.description?.text,
                eventIdentifier: request.eventIdentifier?.text, organizationID: request.organizationID,
                venueID: request.venueID, state: .created, currency: request.currency, maxTickets: request.maxTickets,
                configuredTickets: 0, numberOrder: request.numberOrder ?? .sequential,
                salesStartTime: request.salesStartTime, salesEndTime: request.salesEndTime, drawTime: request.drawTime,
                jackpotSeed: Money(
                    try request.jackpotSeed?.amount(in: currency, at: "/jackpot_seed") ?? .zero, currency),
                revenueCalculationMethod: request.revenueCalculationMethod ?? .grossRevenue,
                feePercent: request.feePercent ?? BasisPoints.percent(0),
                taxPercent: request.taxPercent ?? BasisPoints.percent(0),
                allowsOnlineSales: request.allowsOnlineSales ?? true, distinctWinners: request.distinctWinners ?? false,
                createdAt: context.now, createdBy: user, updatedAt: context.now, updatedBy: user), currency: currency)
        try RaffleSchedule(raffle.view).check(at: context.now)
        try RaffleTerms.check(&raffle.view, insteadOf: nil, in: context.database)
        try applyDefaults(of: request, to: &raffle, in: context)
        try raffle.store(in: context.database)
        try RaffleTerms.refuseBroken(raffle, at: context.now, in: context.database)
        try ElementHistory.tell(RaffleCreated(raffle: raffle.view), of: .raffle, raffle.id, in: context)
        return raffle.view
    }

    private static func currency(_ code: CurrencyCode, in database: Connection) throws -> Currency {
        guard let currency = try CurrencyTable.find(code.text, in: database) else {
            throw RaffleFailure.unknownCurrency.because("there is no currency \(code.text) here", at: "/currency")
        }
        return currency
    }

    /// What the organization does where the raffle does not say, and what is allowed where it is held.
    private static func applyDefaults(
        of request: Request, to raffle: inout StoredRaffle, in context: CommandContext
    ) throws {
        let facts = try RaffleFacts(of: raffle, at: context.now, in: context.database)
        if request.revenueCalculationMethod == nil, let settings = facts.settings {
            raffle.view.revenueCalculationMethod = settings.revenueCalculation
        }
        if request.allowsOnlineSales == nil { raffle.view.allowsOnlineSales = facts.allowsOnlineSales }
    }
}
