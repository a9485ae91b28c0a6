public import Messages
public import Runtime

/// Escrows of what is kept outside of the platform.
enum OutsideEscrow {
    private static let prefix = "outside/"

    static func isOne(_ escrow: String) -> Bool { escrow.hasPrefix(prefix) }
}

extension RecordOutside: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let escrow = try entity(request.escrow, at: "/escrow")
        guard OutsideEscrow.isOne(escrow) else {
            throw Failure.malformedMovement.because("expected an escrow that is named outside/…", at: "/escrow")
        }
        guard !request.movements.items.isEmpty else {
            throw Failure.malformedMovement.because("expected 1 to \(limit) movements", at: "/movements")
        }
        let ledger = Ledger(context)
        if request.movements.items.count > 1 { ledger.beginGroup() }
        let owner = AccountOwner.escrow(try context.callingService(), escrow)
        for (index, movement) in request.movements.items.enumerated() {
            try record(movement, of: owner, escrow, by: ledger, at: "/movements/\(index)", in: context)
        }
        return Nothing()
    }

    private static func record(
        _ movement: Booking, of owner: AccountOwner, _ escrow: String, by ledger: Ledger, at pointer: String,
        in context: CommandContext
    ) throws {
        let purpose = try entity(movement.purpose, at: pointer + "/purpose")
        guard movement.kind.isOfSyndicates else {
            throw Failure.malformedMovement.because(
                "expected what a syndicate books, such as syndicate_bet", at: pointer + "/kind")
        }
        guard let currency = try KnownCurrency.find(movement.money.currency, in: context.database) else {
            throw Failure.malformedMovement.because(
                "there is no currency \(movement.money.currency.text)", at: pointer + "/money/currency")
        }
        let amount = try movement.money.positive(in: currency.currency, at: pointer + "/money")
        let there = try ledger.balance(of: owner, in: currency)
        if movement.direction == .out, there < amount {
            throw Failure.escrowTooSmall.because(
                "needed \(currency.text(amount)), in escrow \(currency.text(there))", at: pointer + "/money/amount")
        }
        let less = try .zero - amount
        let isGain = movement.direction == .in
        let posted = try ledger.post(
            Movement(kind: movement.kind, entity: purpose),
            [
                Posting(try ledger.account(of: owner, in: currency), isGain ? amount : less),
                Posting(try ledger.account(of: .world, in: currency), isGain ? less : amount),
            ])
        try context.emit(
            OutsideRecorded(
                transaction: posted.id, escrow: escrow, direction: movement.direction, money: currency.money(amount),
                kind: movement.kind, purpose: purpose, group: posted.group))
    }
}

extension TransactionKind {
    /// Whether it is one of those that a syndicate's ledger has.
    var isOfSyndicates: Bool {
        switch self {
        case .contribution, .syndicateBet, .syndicateWinnings, .betVoid, .syndicatePayout: true
        case .deposit, .withdrawal, .bonus, .fee, .adjustment, .commission, .prize, .takeout, .hold, .release,
            .reversal, .betPlaced, .betPayout, .betRefund, .contestEntry, .raffleSale, .raffleRefund, .rafflePrize,
            .contestRefund, .peerStake, .peerPayout, .peerRefund, .breakage, .unawarded, .rollover, .overlay,
            .minusPool, .unknown:
            false
        }
    }
}
