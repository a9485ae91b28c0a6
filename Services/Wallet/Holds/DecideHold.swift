public import Messages
public import Runtime

extension CaptureHold: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let escrow = try entity(request.escrow, at: "/escrow")
        guard request.kind.isForServices else {
            throw Rejection.field("/kind", "invalid_kind", "expected what the stake is for, such as bet_placed")
        }
        let hold = try HoldRecord.open(request.hold, in: context)
        let ledger = Ledger(context)
        let account = try ledger.account(of: .escrow(hold.service, escrow), in: hold.currency)
        let held = try ledger.account(of: .user(hold.user), .held, in: hold.currency)
        let posted = try ledger.post(
            Movement(kind: request.kind, entity: hold.purpose, metadata: hold.metadata),
            [Posting(held, try .zero - hold.amount), Posting(account, hold.amount)])
        try hold.become(.captured, escrow: account, in: context.database)
        try context.emit(
            HoldCaptured(
                hold: hold.id, user: hold.user, money: hold.money, escrow: escrow, kind: request.kind,
                transaction: posted.id))
        return Nothing()
    }
}

extension ReleaseHold: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let hold = try HoldRecord.open(request.hold, in: context)
        let ledger = Ledger(context)
        let held = try ledger.account(of: .user(hold.user), .held, in: hold.currency)
        let posted = try ledger.post(
            Movement(kind: .release, entity: hold.purpose, metadata: hold.metadata),
            [Posting(held, try .zero - hold.amount)]
                + ledger.giving(hold.origin, to: hold.user, in: hold.currency))
        try hold.become(.released, escrow: nil, in: context.database)
        try hold.stopCounting(in: context.database)
        try context.emit(
            HoldReleased(hold: hold.id, user: hold.user, money: hold.money, transaction: posted.id))
        return Nothing()
    }
}
