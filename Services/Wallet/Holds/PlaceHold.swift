import Messages
import Runtime
import TimeZones

extension PlaceHold {
    static func run(_ request: Request, _ zones: ZoneBook, in context: CommandContext) throws -> Reply {
        let statement = try context.user()
        guard statement.user == request.user else {
            throw CommonFailure.forbidden.because("money is put aside only at its owner's own word")
        }
        let service = try context.callingService()
        let purpose = try entity(request.purpose, at: "/purpose")
        let currency = try request.money.known(Failure.unknownCurrency, at: "/money", in: context.database)
        let amount = try request.money.positive(in: currency.currency, at: "/money")
        let day = try PlayGuard(
            deed: .stake, amount: amount, currency: currency, statement: statement, pointer: "/money/amount",
            zones: zones, context: context
        ).admit()
        let ledger = Ledger(context)
        let available = try ledger.available(to: request.user, in: currency)
        guard let origin = try available.taking(amount) else {
            let (needed, there) = (currency.text(amount), currency.text(try available.total()))
            throw Failure.insufficientFunds.because("needed \(needed), available \(there)", at: "/money/amount")
        }
        let held = try ledger.account(of: .user(request.user), .held, in: currency)
        let posted = try ledger.post(
            Movement(kind: .hold, entity: purpose, metadata: Movement.metadata(of: request.hold)),
            try ledger.taking(origin, from: request.user, in: currency) + [Posting(held, amount)])
        guard
            try HoldRecord.insert(
                request.hold, by: service, held: held, origin, placed: posted, day: day, in: context.database)
        else { throw Failure.holdExists.because("hold \(request.hold) was placed before", at: "/hold") }
        try context.emit(
            HoldPlaced(
                hold: request.hold, user: request.user, money: currency.money(amount), purpose: purpose,
                transaction: posted.id))
        return Nothing()
    }
}
