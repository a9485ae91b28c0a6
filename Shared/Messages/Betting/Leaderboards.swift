/// What a leaderboard goes by.
public enum LeaderboardKind: String, WireEnum, Hashable {
    /// What came back less what was staked.
    case netProfit = "net_profit"
    /// The same in percent of what was staked, of those with enough bets.
    case returnPercent = "roi"
    /// What was paid for bets that were won.
    case winnings
    /// In how many contests one was first.
    case contestsWon = "contests_won"
}

/// Which days a leaderboard is of, in UTC.
public enum LeaderboardPeriod: String, WireEnum, Hashable {
    /// From a Monday to a Sunday.
    case week
    case month
    case all
}

/// A place on a leaderboard.
public struct LeaderboardPlace: Codable, Sendable, Equatable {
    /// Who are level share it.
    public let rank: Int64
    public let nickname: String
    /// An amount of the board's currency, a percentage, or a number of contests.
    public let value: DecimalText
    /// How many bets were won or lost.
    public let bets: Int64
    public let isOwn: Bool

    enum CodingKeys: String, CodingKey { case rank, nickname, value, bets, isOwn = "is_own" }

    public init(rank: Int64, nickname: String, value: DecimalText, bets: Int64, isOwn: Bool) {
        (self.rank, self.nickname, self.value, self.bets, self.isOwn) = (rank, nickname, value, bets, isOwn)
    }
}

/// Where whoever asks stands, on the page or not. Nobody else is shown this.
public struct OwnPlace: Codable, Sendable, Equatable {
    /// Whether others see it too.
    public let isVisible: Bool
    public let nickname: String?
    /// Where one stands, or would stand if one were visible; absent without anything that the board goes by.
    public let rank: Int64?
    public let value: DecimalText?
    public let bets: Int64

    enum CodingKeys: String, CodingKey { case isVisible = "visible", nickname, rank, value, bets }

    public init(isVisible: Bool, nickname: String?, rank: Int64?, value: DecimalText?, bets: Int64) {
        (self.isVisible, self.nickname) = (isVisible, nickname)
        (self.rank, self.value, self.bets) = (rank, value, bets)
    }
}

public enum ReadLeaderboard: Query {
    public struct Request: Codable, Sendable {
        public let kind: LeaderboardKind
        /// All of the time where nothing is said.
        public let period: LeaderboardPeriod?
        /// A day of the week or month that is meant, where it is not the present one.
        public let day: Day?
        public let sport: OutsideKey?
        /// Euros where nothing is said.
        public let currency: CurrencyCode?
        public let limit: PageLimit?
        public let cursor: Cursor?

        public init(
            kind: LeaderboardKind, period: LeaderboardPeriod? = nil, day: Day? = nil, sport: OutsideKey? = nil,
            currency: CurrencyCode? = nil, limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.kind, self.period, self.day, self.sport) = (kind, period, day, sport)
            (self.currency, self.limit, self.cursor) = (currency, limit, cursor)
        }
    }
    public struct Reply: Codable, Sendable, Equatable {
        public let kind: LeaderboardKind
        public let period: LeaderboardPeriod
        /// The period's first and last day; absent for all of the time.
        public let from: Day?
        public let to: Day?
        public let currency: CurrencyCode
        public let sport: String?
        /// With fewer bets that were won or lost one is not on the board.
        public let minimumBets: Int64
        public let items: [LeaderboardPlace]
        public let own: OwnPlace
        public let next: NextPage

        enum CodingKeys: String, CodingKey {
            case kind, period, from, to, currency, sport, minimumBets = "minimum_bets", items, own, next
        }

        public init(
            kind: LeaderboardKind, period: LeaderboardPeriod, from: Day?, to: Day?, currency: CurrencyCode,
            sport: String?, minimumBets: Int64, items: [LeaderboardPlace], own: OwnPlace, next: NextPage
        ) {
            (self.kind, self.period, self.from, self.to) = (kind, period, from, to)
            (self.currency, self.sport, self.minimumBets) = (currency, sport, minimumBets)
            (self.items, self.own, self.next) = (items, own, next)
        }
    }
    public enum Failure: String, DomainFailure {
        case unknownCurrency = "unknown_currency"
    }
    public static let name = "betting.read-leaderboard"
    public static let summary = "Read who is ahead, of those who want to be seen, and where one stands oneself"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/leaderboards/{kind}")
}
