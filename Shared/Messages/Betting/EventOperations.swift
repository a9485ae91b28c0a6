public enum CreateEvent: Command {
    public struct Request: Codable, Sendable {
        public let name: Title
        public let startsAt: Timestamp
        public let currency: CurrencyCode
        public let sport: OutsideKey?
        public let externalID: OutsideKey?
        public let details: Note?
        public let takeoutPercent: DecimalText?
        public let poolPolicy: PoolPolicyPatch?
        /// Whether gamblers may take their bets back before the start; they may unless it says not.
        public let betsMayBeCancelled: Bool?

        enum CodingKeys: String, CodingKey {
            case name, startsAt = "starts_at", currency, sport, externalID = "external_id", details
            case takeoutPercent = "takeout_pct", poolPolicy = "pool_policy"
            case betsMayBeCancelled = "bets_may_be_cancelled"
        }

        public init(
            name: Title, startsAt: Timestamp, currency: CurrencyCode, sport: OutsideKey? = nil,
            externalID: OutsideKey? = nil, details: Note? = nil, takeoutPercent: DecimalText? = nil,
            poolPolicy: PoolPolicyPatch? = nil, betsMayBeCancelled: Bool? = nil
        ) {
            (self.name, self.startsAt, self.currency, self.sport) = (name, startsAt, currency, sport)
            (self.externalID, self.details, self.takeoutPercent) = (externalID, details, takeoutPercent)
            (self.poolPolicy, self.betsMayBeCancelled) = (poolPolicy, betsMayBeCancelled)
        }
    }
    public typealias Reply = BettingEvent
    public enum Failure: String, DomainFailure {
        case unknownCurrency = "unknown_currency"
        case startNotInFuture = "start_not_in_future"
    }
    public static let sharedFailures: [any DomainFailure.Type] = [PoolPolicyFailure.self]
    public static let name = "betting.create-event"
    public static let summary = "Make an event; who makes it organizes it"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/events")
    public static func location(of reply: Reply) -> String? { "/v1/events/\(reply.id)" }
}

public enum ChangeEvent: Command {
    public struct Request: Codable, Sendable {
        public let event: ID<BettingEvent>
        public let name: Title?
        public let startsAt: Timestamp?
        public let sport: OutsideKey?
        public let externalID: OutsideKey?
        public let details: Note?
        public let takeoutPercent: DecimalText?
        public let poolPolicy: PoolPolicyPatch?
        /// Whether gamblers may take their bets back before the start; they may unless it says not.
        public let betsMayBeCancelled: Bool?

        enum CodingKeys: String, CodingKey {
            case event = "event_id", name, startsAt = "starts_at", sport, externalID = "external_id", details
            case takeoutPercent = "takeout_pct", poolPolicy = "pool_policy"
            case betsMayBeCancelled = "bets_may_be_cancelled"
        }

        public init(
            event: ID<BettingEvent>, name: Title? = nil, startsAt: Timestamp? = nil, sport: OutsideKey? = nil,
            externalID: OutsideKey? = nil, details: Note? = nil, takeoutPercent: DecimalText? = nil,
            poolPolicy: PoolPolicyPatch? = nil, betsMayBeCancelled: Bool? = nil
        ) {
            (self.event, self.name, self.startsAt, self.sport) = (event, name, startsAt, sport)
            (self.externalID, self.details, self.takeoutPercent) = (externalID, details, takeoutPercent)
            (self.poolPolicy, self.betsMayBeCancelled) = (poolPolicy, betsMayBeCancelled)
        }
    }
    public typealias Reply = BettingEvent
    public enum Failure: String, DomainFailure {
        case wrongState = "wrong_state"
        case startNotInFuture = "start_not_in_future"
        public var status: Int { self == .wrongState ? 409 : 422 }
    }
    public static let sharedFailures: [any DomainFailure.Type] = [PoolPolicyFailure.self]
    public static let name = "betting.change-event"
    public static let summary = "Change an event that is not open yet"
    public static let access = Access.signedIn
    public static let route: Route? = Route(method: .patch, path: "/v1/events/{event_id}", success: 200)
}

public enum GetEvent: Query {
    public typealias Request = EventRequest
    public typealias Reply = BettingEvent
    public static let name = "betting.get-event"
    public static let summary = "Read an event"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/events/{event_id}")
}

public enum ListEvents: Query {
    public struct Request: Codable, Sendable {
        public let status: EventStatus?
        public let sport: OutsideKey?
        public let organizer: ID<User>?
        /// Events that start at or after this.
        public let from: Timestamp?
        /// Events that start before this.
        public let to: Timestamp?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case status, sport, organizer = "organizer_id", from, to, limit, cursor
        }

        public init(
            status: EventStatus? = nil, sport: OutsideKey? = nil, organizer: ID<User>? = nil, from: Timestamp? = nil,
            to: Timestamp? = nil, limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.status, self.sport, self.organizer, self.from) = (status, sport, organizer, from)
            (self.to, self.limit, self.cursor) = (to, limit, cursor)
        }
    }
    public typealias Reply = Page<BettingEvent>
    public static let name = "betting.list-events"
    public static let summary = "List events, newest first"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/events")
}

/// An operation on one event that needs nothing else.
public struct EventRequest: Codable, Sendable {
    public let event: ID<BettingEvent>

    enum CodingKeys: String, CodingKey { case event = "event_id" }

    public init(event: ID<BettingEvent>) { self.event = event }
}
