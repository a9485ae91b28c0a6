public import Messages
public import Runtime

extension CaptureHold: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let escrow = try entity(request.escrow, at: "/escrow")
        guard request.kind.isForServices else {
            throw Rejection.field("/kind", "invalid_kind", "expected what the stake is for, such as bet_placed")
        }
        guard !OutsideEscrow.isOne(escrow) else {
            throw Rejection.field("/escrow", "invalid_escrow", "what is kept outside is not captured into")
        }
        let hold = try HoldRecord.open(request.hold, in: context)
        let (rest, currency) = (try hold.rest, hold.currency)
        let left = try rest.total()
        let amount = try request.money?.positive(in: currency.currency, at: "/money") ?? left
        guard let parts = try rest.taking(amount) else {
            let detail = "asked \(currency.text(amount)), left of the hold \(currency.text(left))"
            throw Failure.captureExceedsHold.because(detail, at: "/money/amount")
        }
        if hold.captured > .zero, try HoldCapture.count(of: hold.id, in: context.database) >= partLimit {
            throw Failure.tooManyCaptures.because("a hold is captured in at most \(partLimit) parts", at: "/hold")
        }
        let endsHold = request.last ?? false && amount < left
        let ledger = Ledger(context)
        let account = try ledger.account(of: .escrow(hold.service, escrow), in: currency)
        let held = try ledger.account(of: .user(hold.user), .held, in: currency)
        if endsHold { ledger.beginGroup() }
        let posted = try ledger.post(
            Movement(kind: request.kind, entity: hold.purpose, metadata: hold.metadata),
            [Posting(held, try .zero - amount), Posting(account, amount)])
        try HoldCapture.insert(posted, of: hold.id, into: account, parts, in: context.database)
        try EscrowedBonus(of: hold.user, in: account).bring(parts.bonus, in: context.database)
        try context.database.run(
            "UPDATE holds SET captured = ?, state = ? WHERE id = ?", try hold.captured + amount,
            amount == left ? HoldState.captured : .open, hold.id)
        try context.emit(
            HoldCaptured(
                hold: hold.id, user: hold.user, money: currency.money(amount), escrow: escrow, kind: request.kind,
                transaction: posted.id, group: posted.group))
        if endsHold { try ReleaseHold.release(try HoldRecord.open(hold.id, in: context), by: ledger, in: context) }
        return Nothing()
    }
}

extension ReleaseHold: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        try release(try HoldRecord.open(request.hold, in: context), by: Ledger(context), in: context)
        return Nothing()
    }

    fileprivate static func release(_ hold: HoldRecord, by ledger: Ledger, in context: CommandContext) throws {
        let (posted, money) = try hold.giveBackRest(as: .released, by: ledger, in: context.database)
        try context.emit(
            HoldReleased(
                hold: hold.id, user: hold.user, money: money, transaction: posted.id, group: posted.group))
    }
}
