import Messages
import Runtime

/// What goes back to the buckets that it came from. Of what a hold brought into an escrow the last taken goes back first:
/// its last capture, and in it winning, then bonus, then deposit.
extension EscrowPayer {
    /// A refund of one hold, whole or in part.
    func refund(_ id: ID<Hold>, _ order: Order) throws {
        guard let hold = try HoldRecord.find(id, of: service, in: context.database) else {
            throw Failure.unknownHold.because("there is no hold \(id)", at: order.pointer + "/hold")
        }
        let captures = try captures(of: hold)
        let there = try captures.map { try $0.left.total() }.total()
        guard there > .zero else {
            let detail = "the hold is \(hold.state.rawValue), and nothing that it brought is in this escrow"
            throw Failure.holdNotCaptured.because(detail, at: order.pointer + "/hold")
        }
        guard hold.currency == order.currency else {
            throw order.malformed("the hold brought \(hold.currency.text(there))", at: "/money")
        }
        guard order.amount <= there else {
            let (asked, there) = (order.currency.text(order.amount), order.currency.text(there))
            throw Failure.refundExceedsCapture.because(
                "asked \(asked), left of what the hold brought \(there)", at: order.pointer + "/money/amount")
        }
        _ = try source(of: order)
        if captures.count > 1 { ledger.beginGroup() }
        _ = try giveBack(order.amount, of: hold, captures, order)
    }

    /// First makes the holds whole, one after the other; only what is above all of them is won.
    func giveBack(to user: ID<User>, _ holds: [ID<Hold>], _ order: Order) throws {
        _ = try source(of: order)
        ledger.beginGroup()
        var rest = order.amount
        for (index, id) in holds.enumerated() {
            let pointer = "/holds/\(index)"
            guard let hold = try HoldRecord.find(id, of: service, in: context.database) else {
                throw Failure.unknownHold.because("there is no hold \(id)", at: order.pointer + pointer)
            }
            guard hold.user == user, hold.currency == order.currency else {
                throw order.malformed("the hold is another user's or in another currency", at: pointer)
            }
            guard rest > .zero else { continue }
            rest = try giveBack(rest, of: hold, try captures(of: hold), order)
        }
        if rest > .zero { try win(rest, by: user, order.of(rest)) }
    }

    private func captures(of hold: HoldRecord) throws -> [HoldCapture] {
        let account = try ledger.account(of: owner, in: hold.currency)
        return try HoldCapture.open(of: hold.id, in: account, context.database)
    }

    /// Gives back as much as there is of the hold, up to the amount, and answers what is left of the amount.
    private func giveBack(
        _ amount: Amount, of hold: HoldRecord, _ captures: [HoldCapture], _ order: Order
    ) throws -> Amount {
        var rest = amount
        for capture in captures where rest > .zero {
            let left = try capture.left
            guard let parts = try left.givingBack(min(rest, try left.total())) else { continue }
            let sum = try parts.total()
            let receipts = try ledger.giving(parts, to: hold.user, in: hold.currency)
            let posted = try post(sum, to: receipts, .origin, hold.user, of: hold, order)
            try capture.giveBack(parts, posted: posted, of: hold.id, in: context.database)
            let escrow = try ledger.account(of: owner, in: hold.currency)
            try EscrowedBonus(of: hold.user, in: escrow).refund(parts.bonus, in: context.database)
            try hold.stopCounting(sum, in: context.database)
            try rest -= sum
        }
        return rest
    }
}

extension EscrowPayer.Order {
    fileprivate func of(_ part: Amount) -> Self {
        Self(payment: payment, amount: part, currency: currency, purpose: purpose, pointer: pointer)
    }
}
