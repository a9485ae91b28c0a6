// What betting tells of pools and of bets that were taken back.

/// A bet has left its pool on its owner's word, and its stake is on the way back.
public struct BetCancelling: Event {
    public static let type = "betting.bet-cancelling"
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

/// The stake of a bet that was taken back is where it came from.
public struct BetCancelled: Event {
    public static let type = "betting.bet-cancelled"
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

/// What nobody won in one event is to be won in another.
public struct PoolRolledOver: Event {
    public static let type = "betting.pool-rolled-over"
    public let event: ID<BettingEvent>
    public let from: ID<BettingEvent>
    public let money: Money
    /// What had come into the event's pool from others, without this and with it.
    public let before: Money
    public let after: Money
    public var subject: Subject { Subject("event", event) }
    public init(event: ID<BettingEvent>, from: ID<BettingEvent>, money: Money, before: Money, after: Money) {
        (self.event, self.from, self.money) = (event, from, money)
        (self.before, self.after) = (before, after)
    }
}
