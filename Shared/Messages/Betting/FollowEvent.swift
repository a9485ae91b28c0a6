/// An event as it stands, and again whenever that has changed: who is staked on and what each would pay. What changes faster
/// than it is read comes as one: nobody gets what is over already.
public enum FollowEvent: LiveQuery {
    public struct Request: LiveRequest {
        public let event: ID<BettingEvent>
        /// The state that the asker has; the present one comes if it is another.
        public var after: Cursor?
        public let waitMilliseconds: Int64?

        enum CodingKeys: String, CodingKey {
            case event = "event_id", after, waitMilliseconds = "wait_milliseconds"
        }

        public init(event: ID<BettingEvent>, after: Cursor? = nil, waitMilliseconds: Int64? = nil) {
            (self.event, self.after, self.waitMilliseconds) = (event, after, waitMilliseconds)
        }
    }
    public static let name = "betting.follow-event"
    public static let summary = "Follow an event's state, pool and projected dividends"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/events/{event_id}/stream")
    public static let itemTypes = [EventStanding.type]
    public static var itemSchemas: [String: Schema] {
        (try? Reflection(EventStanding.self).schema).map { [EventStanding.type: $0] } ?? [:]
    }
}

/// How an event stands.
public struct EventStanding: Codable, Sendable, Equatable {
    public static let type = "betting.event-standing"

    public struct Line: Codable, Sendable, Equatable {
        public let play: ID<Play>
        public let state: PlayState
        public let score: Int64?
        /// All stakes on the player.
        public let amount: Money
        /// What one unit on the player would bring if the event ended now with that player alone in front; absent where
        /// nobody has backed them.
        public let dividend: DecimalText?

        enum CodingKeys: String, CodingKey { case play = "play_id", state, score, amount, dividend }

        public init(play: ID<Play>, state: PlayState, score: Int64?, amount: Money, dividend: DecimalText?) {
            (self.play, self.state, self.score) = (play, state, score)
            (self.amount, self.dividend) = (amount, dividend)
        }
    }

    public let event: ID<BettingEvent>
    public let status: EventStatus
    public let startsAt: Timestamp
    public let pool: Money
    public let plays: [Line]
    public let winners: [ID<Play>]

    enum CodingKeys: String, CodingKey {
        case event = "event_id", status, startsAt = "starts_at", pool, plays, winners
    }

    public init(
        event: ID<BettingEvent>, status: EventStatus, startsAt: Timestamp, pool: Money, plays: [Line],
        winners: [ID<Play>]
    ) {
        (self.event, self.status, self.startsAt) = (event, status, startsAt)
        (self.pool, self.plays, self.winners) = (pool, plays, winners)
    }
}
