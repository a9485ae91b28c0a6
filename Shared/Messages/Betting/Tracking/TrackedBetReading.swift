public enum GetTrackedBet: Query {
    public typealias Request = TrackedBetRequest
    public typealias Reply = TrackedBet
    public static let name = "betting.get-tracked-bet"
    public static let summary = "Read a tracked bet"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/tracked-bets/{bet_id}")
}

/// A page may be short where few of those looked at suit; `next` says whether there is more.
public enum ListTrackedBets: Query {
    public struct Request: Codable, Sendable {
        /// Another's, for admins.
        public let user: ID<User>?
        public let status: TrackedStatus?
        public let result: OutsideResult?
        public let isDisputed: Bool?
        public let sport: OutsideKey?
        public let eventKey: OutsideKey?
        public let marketType: OutsideKey?
        public let book: OutsideKey?
        public let strategy: OutsideKey?
        public let edge: ID<Edge>?
        public let season: SeasonText?
        public let week: WeekNumber?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case user = "user_id", status, result, isDisputed = "disputed", sport, eventKey = "event_key"
            case marketType = "market_type", book, strategy, edge = "edge_id", season, week, limit, cursor
        }

        public init(
            user: ID<User>? = nil, status: TrackedStatus? = nil, result: OutsideResult? = nil,
            isDisputed: Bool? = nil, sport: OutsideKey? = nil, eventKey: OutsideKey? = nil,
            marketType: OutsideKey? = nil, book: OutsideKey? = nil, strategy: OutsideKey? = nil,
            edge: ID<Edge>? = nil, season: SeasonText? = nil, week: WeekNumber? = nil, limit: PageLimit? = nil,
            cursor: Cursor? = nil
        ) {
            (self.user, self.status, self.result, self.isDisputed) = (user, status, result, isDisputed)
            (self.sport, self.eventKey, self.marketType, self.book) = (sport, eventKey, marketType, book)
            (self.strategy, self.edge, self.season, self.week) = (strategy, edge, season, week)
            (self.limit, self.cursor) = (limit, cursor)
        }
    }
    public typealias Reply = Page<TrackedBet>
    public static let name = "betting.list-tracked-bets"
    public static let summary = "List one's tracked bets, newest first"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/tracked-bets")
}

/// What was done to a tracked bet.
public enum TrackedAction: String, WireEnum {
    case created, changed, settled, cancelled, disputed, resolved, deleted
    case closingLine = "closing_line"
    case unknown

    public static var fallback: TrackedAction? { .unknown }
}

/// A line of a bet's history. Lines are added and never changed, but that a person's words go when they are forgotten.
public struct TrackedChange: Codable, Sendable, Equatable {
    public let at: Timestamp
    public let by: ID<User>
    public let action: TrackedAction
    /// A dispute's reason, or the note that it was resolved with.
    public let note: String?
    /// What the bet was from then on; what it was before stands in the line before.
    public let after: TrackedFacts

    public init(at: Timestamp, by: ID<User>, action: TrackedAction, note: String?, after: TrackedFacts) {
        (self.at, self.by, self.action, self.note, self.after) = (at, by, action, note, after)
    }
}

public enum ListTrackedHistory: Query {
    public struct Request: Codable, Sendable {
        public let bet: ID<TrackedBet>
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey { case bet = "bet_id", limit, cursor }

        public init(bet: ID<TrackedBet>, limit: PageLimit? = nil, cursor: Cursor? = nil) {
            (self.bet, self.limit, self.cursor) = (bet, limit, cursor)
        }
    }
    public typealias Reply = Page<TrackedChange>
    public static let name = "betting.list-tracked-history"
    public static let summary = "List what was done to a tracked bet, first things first"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/tracked-bets/{bet_id}/history")
}

/// One's own bets that there are when it is begun.
public enum ExportTrackedBets: DocumentQuery {
    public struct Request: DocumentRequest {
        public let format: TableFormat
        public var cursor: Cursor?

        public init(format: TableFormat) { self.format = format }
    }

    /// One line of it. Its members are the columns, in this order.
    public struct Row: Codable, Sendable, Equatable {
        public let id: ID<TrackedBet>
        public let placedAt: Timestamp
        public let sport: String
        public let eventKey: String
        public let season: String?
        public let week: Int64?
        public let marketType: String
        public let player: String?
        public let side: String
        public let line: LineText?
        public let book: String
        public let externalID: String?
        public let odds: String
        public let decimalOdds: String
        public let currency: CurrencyCode
        public let stake: DecimalText
        public let probability: ProbabilityText?
        public let status: TrackedStatus
        public let result: OutsideResult?
        public let actualReturn: DecimalText?
        public let netProfit: DecimalText?
        public let settledAt: Timestamp?
        public let closingOdds: String?
        public let beatsClose: Bool?
        public let strategy: String?
        public let notes: String?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case id, placedAt = "placed_at", sport, eventKey = "event_key", season, week, marketType = "market_type"
            case player, side, line, book, externalID = "external_id", odds, decimalOdds = "decimal_odds", currency
            case stake, probability, status, result, actualReturn = "actual_return", netProfit = "net_profit"
            case settledAt = "settled_at", closingOdds = "closing_odds", beatsClose = "beats_close", strategy, notes
        }

        public init(_ bet: TrackedBet) {
            (id, placedAt, sport, eventKey) = (bet.id, bet.placedAt, bet.sport, bet.eventKey)
            (season, week, marketType, player) = (bet.season, bet.week, bet.marketType, bet.player)
            (side, line, book, externalID) = (bet.side, bet.line, bet.book, bet.externalID)
            (odds, decimalOdds) = (bet.odds.fractional, bet.odds.decimal)
            (currency, stake, probability) = (bet.stake.currency, bet.stake.amount, bet.probability)
            (status, result) = (bet.status, bet.result)
            (actualReturn, netProfit) = (bet.actualReturn?.amount, bet.netProfit?.amount)
            (settledAt, closingOdds) = (bet.settledAt, bet.closing?.odds.fractional)
            (beatsClose, strategy, notes) = (bet.closing?.beatsClose, bet.strategy, bet.notes)
        }

        public static let columns = CodingKeys.allCases.map(\.stringValue)
        public var cells: [String] {
            let subject = [id.text, placedAt.text, sport, eventKey, season ?? "", week.map { String($0) } ?? ""]
            let market = [marketType, player ?? "", side, line?.text ?? "", book, externalID ?? "", odds, decimalOdds]
            let money = [currency.text, stake.text, probability?.text ?? "", status.rawValue, result?.rawValue ?? ""]
            let end = [actualReturn?.text ?? "", netProfit?.text ?? "", settledAt?.text ?? "", closingOdds ?? ""]
            let words = [beatsClose.map { String($0) } ?? "", strategy ?? "", notes ?? ""]
            return subject + market + money + end + words
        }
    }
    public static let name = "betting.export-tracked-bets"
    public static let summary = "Get all of one's tracked bets as a table"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/tracked-bets/export")
    public static let mediaTypes = TableFormat.mediaTypes
}
