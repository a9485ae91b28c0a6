/// Why a match's state does not allow what was asked.
public enum MatchActionFailure: String, DomainFailure {
    case wrongState = "wrong_state"
    public var status: Int { 409 }
}

public enum StartMatch: Command {
    public typealias Request = MatchRequest
    public typealias Reply = Match
    public typealias Failure = MatchActionFailure
    public static let name = "betting.start-match"
    public static let summary = "Begin a match before its time; its contests take no more entries"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/matches/{match_id}/start")
}

public enum FinishMatch: Command {
    public typealias Request = MatchRequest
    public typealias Reply = Match
    public typealias Failure = MatchActionFailure
    public static let name = "betting.finish-match"
    public static let summary = "Note that a match is over"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/matches/{match_id}/finish")
}

public enum CancelMatch: Command {
    public typealias Request = MatchRequest
    public typealias Reply = Match
    public typealias Failure = MatchActionFailure
    public static let name = "betting.cancel-match"
    public static let summary = "Call a match off, and with it all of its contests that are not settled"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/matches/{match_id}/cancel")
}
