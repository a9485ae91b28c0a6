import Messages
import Runtime
import TimeZones

/// Pays out of one escrow account, a transaction for each payment, since each has its own kind and purpose.
struct EscrowPayer {
    let context: CommandContext
    let zones: ZoneBook
    let ledger: Ledger
    let service: ServiceName
    let escrow: String

    typealias Payment = PayFromEscrow.Payment
    typealias Failure = PayFromEscrow.Failure

    func pay(_ payment: Payment, at pointer: String) throws {
        let purpose = try entity(payment.purpose, at: pointer + "/purpose")
        guard payment.kind.isForServices else {
            throw malformed("expected what is paid, such as bet_payout", at: pointer + "/kind")
        }
        guard let currency = try KnownCurrency.find(payment.money.currency, in: context.database) else {
            throw malformed("there is no currency \(payment.money.currency.text)", at: pointer + "/money/currency")
        }
        let amount = try payment.money.positive(in: currency.currency, at: pointer + "/money")
        let hold = try refunded(payment, amount, currency, at: pointer)
        let there = try ledger.balance(of: owner, in: currency)
        guard there >= amount else {
            let detail = "needed \(currency.text(amount)), in escrow \(currency.text(there))"
            throw Failure.escrowTooSmall.because(detail, at: pointer + "/money/amount")
        }
        let source = try ledger.account(of: owner, in: currency)
        let movement = Movement(
            kind: payment.kind, entity: purpose, metadata: hold?.metadata ?? "{}")
        let posted = try ledger.post(
            movement,
            [Posting(source, try .zero - amount)] + receipts(of: payment, hold, amount, currency, at: pointer))
        try hold?.become(.refunded, escrow: source, in: context.database)
        try hold?.stopCounting(in: context.database)
        if let winner = payment.user {
            let today = UsageDay(of: try KnownPerson.find(winner, in: context.database), at: context.now, zones)
            try Usage.count(Usage(won: amount), of: winner, in: currency, on: today.number, context.database)
        }
        try context.emit(
            Paid(
                transaction: posted.id, escrow: escrow, recipient: payment.recipient, user: hold?.user ?? payment.user,
                hold: payment.hold, money: currency.money(amount), kind: payment.kind, purpose: purpose))
    }

    private var owner: AccountOwner { .escrow(service, escrow) }

    private func receipts(
        of payment: Payment, _ hold: HoldRecord?, _ amount: Amount, _ currency: KnownCurrency, at pointer: String
    ) throws -> [Posting] {
        switch (payment.recipient, payment.user, hold) {
        case (.winner, let user?, nil):
            return [Posting(try ledger.account(of: .user(user), .winning, in: currency), amount)]
        case (.origin, nil, let hold?):
            return try ledger.giving(hold.origin, to: hold.user, in: currency)
        case (.house, nil, nil):
            return [Posting(try ledger.account(of: .house(payment.kind.rawValue), in: currency), amount)]
        default:
            throw malformed("a winner needs a user, an origin a hold, the house neither", at: pointer)
        }
    }

    /// The captured hold that a payment names, if it names one. It goes back whole, from the escrow that it went into.
    private func refunded(
        _ payment: Payment, _ amount: Amount, _ currency: KnownCurrency, at pointer: String
    ) throws -> HoldRecord? {
        guard let id = payment.hold else { return nil }
        guard let hold = try HoldRecord.find(id, of: service, in: context.database) else {
            throw Failure.unknownHold.because("there is no hold \(id)", at: pointer + "/hold")
        }
        guard hold.state == .captured, hold.escrow == (try ledger.account(of: owner, in: hold.currency)) else {
            let detail = "the hold is \(hold.state.rawValue), or in another escrow"
            throw Failure.holdNotCaptured.because(detail, at: pointer + "/hold")
        }
        guard hold.currency == currency, hold.amount == amount else {
            throw malformed("the hold brought \(hold.currency.text(hold.amount))", at: pointer + "/money")
        }
        return hold
    }

    private func malformed(_ detail: String, at pointer: String) -> Rejection {
        Failure.malformedPayment.because(detail, at: pointer)
    }
}
