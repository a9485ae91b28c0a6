public enum ContestCodeRule: TextRule {
    public static let length = 3...32
    public static let pattern: String? = "^[A-Za-z0-9_-]+$"
    public static let sample = "FINAL-2030"
    public static let expected = "3 to 32 letters, digits, dashes and underscores"

    public static func accepts(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || "-_".utf8.contains(byte)
        }
    }
}

public typealias ContestCode = Text<ContestCodeRule>

/// How many entries a contest may have.
public typealias PlayerCount = WholeNumber<1, 1_000_000>

/// What of a contest's terms can be wrong, when it is made and when it is changed.
public enum ContestTermsFailure: String, DomainFailure {
    case unknownMatch = "unknown_match"
    /// The match has begun, or is over.
    case matchNotScheduled = "match_not_scheduled"
    case wrongState = "wrong_state"
    case codeTaken = "code_taken"
    case unknownCurrency = "unknown_currency"
    case cutoffNotInFuture = "cutoff_not_in_future"
    case cutoffAfterStart = "cutoff_after_start"
    /// More places than the contest can have entries.
    case tooManyPlaces = "too_many_places"
    /// A structure that leaves a place out between two.
    case placeMissing = "place_missing"
    case placeRepeated = "place_repeated"
    /// A structure without a line.
    case noPlaces = "no_places"
    case mixedForms = "mixed_forms"
    case notPositive = "not_positive"
    case prizesExceedWhole = "prizes_exceed_whole"
    case prizesExceedGuarantee = "prizes_exceed_guarantee"

    public var status: Int {
        switch self {
        case .matchNotScheduled, .wrongState, .codeTaken: 409
        default: 422
        }
    }
}

public enum CreateContest: Command {
    public struct Request: Codable, Sendable {
        public let match: ID<Match>
        /// Made up where it is left out.
        public let code: ContestCode?
        public let title: Title
        public let entryFee: Money
        public let maxPlayers: PlayerCount
        public let prizeStructure: PrizeStructure
        public let commissionPercent: DecimalText?
        /// The match's start where it is left out.
        public let joinCutoff: Timestamp?
        public let guaranteed: Money?
        public let unfilledPrizes: UnfilledPrizes?
        public let maxEntriesPerUser: WholeNumber<1, 1000>?
        public let minEntries: WholeNumber<0, 1_000_000>?

        enum CodingKeys: String, CodingKey {
            case match = "match_id", code, title, entryFee = "entry_fee", maxPlayers = "max_players"
            case prizeStructure = "prize_structure", commissionPercent = "commission_pct", joinCutoff = "join_cutoff"
            case guaranteed, unfilledPrizes = "unfilled_prizes", maxEntriesPerUser = "max_entries_per_user"
            case minEntries = "min_entries"
        }

        public init(
            match: ID<Match>, code: ContestCode? = nil, title: Title, entryFee: Money, maxPlayers: PlayerCount,
            prizeStructure: PrizeStructure, commissionPercent: DecimalText? = nil, joinCutoff: Timestamp? = nil,
            guaranteed: Money? = nil, unfilledPrizes: UnfilledPrizes? = nil,
            maxEntriesPerUser: WholeNumber<1, 1000>? = nil, minEntries: WholeNumber<0, 1_000_000>? = nil
        ) {
            (self.match, self.code, self.title, self.entryFee) = (match, code, title, entryFee)
            (self.maxPlayers, self.prizeStructure) = (maxPlayers, prizeStructure)
            (self.commissionPercent, self.joinCutoff) = (commissionPercent, joinCutoff)
            (self.guaranteed, self.unfilledPrizes) = (guaranteed, unfilledPrizes)
            (self.maxEntriesPerUser, self.minEntries) = (maxEntriesPerUser, minEntries)
        }
    }
    public typealias Reply = Contest
    public typealias Failure = ContestTermsFailure
    public static let name = "betting.create-contest"
    public static let summary = "Make a contest on a match; who makes it organizes it"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/contests")
    public static func location(of reply: Reply) -> String? { "/v1/contests/\(reply.id)" }
}

public enum ChangeContest: Command {
    public struct Request: Codable, Sendable {
        public let contest: ID<Contest>
        public let code: ContestCode?
        public let title: Title?
        public let entryFee: Money?
        public let maxPlayers: PlayerCount?
        public let prizeStructure: PrizeStructure?
        public let commissionPercent: DecimalText?
        public let joinCutoff: Change<Timestamp>
        public let guaranteed: Change<Money>
        public let unfilledPrizes: UnfilledPrizes?
        public let maxEntriesPerUser: WholeNumber<1, 1000>?
        public let minEntries: WholeNumber<0, 1_000_000>?

        enum CodingKeys: String, CodingKey {
            case contest = "contest_id", code, title, entryFee = "entry_fee", maxPlayers = "max_players"
            case prizeStructure = "prize_structure", commissionPercent = "commission_pct", joinCutoff = "join_cutoff"
            case guaranteed, unfilledPrizes = "unfilled_prizes", maxEntriesPerUser = "max_entries_per_user"
            case minEntries = "min_entries"
        }

        public init(
            contest: ID<Contest>, code: ContestCode? = nil, title: Title? = nil, entryFee: Money? = nil,
            maxPlayers: PlayerCount? = nil, prizeStructure: PrizeStructure? = nil,
            commissionPercent: DecimalText? = nil, joinCutoff: Change<Timestamp> = .keep,
            guaranteed: Change<Money> = .keep, unfilledPrizes: UnfilledPrizes? = nil,
            maxEntriesPerUser: WholeNumber<1, 1000>? = nil, minEntries: WholeNumber<0, 1_000_000>? = nil
        ) {
            (self.contest, self.code, self.title, self.entryFee) = (contest, code, title, entryFee)
            (self.maxPlayers, self.prizeStructure) = (maxPlayers, prizeStructure)
            (self.commissionPercent, self.joinCutoff) = (commissionPercent, joinCutoff)
            (self.guaranteed, self.unfilledPrizes) = (guaranteed, unfilledPrizes)
            (self.maxEntriesPerUser, self.minEntries) = (maxEntriesPerUser, minEntries)
        }
    }
    public typealias Reply = Contest
    public typealias Failure = ContestTermsFailure
    public static let name = "betting.change-contest"
    public static let summary = "Change a contest that is not open yet"
    public static let access = Access.signedIn
    public static let route: Route? = .patch("/v1/contests/{contest_id}")
}

public enum GetContest: Query {
    public typealias Request = ContestRequest
    public typealias Reply = Contest
    public static let name = "betting.get-contest"
    public static let summary = "Read a contest"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/contests/{contest_id}")
}

/// A page may be short where few of those looked at suit; `next` says whether there is more.
public enum ListContests: Query {
    public struct Request: Codable, Sendable {
        public let match: ID<Match>?
        public let status: ContestStatus?
        /// Without regard to case.
        public let code: ContestCode?
        public let sport: OutsideKey?
        public let organizer: ID<User>?
        /// Those that can be entered at this moment: open, before the cut-off, not full.
        public let openNow: Bool?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case match = "match_id", status, code, sport, organizer = "organizer_id", openNow = "open_now", limit,
                cursor
        }

        public init(
            match: ID<Match>? = nil, status: ContestStatus? = nil, code: ContestCode? = nil, sport: OutsideKey? = nil,
            organizer: ID<User>? = nil, openNow: Bool? = nil, limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.match, self.status, self.code, self.sport) = (match, status, code, sport)
            (self.organizer, self.openNow, self.limit, self.cursor) = (organizer, openNow, limit, cursor)
        }
    }
    public typealias Reply = Page<Contest>
    public static let name = "betting.list-contests"
    public static let summary = "List contests, newest first"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/contests")
}

/// An operation on one contest that needs nothing else.
public struct ContestRequest: Codable, Sendable {
    public let contest: ID<Contest>

    enum CodingKeys: String, CodingKey { case contest = "contest_id" }

    public init(contest: ID<Contest>) { self.contest = contest }
}
