/// What somebody can stake on.
public enum WagerKind: String, WireEnum, Hashable {
    case poolBet = "pool_bet"
    case contestEntry = "contest_entry"
    case peerBet = "peer_bet"
}

/// What came of somebody's stakes in one currency. What was refunded, or taken back, is counted as such and nowhere else.
public struct WagerFigures: Codable, Sendable, Equatable {
    /// Those that are over and those that are open.
    public let bets: Int64
    public let won: Int64
    public let lost: Int64
    public let refunded: Int64
    public let open: Int64
    /// Of those that were won or lost.
    public let staked: Money
    /// What was paid for those.
    public let returned: Money
    /// Returned less staked.
    public let net: Money
    /// Net in percent of staked, to two decimals, half to even; absent where nothing was staked.
    public let returnPercent: DecimalText?
    /// What was given back of stakes that were refunded.
    public let refundedStake: Money
    /// What is staked on bets that are not over.
    public let openStake: Money
    /// The most that one bet brought on top of its stake.
    public let biggestWin: Money

    enum CodingKeys: String, CodingKey {
        case bets, won, lost, refunded, open, staked, returned, net, returnPercent = "roi_pct"
        case refundedStake = "refunded_stake", openStake = "open_stake", biggestWin = "biggest_win"
    }

    public init(
        bets: Int64, won: Int64, lost: Int64, refunded: Int64, open: Int64, staked: Money, returned: Money,
        net: Money, returnPercent: DecimalText?, refundedStake: Money, openStake: Money, biggestWin: Money
    ) {
        (self.bets, self.won, self.lost, self.refunded, self.open) = (bets, won, lost, refunded, open)
        (self.staked, self.returned, self.net, self.returnPercent) = (staked, returned, net, returnPercent)
        (self.refundedStake, self.openStake, self.biggestWin) = (refundedStake, openStake, biggestWin)
    }
}

/// A person's figures in one currency, in all and divided up.
public struct CurrencyStatistics: Codable, Sendable, Equatable {
    public struct ByKind: Codable, Sendable, Equatable {
        public let kind: WagerKind
        public let figures: WagerFigures

        public init(kind: WagerKind, figures: WagerFigures) { (self.kind, self.figures) = (kind, figures) }
    }

    public struct BySport: Codable, Sendable, Equatable {
        /// Absent for what is of no sport.
        public let sport: String?
        public let figures: WagerFigures

        public init(sport: String?, figures: WagerFigures) { (self.sport, self.figures) = (sport, figures) }
    }

    public struct ByMonth: Codable, Sendable, Equatable {
        /// The first day of the month in which bets were decided.
        public let month: Day
        public let figures: WagerFigures

        public init(month: Day, figures: WagerFigures) { (self.month, self.figures) = (month, figures) }
    }

    public let currency: CurrencyCode
    public let total: WagerFigures
    public let byKind: [ByKind]
    /// The hundred with the most bets.
    public let bySport: [BySport]
    /// The latest hundred and twenty, latest first; what is open is in none.
    public let byMonth: [ByMonth]

    enum CodingKeys: String, CodingKey {
        case currency, total, byKind = "by_kind", bySport = "by_sport", byMonth = "by_month"
    }

    public init(
        currency: CurrencyCode, total: WagerFigures, byKind: [ByKind], bySport: [BySport], byMonth: [ByMonth]
    ) {
        (self.currency, self.total) = (currency, total)
        (self.byKind, self.bySport, self.byMonth) = (byKind, bySport, byMonth)
    }
}

public enum ReadStatistics: Query {
    public struct Request: Codable, Sendable {
        /// The first day on which a bet was decided that counts; of a time its day, in UTC.
        public let from: TimeOrDay?
        /// The last such day.
        public let to: TimeOrDay?
        public let sport: OutsideKey?
        public let kind: WagerKind?
        public let currency: CurrencyCode?

        public init(
            from: TimeOrDay? = nil, to: TimeOrDay? = nil, sport: OutsideKey? = nil, kind: WagerKind? = nil,
            currency: CurrencyCode? = nil
        ) {
            (self.from, self.to, self.sport, self.kind, self.currency) = (from, to, sport, kind, currency)
        }
    }
    public struct Reply: Codable, Sendable, Equatable {
        /// Those in which there is something.
        public let currencies: [CurrencyStatistics]

        public init(currencies: [CurrencyStatistics]) { self.currencies = currencies }
    }
    public enum Failure: String, DomainFailure {
        case unknownCurrency = "unknown_currency"
    }
    public static let name = "betting.read-statistics"
    public static let summary = "Read what came of one's own bets, entries and peer bets; what is open is as of now"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/bets/statistics")
}
