import Messages
import Runtime
import TimeZones

/// Pays out of one escrow account, a transaction for each payment, since each has its own kind and purpose; where a payment
/// takes several, they are a group with the others of the command.
final class EscrowPayer {
    let context: CommandContext
    let zones: ZoneBook
    let ledger: Ledger
    let service: ServiceName
    let escrow: String
    private var transactions = 0

    typealias Payment = PayFromEscrow.Payment
    typealias Failure = PayFromEscrow.Failure

    /// A payment whose words have been checked.
    struct Order {
        let payment: Payment
        let amount: Amount
        let currency: KnownCurrency
        let purpose: String
        let pointer: String

        func malformed(_ detail: String, at field: String = "") -> Rejection {
            Failure.malformedPayment.because(detail, at: pointer + field)
        }
    }

    init(context: CommandContext, zones: ZoneBook, service: ServiceName, escrow: String) {
        (self.context, self.zones, self.ledger) = (context, zones, Ledger(context))
        (self.service, self.escrow) = (service, escrow)
    }

    func pay(_ payment: Payment, at pointer: String) throws {
        let order = try order(payment, at: pointer)
        switch (payment.recipient, payment.user, payment.hold, payment.holds?.items, payment.into) {
        case (.winner, let user?, nil, nil, nil):
            try requireWinnings(order)
            try win(order.amount, by: user, order)
        case (.origin, nil, let hold?, nil, nil): try refund(hold, order)
        case (.returns, let user?, nil, let holds?, nil):
            try requireWinnings(order)
            try giveBack(to: user, holds, order)
        case (.house, nil, nil, nil, nil): try keep(order)
        case (.escrow, nil, nil, nil, let target?): try pass(order, on: target)
        default:
            throw order.malformed(
                "a winner needs a user, an origin a hold, returns both, the house neither, an escrow its name")
        }
    }

    private func order(_ payment: Payment, at pointer: String) throws -> Order {
        let purpose = try entity(payment.purpose, at: pointer + "/purpose")
        guard payment.kind.isForServices else {
            throw malformed("expected what is paid, such as bet_payout", at: pointer + "/kind")
        }
        guard let currency = try KnownCurrency.find(payment.money.currency, in: context.database) else {
            throw malformed("there is no currency \(payment.money.currency.text)", at: pointer + "/money/currency")
        }
        let amount = try payment.money.positive(in: currency.currency, at: pointer + "/money")
        return Order(payment: payment, amount: amount, currency: currency, purpose: purpose, pointer: pointer)
    }

    private func malformed(_ detail: String, at pointer: String) -> Rejection {
        Failure.malformedPayment.because(detail, at: pointer)
    }

    /// Stakes that go back must not come as winnings: that would turn a bonus into cash.
    private func requireWinnings(_ order: Order) throws {
        guard order.payment.kind.isWinnings else {
            throw order.malformed("expected what is won, such as bet_payout", at: "/kind")
        }
    }

    // MARK: - What every payment needs

    var owner: AccountOwner { .escrow(service, escrow) }

    /// The escrow's account, with enough in it.
    func source(of order: Order) throws -> Int64 {
        let there = try ledger.balance(of: owner, in: order.currency)
        guard there >= order.amount else {
            let (needed, there) = (order.currency.text(order.amount), order.currency.text(there))
            throw Failure.escrowTooSmall.because(
                "needed \(needed), in escrow \(there)", at: order.pointer + "/money/amount")
        }
        return try ledger.account(of: owner, in: order.currency)
    }

    func post(
        _ amount: Amount, to receipts: [Posting], _ recipient: Payment.Recipient, _ user: ID<User>?,
        of hold: HoldRecord? = nil, _ order: Order
    ) throws -> Posted {
        transactions += 1
        guard transactions <= PayFromEscrow.transactionLimit else {
            throw order.malformed("all payments together take more than \(PayFromEscrow.transactionLimit) transactions")
        }
        let source = try ledger.account(of: owner, in: order.currency)
        let posted = try ledger.post(
            Movement(kind: order.payment.kind, entity: order.purpose, metadata: hold?.metadata ?? "{}"),
            [Posting(source, try .zero - amount)] + receipts)
        try context.emit(
            Paid(
                transaction: posted.id, escrow: escrow, recipient: recipient, user: user, hold: hold?.id,
                money: order.currency.money(amount), kind: order.payment.kind, purpose: order.purpose,
                group: posted.group))
        return posted
    }

    // MARK: - Winnings, what the house keeps, and what stays in play

    func win(_ amount: Amount, by winner: ID<User>, _ order: Order) throws {
        let escrow = try source(of: order)
        let bonus = try EscrowedBonus(of: winner, in: escrow).giveBack(atMost: amount, in: context.database)
        let receipts = try ledger.giving(
            Origin(bonus: bonus, winning: try amount - bonus), to: winner, in: order.currency)
        _ = try post(amount, to: receipts, .winner, winner, order)
        let today = UsageDay(of: try KnownPerson.find(winner, in: context.database), at: context.now, zones)
        try Usage.count(Usage(won: amount), of: winner, in: order.currency, on: today.number, context.database)
    }

    private func keep(_ order: Order) throws {
        _ = try source(of: order)
        let house = try ledger.account(of: .house(order.payment.kind.rawValue), in: order.currency)
        _ = try post(order.amount, to: [Posting(house, order.amount)], .house, nil, order)
    }

    private func pass(_ order: Order, on target: String) throws {
        guard order.payment.kind == .rollover else {
            throw order.malformed("expected a rollover", at: "/kind")
        }
        let target = try entity(target, at: order.pointer + "/into")
        guard target != escrow else { throw order.malformed("expected another escrow", at: "/into") }
        _ = try source(of: order)
        let next = try ledger.account(of: .escrow(service, target), in: order.currency)
        _ = try post(order.amount, to: [Posting(next, order.amount)], .escrow, nil, order)
    }
}
