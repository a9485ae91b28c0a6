/// Why an event's state does not allow what was asked.
public enum EventActionFailure: String, DomainFailure {
    case wrongState = "wrong_state"
    case alreadyStarted = "already_started"
    public var status: Int { 409 }
}

public enum OpenEvent: Command {
    public typealias Request = EventRequest
    public typealias Reply = BettingEvent
    public typealias Failure = EventActionFailure
    public static let name = "betting.open-event"
    public static let summary = "Take bets on an event from now until its start"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/events/{event_id}/open")
}

public enum StartEvent: Command {
    public typealias Request = EventRequest
    public typealias Reply = BettingEvent
    public typealias Failure = EventActionFailure
    public static let name = "betting.start-event"
    public static let summary = "Start an event; no bet is taken from here on"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/events/{event_id}/start")
}

/// The highest score wins. Who has none has not won; but a result without any score is none.
public enum FinishEvent: Command {
    public struct Request: Codable, Sendable {
        public let event: ID<BettingEvent>
        /// What becomes of the pool where players have no score.
        public let unscored: Unscored?

        enum CodingKeys: String, CodingKey { case event = "event_id", unscored }

        public init(event: ID<BettingEvent>, unscored: Unscored? = nil) {
            (self.event, self.unscored) = (event, unscored)
        }
    }
    public enum Unscored: String, WireEnum {
        /// They have not won, and somebody must have a score. So it is where nothing is said.
        case lose
        /// Nobody has won, and every stake goes back.
        case refund
    }
    public typealias Reply = BettingEvent
    public enum Failure: String, DomainFailure {
        case wrongState = "wrong_state"
        /// A reason that was released; finishing is never too late.
        case alreadyStarted = "already_started"
        case scoresMissing = "scores_missing"
        public var status: Int { self == .scoresMissing ? 422 : 409 }
    }
    public static let name = "betting.finish-event"
    public static let summary = "Finish an event by its scores and settle its pool"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/events/{event_id}/finish", success: 202)
}

public enum CancelEvent: Command {
    public typealias Request = EventRequest
    public typealias Reply = BettingEvent
    public typealias Failure = EventActionFailure
    public static let name = "betting.cancel-event"
    public static let summary = "Call an event off and give every stake back"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/events/{event_id}/cancel", success: 202)
}
