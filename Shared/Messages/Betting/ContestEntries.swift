/// A place in a contest.
public struct ContestEntry: Codable, Sendable, Equatable {
    public let id: ID<ContestEntry>
    public let contest: ID<Contest>
    /// For the user themself, the contest's organizer and admins.
    public let user: ID<User>?
    /// The user's id for those; for others a name that holds in this contest only.
    public let player: String
    /// That nobody can guess; for those alone who may know the user.
    public let code: String?
    public let amountDebited: Money
    public let status: ContestEntryStatus
    public let score: ContestScore?
    /// As it was set by hand, while the contest is not settled.
    public let rank: Int64?
    /// The place that it was settled with; ties have the same.
    public let winnerRank: Int64?
    /// Absent until it is settled.
    public let prize: Money?
    public let createdAt: Timestamp
    public let settledAt: Timestamp?

    enum CodingKeys: String, CodingKey {
        case id, contest = "contest_id", user = "user_id", player, code = "entry_code"
        case amountDebited = "amount_debited", status, score, rank, winnerRank = "winner_rank", prize
        case createdAt = "created_at", settledAt = "settled_at"
    }

    public init(
        id: ID<ContestEntry>, contest: ID<Contest>, user: ID<User>?, player: String, code: String?,
        amountDebited: Money, status: ContestEntryStatus, score: ContestScore?, rank: Int64?, winnerRank: Int64?,
        prize: Money?, createdAt: Timestamp, settledAt: Timestamp?
    ) {
        (self.id, self.contest, self.user, self.player, self.code) = (id, contest, user, player, code)
        (self.amountDebited, self.status, self.score) = (amountDebited, status, score)
        (self.rank, self.winnerRank, self.prize) = (rank, winnerRank, prize)
        (self.createdAt, self.settledAt) = (createdAt, settledAt)
    }
}

public enum ContestEntryStatus: String, WireEnum {
    /// Its fee is being put aside. It takes a place, and is in no list yet.
    case reserved
    case entered
    /// Won a prize, which is paid.
    case won
    case lost
    case refunded
    case unknown

    public static var fallback: ContestEntryStatus? { .unknown }
}

public enum EnterContest: Command {
    public typealias Request = ContestRequest
    public typealias Reply = ContestEntry
    public enum Failure: String, DomainFailure {
        case contestNotOpen = "contest_not_open"
        /// The cut-off has passed, or the match has begun.
        case joinsOver = "joins_over"
        case contestFull = "contest_full"
        /// The user has as many entries as one may have.
        case alreadyEntered = "already_entered"
        /// Who decides on the result has no part in it.
        case organizerMayNotEnter = "organizer_may_not_enter"
        /// The wallet's word, handed on as it is.
        case insufficientFunds = "insufficient_funds"

        public var status: Int {
            switch self {
            case .contestNotOpen, .joinsOver, .contestFull, .alreadyEntered: 409
            case .organizerMayNotEnter: 403
            case .insufficientFunds: 422
            }
        }
    }
    public static let sharedFailures: [any DomainFailure.Type] = [StandingRefusal.self]
    public static let name = "betting.enter-contest"
    public static let summary = "Enter a contest and pay its fee"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/contests/{contest_id}/entries")
    public static func location(of reply: Reply) -> String? { "/v1/contest-entries/\(reply.id)" }
}

public enum GetContestEntry: Query {
    public struct Request: Codable, Sendable {
        public let entry: ID<ContestEntry>

        enum CodingKeys: String, CodingKey { case entry = "entry_id" }

        public init(entry: ID<ContestEntry>) { self.entry = entry }
    }
    public typealias Reply = ContestEntry
    public static let name = "betting.get-contest-entry"
    public static let summary = "Read one entry: for its owner, the contest's organizer and admins"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/contest-entries/{entry_id}")
}

public enum ListOwnContestEntries: Query {
    public struct Request: Codable, Sendable {
        public let contest: ID<Contest>?
        public let status: ContestEntryStatus?
        public let sport: OutsideKey?
        /// Entries that were made at or after this.
        public let from: Timestamp?
        /// Entries that were made before this.
        public let to: Timestamp?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey { case contest = "contest_id", status, sport, from, to, limit, cursor }

        public init(
            contest: ID<Contest>? = nil, status: ContestEntryStatus? = nil, sport: OutsideKey? = nil,
            from: Timestamp? = nil, to: Timestamp? = nil, limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.contest, self.status, self.sport) = (contest, status, sport)
            (self.from, self.to, self.limit, self.cursor) = (from, to, limit, cursor)
        }
    }
    public typealias Reply = Page<ContestEntry>
    public static let name = "betting.list-own-contest-entries"
    public static let summary = "List one's own entries of contests, newest first"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/contest-entries")
}

public enum ListContestEntries: Query {
    public struct Request: Codable, Sendable {
        public let contest: ID<Contest>
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey { case contest = "contest_id", limit, cursor }

        public init(contest: ID<Contest>, limit: PageLimit? = nil, cursor: Cursor? = nil) {
            (self.contest, self.limit, self.cursor) = (contest, limit, cursor)
        }
    }
    public typealias Reply = Page<ContestEntry>
    public static let name = "betting.list-contest-entries"
    public static let summary = "List a contest's entries in the order in which they were made"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/contests/{contest_id}/entries")
}
