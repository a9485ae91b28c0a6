/// A match that contests are held on: what is played, and when it begins.
public struct Match: Codable, Sendable, Equatable {
    public let id: ID<Match>
    public let title: String
    public let organizer: ID<User>
    public let externalID: String?
    public let sport: String?
    public let startTime: Timestamp
    public let status: MatchStatus
    public let createdAt: Timestamp
    public let endedAt: Timestamp?

    enum CodingKeys: String, CodingKey {
        case id, title, organizer = "organizer_id", externalID = "external_id", sport, startTime = "start_time", status
        case createdAt = "created_at", endedAt = "ended_at"
    }

    public init(
        id: ID<Match>, title: String, organizer: ID<User>, externalID: String?, sport: String?, startTime: Timestamp,
        status: MatchStatus, createdAt: Timestamp, endedAt: Timestamp?
    ) {
        (self.id, self.title, self.organizer, self.externalID) = (id, title, organizer, externalID)
        (self.sport, self.startTime, self.status) = (sport, startTime, status)
        (self.createdAt, self.endedAt) = (createdAt, endedAt)
    }
}

/// How far a match has come.
public enum MatchStatus: String, WireEnum {
    case scheduled
    /// Begun, by its organizer or by the clock; its contests take no more entries.
    case live
    case finished
    /// Called off; its contests are, too.
    case cancelled
    case unknown

    public static var fallback: MatchStatus? { .unknown }
}

public enum CreateMatch: Command {
    public struct Request: Codable, Sendable {
        public let title: Title
        public let startTime: Timestamp
        public let externalID: OutsideKey?
        public let sport: OutsideKey?

        enum CodingKeys: String, CodingKey {
            case title, startTime = "start_time", externalID = "external_id", sport
        }

        public init(title: Title, startTime: Timestamp, externalID: OutsideKey? = nil, sport: OutsideKey? = nil) {
            (self.title, self.startTime, self.externalID, self.sport) = (title, startTime, externalID, sport)
        }
    }
    public typealias Reply = Match
    public enum Failure: String, DomainFailure {
        case startNotInFuture = "start_not_in_future"
    }
    public static let name = "betting.create-match"
    public static let summary = "Make a match that contests can be held on; who makes it organizes it"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/matches")
    public static func location(of reply: Reply) -> String? { "/v1/matches/\(reply.id)" }
}

public enum ChangeMatch: Command {
    public struct Request: Codable, Sendable {
        public let match: ID<Match>
        public let title: Title?
        public let startTime: Timestamp?
        public let externalID: Change<OutsideKey>
        public let sport: Change<OutsideKey>

        enum CodingKeys: String, CodingKey {
            case match = "match_id", title, startTime = "start_time", externalID = "external_id", sport
        }

        public init(
            match: ID<Match>, title: Title? = nil, startTime: Timestamp? = nil,
            externalID: Change<OutsideKey> = .keep, sport: Change<OutsideKey> = .keep
        ) {
            (self.match, self.title, self.startTime) = (match, title, startTime)
            (self.externalID, self.sport) = (externalID, sport)
        }
    }
    public typealias Reply = Match
    public enum Failure: String, DomainFailure {
        case wrongState = "wrong_state"
        /// Contests are found, and counted, by the sport that they were made with.
        case hasContests = "has_contests"
        case startNotInFuture = "start_not_in_future"
        public var status: Int { self == .startNotInFuture ? 422 : 409 }
    }
    public static let name = "betting.change-match"
    public static let summary = "Change a match that has not begun"
    public static let access = Access.signedIn
    public static let route: Route? = .patch("/v1/matches/{match_id}")
}

public enum GetMatch: Query {
    public typealias Request = MatchRequest
    public typealias Reply = Match
    public static let name = "betting.get-match"
    public static let summary = "Read a match"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/matches/{match_id}")
}

/// A page may be short where few of those looked at suit; `next` says whether there is more.
public enum ListMatches: Query {
    public struct Request: Codable, Sendable {
        public let status: MatchStatus?
        public let sport: OutsideKey?
        public let organizer: ID<User>?
        public let externalID: OutsideKey?
        /// Matches that begin at or after this.
        public let from: Timestamp?
        /// Matches that begin before this.
        public let to: Timestamp?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case status, sport, organizer = "organizer_id", externalID = "external_id", from, to, limit, cursor
        }

        public init(
            status: MatchStatus? = nil, sport: OutsideKey? = nil, organizer: ID<User>? = nil,
            externalID: OutsideKey? = nil, from: Timestamp? = nil, to: Timestamp? = nil, limit: PageLimit? = nil,
            cursor: Cursor? = nil
        ) {
            (self.status, self.sport, self.organizer, self.externalID) = (status, sport, organizer, externalID)
            (self.from, self.to, self.limit, self.cursor) = (from, to, limit, cursor)
        }
    }
    public typealias Reply = Page<Match>
    public static let name = "betting.list-matches"
    public static let summary = "List matches, newest first"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/matches")
}

/// An operation on one match that needs nothing else.
public struct MatchRequest: Codable, Sendable {
    public let match: ID<Match>

    enum CodingKeys: String, CodingKey { case match = "match_id" }

    public init(match: ID<Match>) { self.match = match }
}
