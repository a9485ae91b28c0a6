/// Who plays in an event: a user of the platform or somebody known by name.
public struct Play: Codable, Sendable, Equatable {
    public let id: ID<Play>
    public let event: ID<BettingEvent>
    public let user: ID<User>?
    public let name: String?
    public let score: Int64?
    public let state: PlayState
    /// Of one who has withdrawn: what was staked on them, and how much of it has been given back.
    public let refunds: Refunds?

    public struct Refunds: Codable, Sendable, Equatable {
        public let stakes: Money
        public let returned: Money

        public init(stakes: Money, returned: Money) { (self.stakes, self.returned) = (stakes, returned) }
    }

    enum CodingKeys: String, CodingKey {
        case id, event = "event_id", user = "user_id", name, score, state, refunds
    }

    public init(
        id: ID<Play>, event: ID<BettingEvent>, user: ID<User>?, name: String?, score: Int64?,
        state: PlayState = .playing, refunds: Refunds? = nil
    ) {
        (self.id, self.event, self.user, self.name, self.score) = (id, event, user, name, score)
        (self.state, self.refunds) = (state, refunds)
    }
}

public enum PlayState: String, WireEnum {
    case playing
    /// Out of the event, and the stakes on them are being given back.
    case withdrawing
    case withdrawn
    case unknown

    public static var fallback: PlayState? { .unknown }
}

/// The organizer adds whomever they know; others add themselves, where the event lets players join. An event that asks for
/// a stake on oneself takes it with the joining: both are done, or neither.
public enum AddPlay: Command {
    public struct Request: Codable, Sendable {
        public let event: ID<BettingEvent>
        public let user: ID<User>?
        public let name: Title?

        enum CodingKeys: String, CodingKey { case event = "event_id", user = "user_id", name }

        public init(event: ID<BettingEvent>, user: ID<User>? = nil, name: Title? = nil) {
            (self.event, self.user, self.name) = (event, user, name)
        }
    }
    public typealias Reply = Play
    public enum Failure: String, DomainFailure {
        case wrongState = "wrong_state"
        case alreadyStarted = "already_started"
        case duplicatePlay = "duplicate_play"
        case tooManyPlays = "too_many_plays"
        /// Nobody has signed up under this id.
        case unknownUser = "unknown_user"
        /// Only the organizer says who plays here.
        case playersMayNotJoin = "players_may_not_join"
        /// The event asks for a stake on oneself, which nobody places for another.
        case selfStakeNeeded = "self_stake_needed"
        case organizerMayNotBet = "organizer_may_not_bet"
        /// The wallet's word, handed on as it is.
        case insufficientFunds = "insufficient_funds"
        public var status: Int {
            switch self {
            case .playersMayNotJoin, .organizerMayNotBet: 403
            case .tooManyPlays, .unknownUser, .selfStakeNeeded, .insufficientFunds: 422
            case .wrongState, .alreadyStarted, .duplicatePlay: 409
            }
        }
    }
    public static let sharedFailures: [any DomainFailure.Type] = [StandingRefusal.self]
    public static let name = "betting.add-play"
    public static let summary = "Join an event as a player; its organizer adds others, users or people by name"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/events/{event_id}/plays")
    public static func location(of reply: Reply) -> String? { "/v1/events/\(reply.event)/plays/\(reply.id)" }
}

public enum ListPlays: Query {
    public struct Request: Codable, Sendable {
        public let event: ID<BettingEvent>
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey { case event = "event_id", limit, cursor }

        public init(event: ID<BettingEvent>, limit: PageLimit? = nil, cursor: Cursor? = nil) {
            (self.event, self.limit, self.cursor) = (event, limit, cursor)
        }
    }
    public typealias Reply = Page<Play>
    public static let name = "betting.list-plays"
    public static let summary = "List who plays in an event, in the order they were added"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/events/{event_id}/plays")
}

public enum GetPlay: Query {
    public struct Request: Codable, Sendable {
        public let event: ID<BettingEvent>
        public let play: ID<Play>

        enum CodingKeys: String, CodingKey { case event = "event_id", play = "play_id" }

        public init(event: ID<BettingEvent>, play: ID<Play>) { (self.event, self.play) = (event, play) }
    }
    public typealias Reply = Play
    public static let name = "betting.get-play"
    public static let summary = "Read one who plays in an event"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/events/{event_id}/plays/{play_id}")
}

public enum ScorePlay: Command {
    public struct Request: Codable, Sendable {
        public let event: ID<BettingEvent>
        public let play: ID<Play>
        /// Null takes a score back that was set by mistake.
        public let score: Change<Int64>

        enum CodingKeys: String, CodingKey { case event = "event_id", play = "play_id", score }

        public init(event: ID<BettingEvent>, play: ID<Play>, score: Int64?) {
            (self.event, self.play, self.score) = (event, play, score.map { .set($0) } ?? .clear)
        }
    }
    public typealias Reply = Play
    public enum Failure: String, DomainFailure {
        case wrongState = "wrong_state"
        case alreadyStarted = "already_started"
        case playWithdrawn = "play_withdrawn"
        public var status: Int { 409 }
    }
    public static let name = "betting.score-play"
    public static let summary = "Set or correct a player's score, or take it back with null, until the finish"
    public static let access = Access.signedIn
    public static let route: Route? = .put("/v1/events/{event_id}/plays/{play_id}/score")
}
