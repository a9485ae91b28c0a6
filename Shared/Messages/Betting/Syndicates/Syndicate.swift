/// A group of friends who bet together: its bank, its players and its seasons.
public struct Syndicate: Codable, Sendable, Equatable {
    public let id: ID<Syndicate>
    public let name: String
    public let description: String?
    /// Of its seasons, unless they say otherwise.
    public let currency: CurrencyCode
    /// Where its days begin, likewise.
    public let timeZone: TimeZoneName
    /// What the reader is in it; absent for who only looks after it.
    public let role: SyndicateRole?
    /// Whether the reader has been asked to take part and has not said yes so far.
    public let isInvited: Bool
    /// Whether its board can be read by whoever has the link.
    public let isShared: Bool
    public let createdAt: Timestamp

    enum CodingKeys: String, CodingKey {
        case id, name, description, currency, timeZone = "time_zone", role, isInvited = "is_invited"
        case isShared = "is_shared", createdAt = "created_at"
    }

    public init(
        id: ID<Syndicate>, name: String, description: String?, currency: CurrencyCode, timeZone: TimeZoneName,
        role: SyndicateRole?, isInvited: Bool, isShared: Bool, createdAt: Timestamp
    ) {
        (self.id, self.name, self.description, self.currency) = (id, name, description, currency)
        (self.timeZone, self.role, self.isInvited) = (timeZone, role, isInvited)
        (self.isShared, self.createdAt) = (isShared, createdAt)
    }
}

/// What a user is in a syndicate.
public enum SyndicateRole: String, WireEnum {
    /// Keeps the books: seasons, players, bets and money.
    case treasurer
    /// Sees everything.
    case member
    case unknown

    public static var fallback: SyndicateRole? { .unknown }
}

/// What a syndicate's operations are asked with that need nothing else.
public struct SyndicateRequest: Codable, Sendable {
    public let syndicate: ID<Syndicate>

    enum CodingKeys: String, CodingKey { case syndicate = "syndicate_id" }

    public init(syndicate: ID<Syndicate>) { self.syndicate = syndicate }
}

public enum CreateSyndicate: Command {
    public struct Request: Codable, Sendable {
        public let name: Title
        public let description: Note?
        /// EUR where nothing is said.
        public let currency: CurrencyCode?
        /// UTC where nothing is said.
        public let timeZone: TimeZoneName?

        enum CodingKeys: String, CodingKey { case name, description, currency, timeZone = "time_zone" }

        public init(
            name: Title, description: Note? = nil, currency: CurrencyCode? = nil, timeZone: TimeZoneName? = nil
        ) {
            (self.name, self.description, self.currency, self.timeZone) = (name, description, currency, timeZone)
        }
    }
    public typealias Reply = Syndicate
    public enum Failure: String, DomainFailure {
        case unknownCurrency = "unknown_currency"
        case unknownTimeZone = "unknown_time_zone"
        case tooManySyndicates = "too_many_syndicates"
    }
    /// How many a user may take part in.
    public static let limit = 100
    public static let name = "betting.create-syndicate"
    public static let summary = "Found a syndicate, and be its treasurer"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/syndicates")
    public static func location(of reply: Reply) -> String? { "/v1/syndicates/\(reply.id)" }
}

public enum GetSyndicate: Query {
    public typealias Request = SyndicateRequest
    public typealias Reply = Syndicate
    public static let name = "betting.get-syndicate"
    public static let summary = "One syndicate, for those in it"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/syndicates/{syndicate_id}")
}

public enum ListSyndicates: Query {
    public struct Request: Codable, Sendable {
        /// Every syndicate there is; for admins.
        public let all: Bool?
        public let limit: PageLimit?
        public let cursor: Cursor?

        public init(all: Bool? = nil, limit: PageLimit? = nil, cursor: Cursor? = nil) {
            (self.all, self.limit, self.cursor) = (all, limit, cursor)
        }
    }
    public typealias Reply = Page<Syndicate>
    public static let name = "betting.list-syndicates"
    public static let summary = "The syndicates that one is in or invited to, newest first"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/syndicates")
}

public enum ChangeSyndicate: Command {
    public struct Request: Codable, Sendable {
        public let syndicate: ID<Syndicate>
        public let name: Title?
        public let description: Change<Note>
        /// For seasons that are made from now on.
        public let timeZone: TimeZoneName?

        enum CodingKeys: String, CodingKey {
            case syndicate = "syndicate_id", name, description, timeZone = "time_zone"
        }

        public init(
            syndicate: ID<Syndicate>, name: Title? = nil, description: Change<Note> = .keep,
            timeZone: TimeZoneName? = nil
        ) {
            (self.syndicate, self.name, self.description, self.timeZone) = (syndicate, name, description, timeZone)
        }
    }
    public typealias Reply = Syndicate
    public enum Failure: String, DomainFailure {
        case unknownTimeZone = "unknown_time_zone"
    }
    public static let name = "betting.change-syndicate"
    public static let summary = "Change what a syndicate is called; for its treasurers"
    public static let access = Access.signedIn
    public static let route: Route? = .patch("/v1/syndicates/{syndicate_id}")
}
