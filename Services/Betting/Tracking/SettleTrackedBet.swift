public import Messages
public import Runtime
import Storage

extension SettleTrackedBet: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> TrackedBet {
        let former = try StoredTrackedBet.acted(on: request.bet, by: try context.user(), in: context.database)
        guard former.status == .pending else {
            throw Failure.wrongState.because(
                "a bet is settled once, and not after it was cancelled; this is \(former.status)")
        }
        let time = request.settledAt ?? context.now
        guard time <= context.now else {
            throw Failure.settledInFuture.because("expected a time up to now, \(context.now)", at: "/settled_at")
        }
        guard time >= former.placedAt else {
            throw Failure.settledBeforePlaced.because(
                "expected a time from when it was placed on, \(former.placedAt)", at: "/settled_at")
        }
        var bet = former
        (bet.status, bet.result, bet.settledAt) = (.settled, request.result, time)
        bet.returned = try request.result.returned(bet.stake, at: bet.price)
        bet.updatedAt = context.now
        try TrackedBook.keep(bet, insteadOf: former, .settled, in: context)
        try bet.enterReturn(in: context)
        return try bet.view()
    }
}

extension CancelTrackedBet: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> TrackedBet {
        let former = try StoredTrackedBet.acted(on: request.bet, by: try context.user(), in: context.database)
        guard former.status == .pending else {
            throw Failure.wrongState.because("a bet is cancelled before it is over; this is \(former.status)")
        }
        var bet = former
        (bet.status, bet.cancelledAt, bet.updatedAt) = (.cancelled, context.now, context.now)
        try TrackedBook.keep(bet, insteadOf: former, .cancelled, in: context)
        try bet.giveBack(in: context)
        return try bet.view()
    }
}

extension DisputeTrackedBet: CommandHandler {
    static let most: Int64 = 20

    public static func run(_ request: Request, in context: CommandContext) throws -> TrackedBet {
        let former = try StoredTrackedBet.acted(on: request.bet, by: try context.user(), in: context.database)
        guard former.status == .settled, !former.isDisputed else {
            throw Failure.wrongState.because("a settled bet is disputed, and only once at a time")
        }
        guard former.disputes < most else {
            throw Failure.tooManyDisputes.because("a bet is disputed \(most) times at most")
        }
        var bet = former
        (bet.isDisputed, bet.disputes) = (true, former.disputes + 1)
        (bet.disputeReason, bet.disputedAt) = (request.reason.text, context.now)
        (bet.resolution, bet.resolvedAt, bet.updatedAt) = (nil, nil, context.now)
        try TrackedBook.keep(bet, insteadOf: former, .disputed, note: request.reason.text, in: context)
        return try bet.view()
    }
}

extension ResolveTrackedDispute: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> TrackedBet {
        let former = try StoredTrackedBet.acted(on: request.bet, by: try context.user(), in: context.database)
        guard former.isDisputed else {
            throw Failure.wrongState.because("there is no open dispute about this bet")
        }
        var bet = former
        bet.result = request.result
        bet.returned = try request.result.returned(bet.stake, at: bet.price)
        bet.isDisputed = false
        (bet.resolution, bet.resolvedAt, bet.updatedAt) = (request.note?.text, context.now, context.now)
        try TrackedBook.keep(bet, insteadOf: former, .resolved, note: request.note?.text, in: context)
        if (bet.returned, bet.result?.transactionType) != (former.returned, former.result?.transactionType) {
            try former.takeBackReturn(in: context)
            try bet.enterReturn(in: context)
        }
        return try bet.view()
    }
}
