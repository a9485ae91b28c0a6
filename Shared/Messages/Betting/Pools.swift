/// What is staked on an event, on whom, by whom, and what it would pay.
public struct Pool: Codable, Sendable, Equatable {
    /// All stakes on one player.
    public struct BetsOn: Codable, Sendable, Equatable {
        public let play: ID<Play>
        public let amount: Money

        enum CodingKeys: String, CodingKey { case play = "play_id", amount }

        public init(play: ID<Play>, amount: Money) { (self.play, self.amount) = (play, amount) }
    }

    /// One gambler's stakes on one player.
    public struct BetsOnBy: Codable, Sendable, Equatable {
        public let play: ID<Play>
        /// The user's id for themself, the organizer and admins; for others a name that holds in this event only.
        public let gambler: String
        public let amount: Money

        enum CodingKeys: String, CodingKey { case play = "play_id", gambler, amount }

        public init(play: ID<Play>, gambler: String, amount: Money) {
            (self.play, self.gambler, self.amount) = (play, gambler, amount)
        }
    }

    /// Which part of the money on a player one gambler has staked.
    public struct Share: Codable, Sendable, Equatable {
        public let play: ID<Play>
        public let gambler: String
        public let share: DecimalText

        enum CodingKeys: String, CodingKey { case play = "play_id", gambler, share }

        public init(play: ID<Play>, gambler: String, share: DecimalText) {
            (self.play, self.gambler, self.share) = (play, gambler, share)
        }
    }

    /// What one unit on a player would bring if the event ended now with that player alone in front.
    public struct Projection: Codable, Sendable, Equatable {
        public let play: ID<Play>
        /// Absent where nobody has backed the player.
        public let dividend: DecimalText?

        enum CodingKeys: String, CodingKey { case play = "play_id", dividend }

        public init(play: ID<Play>, dividend: DecimalText?) { (self.play, self.dividend) = (play, dividend) }
    }

    public let event: ID<BettingEvent>
    /// All stakes.
    public let pool: Money
    /// What came from other events, to be won with it.
    public let rolledIn: Money
    /// What the house would keep of the stakes.
    public let takeout: Money
    /// What would be shared out: the stakes without the takeout, and what came from other events.
    public let net: Money
    public let poolPolicy: PoolPolicy
    public let betsOn: [BetsOn]
    public let betsOnBy: [BetsOnBy]
    public let shares: [Share]
    public let projected: [Projection]
    /// The cursor of the next page of `bets_on_by` and `shares`, or null.
    public let next: String?

    enum CodingKeys: String, CodingKey {
        case event = "event_id", pool, rolledIn = "rolled_in", takeout, net, poolPolicy = "pool_policy"
        case betsOn = "bets_on", betsOnBy = "bets_on_by", shares, projected, next
    }

    public init(
        event: ID<BettingEvent>, pool: Money, rolledIn: Money, takeout: Money, net: Money, poolPolicy: PoolPolicy,
        betsOn: [BetsOn], betsOnBy: [BetsOnBy], shares: [Share], projected: [Projection], next: String?
    ) {
        (self.event, self.pool, self.betsOn, self.betsOnBy) = (event, pool, betsOn, betsOnBy)
        (self.rolledIn, self.takeout, self.net, self.poolPolicy) = (rolledIn, takeout, net, poolPolicy)
        (self.shares, self.projected, self.next) = (shares, projected, next)
    }
}

public enum GetPool: Query {
    public typealias Request = ListPlays.Request
    public typealias Reply = Pool
    public static let name = "betting.get-pool"
    public static let summary = "Read an event's pool: stakes, shares and projected dividends"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/events/{event_id}/pool")
}

/// What one gambler staked on an event and got from it.
public struct Winnings: Codable, Sendable, Equatable {
    /// The user's id for themself, the organizer and admins; for others a name that holds in this event only.
    public let gambler: String
    public let staked: Money
    /// Paid out of the pool.
    public let winnings: Money
    /// Stakes given back.
    public let refunded: Money
    /// Decided on, and still to be paid or given back.
    public let due: Money
    /// All that was paid or given back.
    public let paid: Money
    public let state: WinningsState

    public init(
        gambler: String, staked: Money, winnings: Money, refunded: Money, due: Money, paid: Money, state: WinningsState
    ) {
        (self.gambler, self.staked, self.winnings, self.refunded) = (gambler, staked, winnings, refunded)
        (self.due, self.paid, self.state) = (due, paid, state)
    }
}

/// How certain it is what a gambler gets.
public enum WinningsState: String, WireEnum {
    /// The event is not over.
    case open
    /// It is over, and not all of its bets have been decided yet.
    case deciding
    /// All is decided, and some of it is still to be paid.
    case due
    case paid
    case unknown

    public static var fallback: WinningsState? { .unknown }
}

public enum ListWinnings: Query {
    public typealias Request = ListPlays.Request
    public typealias Reply = Page<Winnings>
    public static let name = "betting.list-winnings"
    public static let summary = "List what each gambler got from an event, and is still to get"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/events/{event_id}/winnings")
}
