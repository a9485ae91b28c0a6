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
        if let end = request.expiresAt, end <= context.now {
            throw Rejection.field("/expires_at", "not_in_future", "expected a moment after \(context.now)")
        }
        let currency = try request.money.known(Failure.unknownCurrency, at: "/money", in: context.database)
        let amount = try request.money.positive(in: currency.currency, at: "/money")
        let ledger = Ledger(context)
        // Before the limits are asked: what has expired counts towards none.
        var available = try ledger.available(to: request.user, in: currency)
        let day = try PlayGuard(
            deed: .stake, amount: amount, currency: currency, statement: statement, pointer: "/money/amount",
            zones: zones, context: context
        ).admit()
        if request.withoutBonus ?? false { available.bonus = .zero }
        guard let origin = try available.taking(amount) else {
            let (needed, there) = (currency.text(amount), currency.text(try available.total()))
            throw Failure.insufficientFunds.because("needed \(needed), available \(there)", at: "/money/amount")
        }
        let held = try ledger.account(of: .user(request.user), .held, in: currency)
        if request.expiresAt != nil, try ExpiredHolds.count(in: held, context.database) >= expiringLimit {
            throw Failure.tooManyHolds.because("\(expiringLimit) holds wait for their deadline already", at: "/user")
        }
        let posted = try ledger.post(
            Movement(kind: .hold, entity: purpose, metadata: Movement.metadata(of: request.hold)),
            try ledger.taking(origin, from: request.user, in: currency) + [Posting(held, amount)])
        guard
            try HoldRecord.insert(
                request.hold, by: service, held: held, origin, placed: posted, day: day, expiresAt: request.expiresAt,
                in: context.database)
        else { throw Failure.holdExists.because("hold \(request.hold) was placed before", at: "/hold") }
        if let end = request.expiresAt {
            try context.schedule(ExpiredHolds.timer, at: end, state: request.hold.text)
        }
        try context.emit(
            HoldPlaced(
                hold: request.hold, user: request.user, money: currency.money(amount), purpose: purpose,
                transaction: posted.id, expiresAt: request.expiresAt))
        return Nothing()
    }
}
