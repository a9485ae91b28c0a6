/// Who plays in an event: a user of the platform or somebody known by name.
public struct Play: Codable, Sendable, Equatable {
    public let id: ID<Play>
    public let event: ID<BettingEvent>
    public let user: ID<User>?
    public let name: String?
    public let score: Int64?

    enum CodingKeys: String, CodingKey {
        case id, event = "event_id", user = "user_id", name, score
    }

    public init(id: ID<Play>, event: ID<BettingEvent>, user: ID<User>?, name: String?, score: Int64?) {
        (self.id, self.event, self.user, self.name, self.score) = (id, event, user, name, score)
    }
}

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
        public var status: Int { self == .tooManyPlays ? 422 : 409 }
    }
    public static let name = "betting.add-play"
    public static let summary = "Add a player to an event: a user, or somebody by name"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/events/{event_id}/plays")
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

public enum ScorePlay: Command {
    public struct Request: Codable, Sendable {
        public let event: ID<BettingEvent>
        public let play: ID<Play>
        public let score: Int64

        enum CodingKeys: String, CodingKey { case event = "event_id", play = "play_id", score }

        public init(event: ID<BettingEvent>, play: ID<Play>, score: Int64) {
            (self.event, self.play, self.score) = (event, play, score)
        }
    }
    public typealias Reply = Play
    public typealias Failure = EventActionFailure
    public static let name = "betting.score-play"
    public static let summary = "Set or correct a player's score, from the start until the finish"
    public static let access = Access.signedIn
    public static let route: Route? = .put("/v1/events/{event_id}/plays/{play_id}/score")
}
