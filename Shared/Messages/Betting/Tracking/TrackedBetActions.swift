/// Why a bet's state does not allow what was asked.
public enum TrackedBetStateFailure: String, DomainFailure {
    case wrongState = "wrong_state"
    public var status: Int { 409 }
}

/// Once: a result that was wrong is corrected by a dispute.
public enum SettleTrackedBet: Command {
    public struct Request: Codable, Sendable {
        public let bet: ID<TrackedBet>
        public let result: OutsideResult
        /// Now where it is left out.
        public let settledAt: Timestamp?

        enum CodingKeys: String, CodingKey { case bet = "bet_id", result, settledAt = "settled_at" }

        public init(bet: ID<TrackedBet>, result: OutsideResult, settledAt: Timestamp? = nil) {
            (self.bet, self.result, self.settledAt) = (bet, result, settledAt)
        }
    }
    public enum Failure: String, DomainFailure {
        case wrongState = "wrong_state"
        case settledInFuture = "settled_in_future"
        case settledBeforePlaced = "settled_before_placed"
        public var status: Int { self == .wrongState ? 409 : 422 }
    }
    public typealias Reply = TrackedBet
    public static let name = "betting.settle-tracked-bet"
    public static let summary = "Say what came of a tracked bet; what came back is reckoned from it"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/tracked-bets/{bet_id}/settle")
}

public enum CancelTrackedBet: Command {
    public typealias Request = TrackedBetRequest
    public typealias Reply = TrackedBet
    public typealias Failure = TrackedBetStateFailure
    public static let name = "betting.cancel-tracked-bet"
    public static let summary = "Say that a tracked bet was taken back, and its stake with it"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/tracked-bets/{bet_id}/cancel")
}

/// Of a settled bet, as long as no other dispute about it is open.
public enum DisputeTrackedBet: Command {
    public struct Request: Codable, Sendable {
        public let bet: ID<TrackedBet>
        public let reason: Note

        enum CodingKeys: String, CodingKey { case bet = "bet_id", reason }

        public init(bet: ID<TrackedBet>, reason: Note) { (self.bet, self.reason) = (bet, reason) }
    }
    public enum Failure: String, DomainFailure {
        case wrongState = "wrong_state"
        /// A bet is disputed twenty times at most.
        case tooManyDisputes = "too_many_disputes"
        public var status: Int { self == .wrongState ? 409 : 422 }
    }
    public typealias Reply = TrackedBet
    public static let name = "betting.dispute-tracked-bet"
    public static let summary = "Dispute what came of a tracked bet"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/tracked-bets/{bet_id}/dispute")
}

/// With the same result or another; the money of the one before is taken back and that of the new one entered.
public enum ResolveTrackedDispute: Command {
    public struct Request: Codable, Sendable {
        public let bet: ID<TrackedBet>
        public let result: OutsideResult
        public let note: Note?

        enum CodingKeys: String, CodingKey { case bet = "bet_id", result, note }

        public init(bet: ID<TrackedBet>, result: OutsideResult, note: Note? = nil) {
            (self.bet, self.result, self.note) = (bet, result, note)
        }
    }
    public typealias Reply = TrackedBet
    public typealias Failure = TrackedBetStateFailure
    public static let name = "betting.resolve-tracked-dispute"
    public static let summary = "Say how a dispute about a tracked bet ended"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/tracked-bets/{bet_id}/dispute/resolve")
}

/// Of the same market and side, and of a line at most half a point from the bet's.
public enum SetClosingLine: Command {
    public struct Request: Codable, Sendable {
        public let bet: ID<TrackedBet>
        /// Its market, odds and time; without it odds and notation are said.
        public let quote: ID<Quote>?
        public let format: OddsNotation?
        public let odds: OddsInput?
        /// Those of the bet where they are left out.
        public let marketType: OutsideKey?
        public let side: SideText?
        public let line: LineText?
        /// Where it is left out that of the one before, or now.
        public let observedAt: Timestamp?

        enum CodingKeys: String, CodingKey {
            case bet = "bet_id", quote = "quote_id", format, odds, marketType = "market_type", side, line
            case observedAt = "observed_at"
        }

        public init(
            bet: ID<TrackedBet>, quote: ID<Quote>? = nil, format: OddsNotation? = nil, odds: OddsInput? = nil,
            marketType: OutsideKey? = nil, side: SideText? = nil, line: LineText? = nil, observedAt: Timestamp? = nil
        ) {
            (self.bet, self.quote, self.format, self.odds) = (bet, quote, format, odds)
            (self.marketType, self.side, self.line, self.observedAt) = (marketType, side, line, observedAt)
        }
    }
    public enum Failure: String, DomainFailure {
        case wrongState = "wrong_state"
        case unknownQuote = "unknown_quote"
        /// It is of another market, player or side than the bet.
        case otherMarket = "other_market"
        /// It is more than half a point from the bet's.
        case otherLine = "other_line"
        case observedInFuture = "observed_in_future"
        public var status: Int { self == .wrongState ? 409 : 422 }
    }
    public typealias Reply = TrackedBet
    public static let name = "betting.set-closing-line"
    public static let summary = "Say at which odds a tracked bet's market closed"
    public static let access = Access.signedIn
    public static let route: Route? = .put("/v1/tracked-bets/{bet_id}/closing-line")
}
