/// Events by what they are, page by page. A page may be short where few of those looked at suit; `next` says whether
/// there is more.
public enum ListEvents: Query {
    public struct Request: Codable, Sendable {
        /// Words, or their beginnings, of the name, the sport and the details; all of them must be there.
        public let q: Text<EventSearchRule>?
        public let status: EventStatus?
        public let sport: OutsideKey?
        public let externalID: OutsideKey?
        public let organizer: ID<User>?
        /// Events that start at or after this.
        public let from: Timestamp?
        /// Events that start before this.
        public let to: Timestamp?
        public let order: EventOrder?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case q, status, sport, externalID = "external_id", organizer = "organizer_id", from, to, order, limit,
                cursor
        }

        public init(
            q: Text<EventSearchRule>? = nil, status: EventStatus? = nil, sport: OutsideKey? = nil,
            externalID: OutsideKey? = nil, organizer: ID<User>? = nil, from: Timestamp? = nil, to: Timestamp? = nil,
            order: EventOrder? = nil, limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.q, self.status, self.sport, self.externalID) = (q, status, sport, externalID)
            (self.organizer, self.from, self.to, self.order) = (organizer, from, to, order)
            (self.limit, self.cursor) = (limit, cursor)
        }
    }
    public typealias Reply = Page<BettingEvent>
    public static let name = "betting.list-events"
    public static let summary = "List or search events: the newest first, or by their start"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/events")
}

/// In which order events are listed.
public enum EventOrder: String, WireEnum {
    /// Those made last first; so it is where nothing is said.
    case newest
    /// By their start, the earliest first. For lists that ask neither for words nor for an outside key.
    case soonest
}

public enum EventSearchRule: TextRule {
    public static let length = 1...100
    public static let sample = "sunday final"
    public static let expected = "1 to 100 characters with a letter or a digit among them"

    public static func accepts(_ text: String) -> Bool { text.contains { $0.isLetter || $0.isNumber } }
}
