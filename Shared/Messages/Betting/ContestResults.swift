/// What an entry has scored, the more the better: a whole number, or decimal text with at most four decimals.
public struct ContestScore: Hashable, Sendable {
    public static let decimals = 4

    /// Ten thousandths.
    public let units: Int64

    public init(units: Int64) { self.units = units }

    /// Without needless zeros.
    public var text: String {
        var (units, scale) = (units, ContestScore.decimals)
        while scale > 0, units.isMultiple(of: 10) { (units, scale) = (units / 10, scale - 1) }
        return DecimalText(units: units, scale: scale).text
    }
}

extension ContestScore: SchemaProviding {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text =
            if let whole = try? container.decode(Int64.self) {
                DecimalText(units: whole, scale: 0)
            } else {
                try container.decode(DecimalText.self)
            }
        guard let units = try? text.units(scale: ContestScore.decimals) else {
            throw decoder.invalid("a number with at most 4 decimals, and at most 14 digits before them")
        }
        self.units = units
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        let (whole, rest) = units.quotientAndRemainder(dividingBy: 10_000)
        if rest == 0 { try container.encode(whole) } else { try container.encode(text) }
    }

    public static var schema: Schema { .oneOf(Schema(type: .integer), DecimalText.schema) }
    public static var sample: ContestScore { ContestScore(units: 875_000) }
}

/// What refuses scores and ranks.
public enum ContestJudgingFailure: String, DomainFailure {
    case wrongState = "wrong_state"
    /// There is no such entry in this contest.
    case unknownEntry = "unknown_entry"
    case repeatedEntry = "repeated_entry"
    /// Another entry has that rank, and nobody said that they tie.
    case rankTaken = "rank_taken"
    /// The contest has fewer entries than that.
    case rankTooLow = "rank_too_low"
    case entrantMayNotJudge = "entrant_may_not_judge"
    public var status: Int {
        switch self {
        case .wrongState: 409
        case .entrantMayNotJudge: 403
        case .unknownEntry, .repeatedEntry, .rankTaken, .rankTooLow: 422
        }
    }
}

public enum ScoreContest: Command {
    public struct Request: Codable, Sendable {
        public struct EntryScore: Codable, Sendable {
            public let entry: ID<ContestEntry>
            /// Left out, the entry has no score.
            public let score: ContestScore?

            enum CodingKeys: String, CodingKey { case entry = "entry_id", score }

            public init(entry: ID<ContestEntry>, score: ContestScore?) { (self.entry, self.score) = (entry, score) }
        }

        public let contest: ID<Contest>
        public let scores: UpTo<500, EntryScore>

        enum CodingKeys: String, CodingKey { case contest = "contest_id", scores }

        public init(contest: ID<Contest>, scores: UpTo<500, EntryScore>) {
            (self.contest, self.scores) = (contest, scores)
        }
    }
    public typealias Reply = Contest
    public typealias Failure = ContestJudgingFailure
    public static let name = "betting.score-contest"
    public static let summary = "Set or correct the scores of some of a closed contest's entries"
    public static let access = Access.signedIn
    public static let route: Route? = .put("/v1/contests/{contest_id}/scores")
}

public enum RankContest: Command {
    public struct Request: Codable, Sendable {
        public struct EntryRank: Codable, Sendable {
            public let entry: ID<ContestEntry>
            /// Left out, the entry has no rank.
            public let rank: PlayerCount?

            enum CodingKeys: String, CodingKey { case entry = "entry_id", rank }

            public init(entry: ID<ContestEntry>, rank: PlayerCount?) { (self.entry, self.rank) = (entry, rank) }
        }

        public let contest: ID<Contest>
        public let ranks: UpTo<500, EntryRank>
        /// Whether entries may have the same rank: then they share the places that they cover.
        public let ties: Bool?

        enum CodingKeys: String, CodingKey { case contest = "contest_id", ranks, ties }

        public init(contest: ID<Contest>, ranks: UpTo<500, EntryRank>, ties: Bool? = nil) {
            (self.contest, self.ranks, self.ties) = (contest, ranks, ties)
        }
    }
    public typealias Reply = Contest
    public typealias Failure = ContestJudgingFailure
    public static let name = "betting.rank-contest"
    public static let summary = "Set or correct the ranks of some of a closed contest's entries, instead of scores"
    public static let access = Access.signedIn
    public static let route: Route? = .put("/v1/contests/{contest_id}/ranks")
}

/// How a contest ended.
public struct ContestResult: Codable, Sendable, Equatable {
    /// One entry's place, and what it won.
    public struct Placing: Codable, Sendable, Equatable {
        public let rank: Int64
        public let entry: ID<ContestEntry>
        /// The user's id for themself, the organizer and admins; for others a name that holds in this contest only.
        public let player: String
        public let score: ContestScore?
        public let prize: Money

        enum CodingKeys: String, CodingKey { case rank, entry = "entry_id", player, score, prize }

        public init(rank: Int64, entry: ID<ContestEntry>, player: String, score: ContestScore?, prize: Money) {
            (self.rank, self.entry, self.player, self.score, self.prize) = (rank, entry, player, score, prize)
        }
    }

    public let contest: ID<Contest>
    public let status: ContestStatus
    public let settlement: ContestSettlement
    /// The best first.
    public let items: [Placing]
    public let next: NextPage

    enum CodingKeys: String, CodingKey { case contest = "contest_id", status, settlement, items, next }

    public init(
        contest: ID<Contest>, status: ContestStatus, settlement: ContestSettlement, items: [Placing], next: NextPage
    ) {
        (self.contest, self.status, self.settlement) = (contest, status, settlement)
        (self.items, self.next) = (items, next)
    }
}

public enum GetContestResult: Query {
    public typealias Request = ListContestEntries.Request
    public typealias Reply = ContestResult
    public enum Failure: String, DomainFailure {
        case notSettled = "not_settled"
        public var status: Int { 409 }
    }
    public static let name = "betting.get-contest-result"
    public static let summary = "Read who got what of a contest, the best first"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/contests/{contest_id}/result")
}
