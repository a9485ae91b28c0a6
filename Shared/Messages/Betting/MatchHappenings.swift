// What betting tells of matches.

public struct MatchCreated: Event {
    public static let type = "betting.match-created"
    public let after: Match
    public var subject: Subject { Subject("match", after.id) }
    public init(after: Match) { self.after = after }
}

public struct MatchChanged: Event {
    public static let type = "betting.match-changed"
    public let before: Match
    public let after: Match
    public var subject: Subject { Subject("match", after.id) }
    public init(before: Match, after: Match) { (self.before, self.after) = (before, after) }
}

public struct MatchStarted: Event {
    public static let type = "betting.match-started"
    public let match: ID<Match>
    public var subject: Subject { Subject("match", match) }
    public init(match: ID<Match>) { self.match = match }
}

public struct MatchFinished: Event {
    public static let type = "betting.match-finished"
    public let match: ID<Match>
    public var subject: Subject { Subject("match", match) }
    public init(match: ID<Match>) { self.match = match }
}

/// The match is called off; its contests follow.
public struct MatchCancelled: Event {
    public static let type = "betting.match-cancelled"
    public let match: ID<Match>
    public let before: MatchStatus
    public var subject: Subject { Subject("match", match) }
    public init(match: ID<Match>, before: MatchStatus) { (self.match, self.before) = (match, before) }
}
