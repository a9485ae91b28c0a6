/// Why a contest's state, or what is known of its result, does not allow what was asked.
public enum ContestActionFailure: String, DomainFailure {
    case wrongState = "wrong_state"
    /// Its cut-off has passed, or its match has begun.
    case joinsOver = "joins_over"
    case matchCancelled = "match_cancelled"
    /// No entry has a score or a rank.
    case noResult = "no_result"
    /// A place that has a prize is taken by nobody although a worse one is, or by more than were said to tie.
    case rankMissing = "rank_missing"
    /// Whoever has entered the contest does not decide on its result.
    case entrantMayNotJudge = "entrant_may_not_judge"
    public var status: Int { self == .entrantMayNotJudge ? 403 : 409 }
}

public enum OpenContest: Command {
    public typealias Request = ContestRequest
    public typealias Reply = Contest
    public typealias Failure = ContestActionFailure
    public static let name = "betting.open-contest"
    public static let summary = "Take entries of a contest from now until its cut-off; its terms stay from here on"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/contests/{contest_id}/open")
}

public enum CloseContest: Command {
    public typealias Request = ContestRequest
    public typealias Reply = Contest
    public typealias Failure = ContestActionFailure
    public static let name = "betting.close-contest"
    public static let summary = "Take no more entries; with too few of them the contest is cancelled"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/contests/{contest_id}/close")
}

public enum SettleContest: Command {
    public typealias Request = ContestRequest
    public typealias Reply = Contest
    public typealias Failure = ContestActionFailure
    public static let name = "betting.settle-contest"
    public static let summary = "Pay a closed contest's prizes by its ranks or scores; to ask again changes nothing"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/contests/{contest_id}/settle", success: 202)
}

public enum CancelContest: Command {
    public typealias Request = ContestRequest
    public typealias Reply = Contest
    public typealias Failure = ContestActionFailure
    public static let name = "betting.cancel-contest"
    public static let summary = "Call a contest off and give every fee back; never once it is being settled"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/contests/{contest_id}/cancel", success: 202)
}
