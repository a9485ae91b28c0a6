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

public enum FinishEvent: Command {
    public typealias Request = EventRequest
    public typealias Reply = BettingEvent
    public typealias Failure = EventActionFailure
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
