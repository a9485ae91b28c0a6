// What betting tells of events, plays and bets.

public struct EventCreated: Event {
    public static let type = "betting.event-created"
    public let after: BettingEvent
    public var subject: Subject { Subject("event", after.id) }
    public init(after: BettingEvent) { self.after = after }
}

public struct EventChanged: Event {
    public static let type = "betting.event-changed"
    public let before: BettingEvent
    public let after: BettingEvent
    public var subject: Subject { Subject("event", after.id) }
    public init(before: BettingEvent, after: BettingEvent) { (self.before, self.after) = (before, after) }
}

public struct EventOpened: Event {
    public static let type = "betting.event-opened"
    public let event: ID<BettingEvent>
    public var subject: Subject { Subject("event", event) }
    public init(event: ID<BettingEvent>) { self.event = event }
}

public struct EventStarted: Event {
    public static let type = "betting.event-started"
    public let event: ID<BettingEvent>
    public var subject: Subject { Subject("event", event) }
    public init(event: ID<BettingEvent>) { self.event = event }
}

/// The result is fixed, and its money is on the way.
public struct EventSettling: Event {
    public static let type = "betting.event-settling"
    public let event: ID<BettingEvent>
    public let outcome: PoolOutcome
    public let winners: [ID<Play>]
    public let pool: Money
    public let takeout: Money
    /// What is to become of the pool's money, before any of it has moved.
    public let settlement: PoolSettlement?
    public var subject: Subject { Subject("event", event) }
    public init(
        event: ID<BettingEvent>, outcome: PoolOutcome, winners: [ID<Play>], pool: Money, takeout: Money,
        settlement: PoolSettlement?
    ) {
        (self.event, self.outcome, self.winners) = (event, outcome, winners)
        (self.pool, self.takeout, self.settlement) = (pool, takeout, settlement)
    }
}

public struct EventFinished: Event {
    public static let type = "betting.event-finished"
    public let event: ID<BettingEvent>
    public let winners: [ID<Play>]
    public let pool: Money
    public let paid: Money
    public let refunded: Money
    public let takeout: Money
    public let settlement: PoolSettlement?
    public var subject: Subject { Subject("event", event) }
    public init(
        event: ID<BettingEvent>, winners: [ID<Play>], pool: Money, paid: Money, refunded: Money, takeout: Money,
        settlement: PoolSettlement?
    ) {
        (self.event, self.winners, self.pool) = (event, winners, pool)
        (self.paid, self.refunded, self.takeout) = (paid, refunded, takeout)
        self.settlement = settlement
    }
}

/// The event is called off, and its stakes are on the way back.
public struct EventCancelling: Event {
    public static let type = "betting.event-cancelling"
    public let event: ID<BettingEvent>
    public let before: EventStatus
    public var subject: Subject { Subject("event", event) }
    public init(event: ID<BettingEvent>, before: EventStatus) { (self.event, self.before) = (event, before) }
}

public struct EventCancelled: Event {
    public static let type = "betting.event-cancelled"
    public let event: ID<BettingEvent>
    public let refunded: Money
    public let settlement: PoolSettlement?
    public var subject: Subject { Subject("event", event) }
    public init(event: ID<BettingEvent>, refunded: Money, settlement: PoolSettlement?) {
        (self.event, self.refunded, self.settlement) = (event, refunded, settlement)
    }
}

public struct PlayAdded: Event {
    public static let type = "betting.play-added"
    public let play: ID<Play>
    public let event: ID<BettingEvent>
    public let user: ID<User>?
    public var subject: Subject { Subject("play", play) }
    public init(play: ID<Play>, event: ID<BettingEvent>, user: ID<User>?) {
        (self.play, self.event, self.user) = (play, event, user)
    }
}

public struct PlayScored: Event {
    public static let type = "betting.play-scored"
    public let play: ID<Play>
    public let event: ID<BettingEvent>
    public let before: Int64?
    public let after: Int64
    public var subject: Subject { Subject("play", play) }
    public init(play: ID<Play>, event: ID<BettingEvent>, before: Int64?, after: Int64) {
        (self.play, self.event, self.before, self.after) = (play, event, before, after)
    }
}

/// A score that was set by mistake was taken back.
public struct PlayScoreTakenBack: Event {
    public static let type = "betting.play-score-taken-back"
    public let play: ID<Play>
    public let event: ID<BettingEvent>
    public let before: Int64
    public var subject: Subject { Subject("play", play) }
    public init(play: ID<Play>, event: ID<BettingEvent>, before: Int64) {
        (self.play, self.event, self.before) = (play, event, before)
    }
}

public struct BetPlaced: Event {
    public static let type = "betting.bet-placed"
    public let bet: ID<Bet>
    public let event: ID<BettingEvent>
    public let play: ID<Play>
    public let gambler: ID<User>
    public let stake: Money
    public let hold: ID<Hold>
    public var subject: Subject { Subject("bet", bet) }
    public init(
        bet: ID<Bet>, event: ID<BettingEvent>, play: ID<Play>, gambler: ID<User>, stake: Money, hold: ID<Hold>
    ) {
        (self.bet, self.event, self.play, self.gambler) = (bet, event, play, gambler)
        (self.stake, self.hold) = (stake, hold)
    }
}

/// A bet that was tried came to nothing: too little money, or the event was no longer open.
public struct BetRejected: Event {
    public static let type = "betting.bet-rejected"
    public let bet: ID<Bet>
    public let event: ID<BettingEvent>
    public let play: ID<Play>
    public let gambler: ID<User>
    public let stake: Money
    public var subject: Subject { Subject("bet", bet) }
    public init(bet: ID<Bet>, event: ID<BettingEvent>, play: ID<Play>, gambler: ID<User>, stake: Money) {
        (self.bet, self.event, self.play, self.gambler, self.stake) = (bet, event, play, gambler, stake)
    }
}

/// A bet is over: what it brought has been paid.
public struct BetSettled: Event {
    public static let type = "betting.bet-settled"
    public let bet: ID<Bet>
    public let event: ID<BettingEvent>
    public let gambler: ID<User>
    public let outcome: BetStatus
    public let stake: Money
    public let payout: Money
    public var subject: Subject { Subject("bet", bet) }
    public init(
        bet: ID<Bet>, event: ID<BettingEvent>, gambler: ID<User>, outcome: BetStatus, stake: Money, payout: Money
    ) {
        (self.bet, self.event, self.gambler) = (bet, event, gambler)
        (self.outcome, self.stake, self.payout) = (outcome, stake, payout)
    }
}

/// What becomes of a pool.
public enum PoolOutcome: String, WireEnum {
    /// It is shared among the winners' backers.
    case payout
    /// Every stake goes back.
    case refund
    /// It goes on to another event.
    case rollOver = "roll_over"
    case unknown

    public static var fallback: PoolOutcome? { .unknown }
}
