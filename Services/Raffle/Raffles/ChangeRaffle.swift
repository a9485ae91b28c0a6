public import Messages
public import Runtime
import Storage

extension ChangeRaffle: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> RaffleView {
        let former = try RaffleAuthority.acted(on: request.raffleID, in: context)
        if let organization = request.organizationID { try RaffleAuthority.act(for: organization, in: context) }
        guard former.view.state != .completed, former.view.state != .cancelled else {
            throw RaffleFailure.wrongState.because("what is \(former.view.state.rawValue) stays as it is")
        }
        try RaffleTerms.checkKinds(request.revenueCalculationMethod, request.numberOrder)
        var raffle = former
        raffle.view.apply(request)
        if let seed = request.jackpotSeed {
            raffle.view.jackpotSeed = Money(
                try seed.amount(in: raffle.currency, at: "/jackpot_seed"), raffle.currency)
        }
        try RaffleTerms.check(&raffle.view, insteadOf: former.view, in: context.database)
        let areMade = try TicketBook.find(former.id, in: context.database) != nil
        try refuseFixed(raffle.view, former.view, areMade)
        try RaffleSchedule(raffle.view).check(at: context.now, insteadOf: RaffleSchedule(former.view))
        try raffle.keep(insteadOf: former, in: context)
        if former.view.state.isDraft {
            try RaffleTerms.refuseBroken(raffle, at: context.now, in: context.database)
        }
        return raffle.view
    }

    /// - Parameter areMade: whether its tickets are made, or being made.
    private static func refuseFixed(_ new: RaffleView, _ old: RaffleView, _ areMade: Bool) throws {
        if areMade {
            let tickets = [
                ("/organization_id", new.organizationID != old.organizationID),
                ("/max_tickets", new.maxTickets != old.maxTickets),
                ("/number_order", new.numberOrder != old.numberOrder),
            ]
            if let (pointer, _) = tickets.first(where: \.1) {
                throw RaffleFailure.fixed.because("this stays once a raffle's tickets are made", at: pointer)
            }
        }
        guard !old.state.isDraft else { return }
        let terms = [
            ("/venue_id", new.venueID != old.venueID),
            ("/sales_start_time", new.salesStartTime != old.salesStartTime),
            ("/sales_end_time", new.salesEndTime != old.salesEndTime), ("/draw_time", new.drawTime != old.drawTime),
            ("/jackpot_seed", new.jackpotSeed != old.jackpotSeed),
            ("/revenue_calculation_method", new.revenueCalculationMethod != old.revenueCalculationMethod),
            ("/fee_pct", new.feePercent != old.feePercent), ("/tax_pct", new.taxPercent != old.taxPercent),
            ("/allows_online_sales", new.allowsOnlineSales != old.allowsOnlineSales),
            ("/distinct_winners", new.distinctWinners != old.distinctWinners),
        ]
        if let (pointer, _) = terms.first(where: \.1) {
            throw RaffleFailure.fixed.because("this stays once a raffle is activated", at: pointer)
        }
    }
}

extension RaffleView {
    fileprivate mutating func apply(_ request: ChangeRaffle.Request) {
        name = request.name?.text ?? name
        description = request.description.applied(to: description.map(Note.init(trusted:)))?.text
        eventIdentifier = request.eventIdentifier.applied(to: eventIdentifier.map(OutsideKey.init(trusted:)))?.text
        organizationID = request.organizationID ?? organizationID
        venueID = request.venueID ?? venueID
        maxTickets = request.maxTickets ?? maxTickets
        numberOrder = request.numberOrder ?? numberOrder
        salesStartTime = request.salesStartTime.applied(to: salesStartTime)
        salesEndTime = request.salesEndTime.applied(to: salesEndTime)
        drawTime = request.drawTime.applied(to: drawTime)
        revenueCalculationMethod = request.revenueCalculationMethod ?? revenueCalculationMethod
        feePercent = request.feePercent ?? feePercent
        taxPercent = request.taxPercent ?? taxPercent
        allowsOnlineSales = request.allowsOnlineSales ?? allowsOnlineSales
        distinctWinners = request.distinctWinners ?? distinctWinners
    }
}
