public enum CreateEvent: Command {
    public struct Request: Codable, Sendable {
        public let name: Title
        public let startsAt: Timestamp
        public let currency: CurrencyCode
        public let sport: OutsideKey?
        public let externalID: OutsideKey?
        public let details: Note?
        public let takeoutPercent: DecimalText?
        public let poolPolicy: PoolPolicyPatch?
        /// Whether gamblers may take their bets back before the start; they may unless it says not.
        public let betsMayBeCancelled: Bool?
        /// Whether who is signed in may join as a player; true where nothing is said.
        public let playersMayJoin: Bool?
        /// What a player has to stake on themself on joining.
        public let selfStake: Money?
        /// Whether the organizer, who sets the scores, may bet; false where nothing is said.
        public let organizerMayBet: Bool?

        enum CodingKeys: String, CodingKey {
            case name, startsAt = "starts_at", currency, sport, externalID = "external_id", details
            case takeoutPercent = "takeout_pct", playersMayJoin = "players_may_join", selfStake = "self_stake"
            case organizerMayBet = "organizer_may_bet", poolPolicy = "pool_policy"
            case betsMayBeCancelled = "bets_may_be_cancelled"
        }

        public init(
            name: Title, startsAt: Timestamp, currency: CurrencyCode, sport: OutsideKey? = nil,
            externalID: OutsideKey? = nil, details: Note? = nil, takeoutPercent: DecimalText? = nil,
            poolPolicy: PoolPolicyPatch? = nil, betsMayBeCancelled: Bool? = nil, playersMayJoin: Bool? = nil,
            selfStake: Money? = nil, organizerMayBet: Bool? = nil
        ) {
            (self.name, self.startsAt, self.currency, self.sport) = (name, startsAt, currency, sport)
            (self.externalID, self.details, self.takeoutPercent) = (externalID, details, takeoutPercent)
            (self.poolPolicy, self.betsMayBeCancelled) = (poolPolicy, betsMayBeCancelled)
            (self.playersMayJoin, self.selfStake, self.organizerMayBet) = (playersMayJoin, selfStake, organizerMayBet)
        }
    }
    public typealias Reply = BettingEvent
    public enum Failure: String, DomainFailure {
        case unknownCurrency = "unknown_currency"
        case startNotInFuture = "start_not_in_future"
    }
    public static let sharedFailures: [any DomainFailure.Type] = [PoolPolicyFailure.self]
    public static let name = "betting.create-event"
    public static let summary = "Make an event; who makes it organizes it"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/events")
    public static func location(of reply: Reply) -> String? { "/v1/events/\(reply.id)" }
}

/// What is said of an event may change until it is over, its start until it has come, and the terms of those who stake
/// while it is scheduled and nobody has staked.
public enum ChangeEvent: Command {
    public struct Request: Codable, Sendable {
        public let event: ID<BettingEvent>
        public let name: Title?
        public let startsAt: Timestamp?
        public let sport: Change<OutsideKey>
        public let externalID: Change<OutsideKey>
        public let details: Change<Note>
        public let takeoutPercent: DecimalText?
        public let poolPolicy: PoolPolicyPatch?
        /// Whether gamblers may take their bets back before the start.
        public let betsMayBeCancelled: Bool?
        public let playersMayJoin: Bool?
        public let selfStake: Change<Money>
        public let organizerMayBet: Bool?

        enum CodingKeys: String, CodingKey {
            case event = "event_id", name, startsAt = "starts_at", sport, externalID = "external_id", details
            case takeoutPercent = "takeout_pct", playersMayJoin = "players_may_join", selfStake = "self_stake"
            case organizerMayBet = "organizer_may_bet", poolPolicy = "pool_policy"
            case betsMayBeCancelled = "bets_may_be_cancelled"
        }

        public init(
            event: ID<BettingEvent>, name: Title? = nil, startsAt: Timestamp? = nil,
            sport: Change<OutsideKey> = .keep, externalID: Change<OutsideKey> = .keep, details: Change<Note> = .keep,
            takeoutPercent: DecimalText? = nil, poolPolicy: PoolPolicyPatch? = nil, betsMayBeCancelled: Bool? = nil,
            playersMayJoin: Bool? = nil, selfStake: Change<Money> = .keep, organizerMayBet: Bool? = nil
        ) {
            (self.event, self.name, self.startsAt) = (event, name, startsAt)
            (self.poolPolicy, self.betsMayBeCancelled) = (poolPolicy, betsMayBeCancelled)
            (self.sport, self.externalID, self.details) = (sport, externalID, details)
            (self.takeoutPercent, self.playersMayJoin) = (takeoutPercent, playersMayJoin)
            (self.selfStake, self.organizerMayBet) = (selfStake, organizerMayBet)
        }
    }
    public typealias Reply = BettingEvent
    public enum Failure: String, DomainFailure {
        case wrongState = "wrong_state"
        case alreadyStarted = "already_started"
        /// Somebody has staked, or may have, under the terms as they are.
        case termsFixed = "terms_fixed"
        case startNotInFuture = "start_not_in_future"
        public var status: Int { self == .startNotInFuture ? 422 : 409 }
    }
    public static let sharedFailures: [any DomainFailure.Type] = [PoolPolicyFailure.self]
    public static let name = "betting.change-event"
    public static let summary = "Change an event: its terms before it is open, its start until then"
    public static let access = Access.signedIn
    public static let route: Route? = Route(method: .patch, path: "/v1/events/{event_id}", success: 200)
}

public enum GetEvent: Query {
    public typealias Request = EventRequest
    public typealias Reply = BettingEvent
    public static let name = "betting.get-event"
    public static let summary = "Read an event"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/events/{event_id}")
}

/// An operation on one event that needs nothing else.
public struct EventRequest: Codable, Sendable {
    public let event: ID<BettingEvent>

    enum CodingKeys: String, CodingKey { case event = "event_id" }

    public init(event: ID<BettingEvent>) { self.event = event }
}
