/// A raffle is another than before: in what it says, or in how far it has come.
public struct RaffleChanged: Event {
    public static let type = "raffle.raffle-changed"
    public let before: RaffleView
    public let after: RaffleView
    public var subject: Subject { Subject("raffle", after.id) }

    public init(before: RaffleView, after: RaffleView) {
        (self.before, self.after) = (before, after)
    }
}

/// A raffle went from one state to another, by somebody's word or by the clock.
public struct RaffleMoved: Event {
    public static let type = "raffle.raffle-moved"
    public static let severity = Severity.warning
    public let raffle: ID<Raffle>
    public let from: RaffleState
    public let to: RaffleState
    public let reason: String?
    public var subject: Subject { Subject("raffle", raffle) }

    public init(raffle: ID<Raffle>, from: RaffleState, to: RaffleState, reason: String? = nil) {
        (self.raffle, self.from, self.to, self.reason) = (raffle, from, to, reason)
    }
}

public struct TicketPackageChanged: Event {
    public static let type = "raffle.ticket-package-changed"
    public let before: TicketPackageView?
    public let after: TicketPackageView
    public var subject: Subject { Subject("ticket-package", after.id) }

    public init(before: TicketPackageView? = nil, after: TicketPackageView) {
        (self.before, self.after) = (before, after)
    }
}

/// A package is offered in a raffle, or no more, or otherwise than before.
public struct OfferChanged: Event {
    public static let type = "raffle.offer-changed"
    public let before: OfferedPackage?
    public let after: OfferedPackage
    public var subject: Subject { Subject("raffle", after.raffleID) }

    public init(before: OfferedPackage? = nil, after: OfferedPackage) {
        (self.before, self.after) = (before, after)
    }
}

/// A prize was added, changed or, where it is active no more, taken away.
public struct PrizeChanged: Event {
    public static let type = "raffle.prize-changed"
    public let before: PrizeView?
    public let after: PrizeView
    public var subject: Subject { Subject("raffle", after.raffleID) }

    public init(before: PrizeView? = nil, after: PrizeView) {
        (self.before, self.after) = (before, after)
    }
}

public struct PerkChanged: Event {
    public static let type = "raffle.perk-changed"
    public let before: PerkView?
    public let after: PerkView
    public var subject: Subject { Subject("raffle", after.raffleID) }

    public init(before: PerkView? = nil, after: PerkView) {
        (self.before, self.after) = (before, after)
    }
}
