/// A stake on one player of an event.
public struct Bet: Codable, Sendable, Equatable {
    public let id: ID<Bet>
    public let event: ID<BettingEvent>
    public let play: ID<Play>
    public let gambler: ID<User>
    public let stake: Money
    public let status: BetStatus
    /// What came back, winnings or the stake itself; absent until it is settled.
    public let payout: Money?
    public let placedAt: Timestamp
    public let settledAt: Timestamp?

    enum CodingKeys: String, CodingKey {
        case id, event = "event_id", play = "play_id", gambler = "gambler_id", stake, status, payout
        case placedAt = "placed_at", settledAt = "settled_at"
    }

    public init(
        id: ID<Bet>, event: ID<BettingEvent>, play: ID<Play>, gambler: ID<User>, stake: Money, status: BetStatus,
        payout: Money?, placedAt: Timestamp, settledAt: Timestamp?
    ) {
        (self.id, self.event, self.play, self.gambler, self.stake) = (id, event, play, gambler, stake)
        (self.status, self.payout, self.placedAt, self.settledAt) = (status, payout, placedAt, settledAt)
    }
}

public enum BetStatus: String, WireEnum {
    /// Its stake is being put aside; it counts nowhere yet.
    case reserved
    case accepted
    case won
    case lost
    case refunded
    /// Taken back by its owner: it counts nowhere any more, and its stake is on the way back.
    case cancelling
    case cancelled
    case unknown

    public static var fallback: BetStatus? { .unknown }
}

public enum PlaceBet: Command {
    public struct Request: Codable, Sendable {
        public let event: ID<BettingEvent>
        public let play: ID<Play>
        public let stake: Money

        enum CodingKeys: String, CodingKey { case event = "event_id", play = "play_id", stake }

        public init(event: ID<BettingEvent>, play: ID<Play>, stake: Money) {
            (self.event, self.play, self.stake) = (event, play, stake)
        }
    }
    public typealias Reply = Bet
    public enum Failure: String, DomainFailure {
        case eventNotOpen = "event_not_open"
        case alreadyStarted = "already_started"
        case unknownPlay = "unknown_play"
        case playWithdrawn = "play_withdrawn"
        /// Who sets the scores does not bet on them, unless the event says so.
        case organizerMayNotBet = "organizer_may_not_bet"
        /// The wallet's word, handed on as it is.
        case insufficientFunds = "insufficient_funds"

        public var status: Int {
            switch self {
            case .eventNotOpen, .alreadyStarted, .playWithdrawn: 409
            case .organizerMayNotBet: 403
            case .unknownPlay, .insufficientFunds: 422
            }
        }
    }
    public static let sharedFailures: [any DomainFailure.Type] = [StandingRefusal.self]
    public static let name = "betting.place-bet"
    public static let summary = "Bet on a player of an open event"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/events/{event_id}/bets")
    public static func location(of reply: Reply) -> String? { "/v1/bets/\(reply.id)" }
}

public enum GetBet: Query {
    public struct Request: Codable, Sendable {
        public let bet: ID<Bet>

        enum CodingKeys: String, CodingKey { case bet = "bet_id" }

        public init(bet: ID<Bet>) { self.bet = bet }
    }
    public typealias Reply = Bet
    public static let name = "betting.get-bet"
    public static let summary = "Read one bet: for its owner, the event's organizer and admins"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/bets/{bet_id}")
}

public enum ListBets: Query {
    public struct Request: Codable, Sendable {
        public let status: BetStatus?
        public let event: ID<BettingEvent>?
        public let play: ID<Play>?
        public let sport: OutsideKey?
        /// Bets that were placed at or after this.
        public let from: Timestamp?
        /// Bets that were placed before this.
        public let to: Timestamp?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case status, event = "event_id", play = "play_id", sport, from, to, limit, cursor
        }

        public init(
            status: BetStatus? = nil, event: ID<BettingEvent>? = nil, play: ID<Play>? = nil, sport: OutsideKey? = nil,
            from: Timestamp? = nil, to: Timestamp? = nil, limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.status, self.event, self.play, self.sport) = (status, event, play, sport)
            (self.from, self.to, self.limit, self.cursor) = (from, to, limit, cursor)
        }
    }
    public typealias Reply = Page<Bet>
    public static let name = "betting.list-bets"
    public static let summary = "List one's own bets, newest first; a page may be short and still have a next one"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/bets")
}

public enum ListEventBets: Query {
    public struct Request: Codable, Sendable {
        public let event: ID<BettingEvent>
        public let status: BetStatus?
        public let play: ID<Play>?
        /// Bets that were placed at or after this.
        public let from: Timestamp?
        /// Bets that were placed before this.
        public let to: Timestamp?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case event = "event_id", status, play = "play_id", from, to, limit, cursor
        }

        public init(
            event: ID<BettingEvent>, status: BetStatus? = nil, play: ID<Play>? = nil, from: Timestamp? = nil,
            to: Timestamp? = nil, limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.event, self.status, self.play, self.from) = (event, status, play, from)
            (self.to, self.limit, self.cursor) = (to, limit, cursor)
        }
    }
    public typealias Reply = Page<Bet>
    public static let name = "betting.list-event-bets"
    public static let summary = "List an event's bets, newest first: one's own; for the organizer and admins all"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/events/{event_id}/bets")
}
