/// Takes a player out of an event: no more bets on them, and every stake on them goes back. What was staked leaves the pool
/// at once; giving it back goes on after the answer.
public enum WithdrawPlay: Command {
    public struct Request: Codable, Sendable {
        public let event: ID<BettingEvent>
        public let play: ID<Play>

        enum CodingKeys: String, CodingKey { case event = "event_id", play = "play_id" }

        public init(event: ID<BettingEvent>, play: ID<Play>) { (self.event, self.play) = (event, play) }
    }
    public typealias Reply = Play
    public enum Failure: String, DomainFailure {
        case wrongState = "wrong_state"
        /// Players take themselves out until the start; from then on that is the organizer's.
        case alreadyStarted = "already_started"
        case alreadyWithdrawn = "already_withdrawn"
        public var status: Int { 409 }
    }
    public static let name = "betting.withdraw-play"
    public static let summary = "Take a player, or oneself before the start, out of an event and give the stakes back"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/events/{event_id}/plays/{play_id}/withdraw", success: 202)
}

/// A player is out, and the stakes on them are on the way back.
public struct PlayWithdrawing: Event {
    public static let type = "betting.play-withdrawing"
    public let play: ID<Play>
    public let event: ID<BettingEvent>
    public let user: ID<User>?
    public let stakes: Money
    public var subject: Subject { Subject("play", play) }
    public init(play: ID<Play>, event: ID<BettingEvent>, user: ID<User>?, stakes: Money) {
        (self.play, self.event, self.user, self.stakes) = (play, event, user, stakes)
    }
}

/// All stakes on a player who is out have been given back.
public struct PlayWithdrawn: Event {
    public static let type = "betting.play-withdrawn"
    public let play: ID<Play>
    public let event: ID<BettingEvent>
    public let returned: Money
    public var subject: Subject { Subject("play", play) }
    public init(play: ID<Play>, event: ID<BettingEvent>, returned: Money) {
        (self.play, self.event, self.returned) = (play, event, returned)
    }
}
