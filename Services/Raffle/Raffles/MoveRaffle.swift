public import Messages
public import Runtime
import Storage

extension ActivateRaffle: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> RaffleView {
        var raffle = try RaffleAuthority.acted(on: request.raffleID, in: context)
        guard raffle.view.state != .suspended else {
            throw RaffleFailure.wrongState.because("sales that were stopped are resumed; this is suspended")
        }
        try raffle.requireWay(to: .active)
        try refuseBroken(raffle, in: context)
        try raffle.move(to: .active, in: context) { raffle in
            raffle.view.activatedAt = context.now
            if let end = raffle.view.salesEndTime {
                raffle.closeTimer = try context.schedule(SalesClock.timer, at: end, state: raffle.id.text)
            }
        }
        return raffle.view
    }

    /// Every rule is asked, and each that is broken is named.
    static func refuseBroken(_ raffle: StoredRaffle, in context: CommandContext) throws {
        let broken = try RaffleFacts(of: raffle, at: context.now, in: context.database).broken
        guard broken.isEmpty else { throw RaffleFailure.because(broken) }
    }
}

extension SuspendRaffle: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> RaffleView {
        var raffle = try RaffleAuthority.acted(on: request.raffleID, in: context)
        try raffle.move(to: .suspended, because: request.reason.text, in: context) {
            $0.view.suspensionReason = request.reason.text
        }
        return raffle.view
    }
}

extension ResumeRaffle: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> RaffleView {
        var raffle = try RaffleAuthority.acted(on: request.raffleID, in: context)
        guard raffle.view.state == .suspended else {
            throw RaffleFailure.wrongState.because(
                "what is suspended is resumed; this is \(raffle.view.state.rawValue)")
        }
        try ActivateRaffle.refuseBroken(raffle, in: context)
        try raffle.move(to: .active, in: context) { $0.view.suspensionReason = nil }
        return raffle.view
    }
}

extension CloseSales: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> RaffleView {
        var raffle = try RaffleAuthority.acted(on: request.raffleID, in: context)
        try raffle.closeSales(in: context)
        return raffle.view
    }
}

extension StoredRaffle {
    fileprivate mutating func closeSales(in context: CommandContext) throws {
        try move(to: .salesClosed, in: context) { raffle in
            raffle.view.salesClosedAt = context.now
            raffle.view.suspensionReason = nil
        }
    }

    /// Whether tickets may be sold at a moment: asked of the clock, whatever a timer has done yet.
    func sells(at now: Timestamp) -> Bool {
        view.state == .active && (view.salesStartTime.map { $0 <= now } ?? false)
            && (view.salesEndTime.map { now < $0 } ?? false)
    }
}

/// Closes sales at their end. That nothing is sold from that moment on does not hang on it.
enum SalesClock {
    static let timer = "raffle.close-sales"

    static func strike(_ state: String, in context: CommandContext) throws {
        guard let id = ID<Raffle>(state), var raffle = try StoredRaffle.find(id, in: context.database),
            raffle.view.state.isSelling
        else { return }
        raffle.closeTimer = nil
        try raffle.closeSales(in: context)
    }
}

extension CancelRaffle: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> RaffleView {
        var raffle = try RaffleAuthority.acted(on: request.raffleID, in: context)
        try raffle.move(to: .cancelled, because: request.reason.text, in: context) {
            $0.view.cancellationReason = request.reason.text
        }
        let (id, user, reason) = (raffle.id, try context.user().user, request.reason.text)
        if try TicketBook.find(id, in: context.database) != nil {
            try context.begin(voidingSaga, VoidingState(raffle: id, by: user, reason: reason))
        }
        return raffle.view
    }
}
