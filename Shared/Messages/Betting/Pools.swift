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
    public let pool: Money
    public let betsOn: [BetsOn]
    public let betsOnBy: [BetsOnBy]
    public let shares: [Share]
    public let projected: [Projection]
    /// The cursor of the next page of `bets_on_by` and `shares`, or null.
    public let next: String?

    enum CodingKeys: String, CodingKey {
        case event = "event_id", pool, betsOn = "bets_on", betsOnBy = "bets_on_by", shares, projected, next
    }

    public init(
        event: ID<BettingEvent>, pool: Money, betsOn: [BetsOn], betsOnBy: [BetsOnBy], shares: [Share],
        projected: [Projection], next: String?
    ) {
        (self.event, self.pool, self.betsOn, self.betsOnBy) = (event, pool, betsOn, betsOnBy)
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

    public init(gambler: String, staked: Money, winnings: Money, refunded: Money) {
        (self.gambler, self.staked, self.winnings, self.refunded) = (gambler, staked, winnings, refunded)
    }
}

public enum ListWinnings: Query {
    public typealias Request = ListPlays.Request
    public typealias Reply = Page<Winnings>
    public static let name = "betting.list-winnings"
    public static let summary = "List what each gambler got from an event, as far as it is paid"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/events/{event_id}/winnings")
}
