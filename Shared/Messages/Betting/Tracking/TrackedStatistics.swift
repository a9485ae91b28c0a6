/// What came of tracked bets. Those that were pushed or void are counted as such and in no sum but what was given back.
public struct TrackedFigures: Codable, Sendable, Equatable {
    /// Those that are settled.
    public let bets: Int64
    public let won: Int64
    public let lost: Int64
    public let halfWon: Int64
    public let halfLost: Int64
    public let pushed: Int64
    public let void: Int64
    /// In percent of what was won or lost, to two decimals, half to even; of a half result half counts. Absent where nothing was.
    public let winRate: DecimalText?
    public let staked: Money
    public let returned: Money
    public let net: Money
    /// Net in percent of staked, likewise.
    public let returnPercent: DecimalText?
    public let refundedStake: Money

    enum CodingKeys: String, CodingKey {
        case bets, won, lost, halfWon = "half_won", halfLost = "half_lost", pushed, void, winRate = "win_rate_pct"
        case staked, returned, net, returnPercent = "roi_pct", refundedStake = "refunded_stake"
    }

    public init(
        bets: Int64, won: Int64, lost: Int64, halfWon: Int64, halfLost: Int64, pushed: Int64, void: Int64,
        winRate: DecimalText?, staked: Money, returned: Money, net: Money, returnPercent: DecimalText?,
        refundedStake: Money
    ) {
        (self.bets, self.won, self.lost, self.halfWon, self.halfLost) = (bets, won, lost, halfWon, halfLost)
        (self.pushed, self.void, self.winRate, self.staked) = (pushed, void, winRate, staked)
        (self.returned, self.net, self.returnPercent) = (returned, net, returnPercent)
        self.refundedStake = refundedStake
    }
}

/// How bets followed each other, by the time at which they were settled. Pushed and void ones neither lengthen nor end a streak.
public struct TrackedRun: Codable, Sendable, Equatable {
    /// How many of the latest 10,000 are asked about; all of them where `whole` says so.
    public let bets: Int64
    public let isWhole: Bool
    /// How many were won in a row up to now, or with a minus lost.
    public let currentStreak: Int64
    public let longestWon: Int64
    public let longestLost: Int64
    /// The most that was lost from a height on.
    public let drawdown: Money
    /// How much of the greatest height is lost now.
    public let currentDrawdown: Money

    enum CodingKeys: String, CodingKey {
        case bets, isWhole = "whole", currentStreak = "current_streak", longestWon = "longest_won"
        case longestLost = "longest_lost", drawdown, currentDrawdown = "current_drawdown"
    }

    public init(
        bets: Int64, isWhole: Bool, currentStreak: Int64, longestWon: Int64, longestLost: Int64, drawdown: Money,
        currentDrawdown: Money
    ) {
        (self.bets, self.isWhole, self.currentStreak) = (bets, isWhole, currentStreak)
        (self.longestWon, self.longestLost) = (longestWon, longestLost)
        (self.drawdown, self.currentDrawdown) = (drawdown, currentDrawdown)
    }
}

/// What was held to be likely against what came true, of bets that were wholly won or lost.
public struct Calibration: Codable, Sendable, Equatable {
    public struct Bucket: Codable, Sendable, Equatable {
        public let from: FigureText
        public let to: FigureText
        public let bets: Int64
        /// The mean of what was held.
        public let held: FigureText
        /// The part that was won.
        public let cameTrue: FigureText

        enum CodingKeys: String, CodingKey { case from, to, bets, held, cameTrue = "came_true" }

        public init(from: FigureText, to: FigureText, bets: Int64, held: FigureText, cameTrue: FigureText) {
            (self.from, self.to, self.bets, self.held, self.cameTrue) = (from, to, bets, held, cameTrue)
        }
    }

    public let bets: Int64
    /// The mean square of what was held less what came: 0 for who knows all, 0.25 for who always says one half.
    public let brierScore: FigureText?
    /// The mean distance of held and won in the buckets, each with its weight.
    public let error: FigureText?
    /// Tenths in which there are bets, lowest first; what is on a border is in the upper one.
    public let buckets: [Bucket]

    enum CodingKeys: String, CodingKey { case bets, brierScore = "brier_score", error = "calibration_error", buckets }

    public init(bets: Int64, brierScore: FigureText?, error: FigureText?, buckets: [Bucket]) {
        (self.bets, self.brierScore, self.error, self.buckets) = (bets, brierScore, error, buckets)
    }
}

/// How settled bets stood against the close; void ones are not among them.
public struct ClosingFigures: Codable, Sendable, Equatable {
    public let bets: Int64
    public let withClosing: Int64
    public let beaten: Int64
    /// Of those with a closing line, to two decimals.
    public let beatRate: DecimalText?

    enum CodingKeys: String, CodingKey {
        case bets, withClosing = "with_closing_line", beaten, beatRate = "beat_rate_pct"
    }

    public init(bets: Int64, withClosing: Int64, beaten: Int64, beatRate: DecimalText?) {
        (self.bets, self.withClosing, self.beaten, self.beatRate) = (bets, withClosing, beaten, beatRate)
    }
}

public struct TrackedCurrencyStatistics: Codable, Sendable, Equatable {
    public struct Part: Codable, Sendable, Equatable {
        public let name: String
        public let figures: TrackedFigures

        public init(name: String, figures: TrackedFigures) { (self.name, self.figures) = (name, figures) }
    }

    public let currency: CurrencyCode
    public let total: TrackedFigures
    /// The hundred with the most bets of each.
    public let byMarket: [Part]
    public let byBook: [Part]
    public let bySport: [Part]
    public let run: TrackedRun

    enum CodingKeys: String, CodingKey {
        case currency, total, byMarket = "by_market", byBook = "by_book", bySport = "by_sport", run = "streaks"
    }

    public init(
        currency: CurrencyCode, total: TrackedFigures, byMarket: [Part], byBook: [Part], bySport: [Part],
        run: TrackedRun
    ) {
        (self.currency, self.total, self.byMarket) = (currency, total, byMarket)
        (self.byBook, self.bySport, self.run) = (byBook, bySport, run)
    }
}

/// Why figures cannot be told.
public enum TrackedFiguresFailure: String, DomainFailure {
    /// There are more days, markets and books in it than are added up for one question.
    case tooMuch = "too_much"
}

public enum ReadTrackedStatistics: Query {
    public struct Request: Codable, Sendable {
        /// Another's, for admins.
        public let user: ID<User>?
        /// The first day on which a bet was settled that counts; of a time its day, in UTC.
        public let from: TimeOrDay?
        /// The last such day.
        public let to: TimeOrDay?
        public let currency: CurrencyCode?
        public let sport: OutsideKey?
        public let marketType: OutsideKey?
        public let book: OutsideKey?

        enum CodingKeys: String, CodingKey {
            case user = "user_id", from, to, currency, sport, marketType = "market_type", book
        }

        public init(
            user: ID<User>? = nil, from: TimeOrDay? = nil, to: TimeOrDay? = nil, currency: CurrencyCode? = nil,
            sport: OutsideKey? = nil, marketType: OutsideKey? = nil, book: OutsideKey? = nil
        ) {
            (self.user, self.from, self.to, self.currency) = (user, from, to, currency)
            (self.sport, self.marketType, self.book) = (sport, marketType, book)
        }
    }
    public struct Reply: Codable, Sendable, Equatable {
        public let currencies: [TrackedCurrencyStatistics]
        /// Of those days and all currencies; absent where only some sport, market or book is asked about.
        public let calibration: Calibration?
        public let closing: ClosingFigures?

        public init(
            currencies: [TrackedCurrencyStatistics], calibration: Calibration?, closing: ClosingFigures?
        ) {
            (self.currencies, self.calibration, self.closing) = (currencies, calibration, closing)
        }
    }
    public typealias Failure = TrackedFiguresFailure
    public static let name = "betting.read-tracked-statistics"
    public static let summary = "Read what came of one's tracked bets"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/tracked-bets/statistics")
}

/// Where one stands: what is open, what came of the last days, and what is at books.
public enum ReadDashboard: Query {
    public struct InCurrency: Codable, Sendable, Equatable {
        public let currency: CurrencyCode
        public let openBets: Int64
        public let openStake: Money
        public let openReturn: Money
        /// Settled bets about which a dispute is open.
        public let disputed: Int64
        public let last7Days: TrackedFigures
        public let last30Days: TrackedFigures

        enum CodingKeys: String, CodingKey {
            case currency, openBets = "open_bets", openStake = "open_stake", openReturn = "open_return", disputed
            case last7Days = "last_7_days", last30Days = "last_30_days"
        }

        public init(
            currency: CurrencyCode, openBets: Int64, openStake: Money, openReturn: Money, disputed: Int64,
            last7Days: TrackedFigures, last30Days: TrackedFigures
        ) {
            (self.currency, self.openBets, self.openStake) = (currency, openBets, openStake)
            (self.openReturn, self.disputed) = (openReturn, disputed)
            (self.last7Days, self.last30Days) = (last7Days, last30Days)
        }
    }
    public struct Reply: Codable, Sendable, Equatable {
        public let currencies: [InCurrency]
        /// The first fifty by name.
        public let books: [BookBalance]
        /// Of one's latest thousand edges.
        public let activeEdges: Int64
        /// Of the last 30 days.
        public let calibration: Calibration
        public let closing: ClosingFigures

        enum CodingKeys: String, CodingKey {
            case currencies, books, activeEdges = "active_edges", calibration, closing
        }

        public init(
            currencies: [InCurrency], books: [BookBalance], activeEdges: Int64, calibration: Calibration,
            closing: ClosingFigures
        ) {
            (self.currencies, self.books, self.activeEdges) = (currencies, books, activeEdges)
            (self.calibration, self.closing) = (calibration, closing)
        }
    }
    public typealias Request = Nothing
    public typealias Failure = TrackedFiguresFailure
    public static let name = "betting.read-dashboard"
    public static let summary = "Where one stands at outside books: what is open, and what came of the last days"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/dashboard")
}
