// What betting tells of tracked bets. What people wrote about them, and what books call them, is in none of it.

/// What a bet is, as far as others may know.
public struct TrackedFacts: Codable, Sendable, Equatable {
    public let edge: ID<Edge>?
    public let sport: String
    public let eventKey: String
    public let marketType: String
    public let side: String
    public let line: LineText?
    public let book: String
    public let stake: Money
    /// As a fraction, which is exact.
    public let odds: String
    public let probability: ProbabilityText?
    public let status: TrackedStatus
    public let result: OutsideResult?
    public let actualReturn: Money?
    public let closingOdds: String?
    public let closingLine: LineText?

    enum CodingKeys: String, CodingKey {
        case edge = "edge_id", sport, eventKey = "event_key", marketType = "market_type", side, line, book, stake, odds
        case probability, status, result, actualReturn = "actual_return", closingOdds = "closing_odds"
        case closingLine = "closing_line"
    }

    public init(_ bet: TrackedBet) {
        (edge, sport, eventKey, marketType) = (bet.edge, bet.sport, bet.eventKey, bet.marketType)
        (side, line, book, stake) = (bet.side, bet.line, bet.book, bet.stake)
        (odds, probability) = (bet.odds.fractional, bet.probability)
        (status, result, actualReturn) = (bet.status, bet.result, bet.actualReturn)
        (closingOdds, closingLine) = (bet.closing?.odds.fractional, bet.closing?.line)
    }
}

public struct TrackedBetCreated: Event {
    public static let type = "betting.tracked-bet-created"
    public let bet: ID<TrackedBet>
    public let user: ID<User>
    public let after: TrackedFacts
    public var subject: Subject { Subject("tracked-bet", bet) }
    public init(bet: ID<TrackedBet>, user: ID<User>, after: TrackedFacts) {
        (self.bet, self.user, self.after) = (bet, user, after)
    }
}

/// It was changed, settled, cancelled, disputed or resolved, or its closing line was told.
public struct TrackedBetChanged: Event {
    public static let type = "betting.tracked-bet-changed"
    public let bet: ID<TrackedBet>
    public let user: ID<User>
    public let action: TrackedAction
    public let before: TrackedFacts
    public let after: TrackedFacts
    public var subject: Subject { Subject("tracked-bet", bet) }
    public init(
        bet: ID<TrackedBet>, user: ID<User>, action: TrackedAction, before: TrackedFacts, after: TrackedFacts
    ) {
        (self.bet, self.user, self.action, self.before, self.after) = (bet, user, action, before, after)
    }
}

/// It is shown to nobody any more.
public struct TrackedBetPutAway: Event {
    public static let type = "betting.tracked-bet-put-away"
    public let bet: ID<TrackedBet>
    public let user: ID<User>
    public var subject: Subject { Subject("tracked-bet", bet) }
    public init(bet: ID<TrackedBet>, user: ID<User>) { (self.bet, self.user) = (bet, user) }
}

public struct TrackedTransactionRecorded: Event {
    public static let type = "betting.tracked-transaction-recorded"
    public let transaction: ID<TrackedTransaction>
    public let user: ID<User>
    public let bet: ID<TrackedBet>?
    public let transactionType: TrackedTransactionType
    public let amount: Money
    public let book: String
    public let status: TrackedTransactionStatus
    public let reverses: ID<TrackedTransaction>?
    public var subject: Subject { Subject("tracked-transaction", transaction) }
    public init(_ row: TrackedTransaction) {
        (transaction, user, bet, transactionType) = (row.id, row.user, row.bet, row.type)
        (amount, book, status, reverses) = (row.amount, row.book, row.status, row.reverses)
    }
}

public struct TrackedTransactionMoved: Event {
    public static let type = "betting.tracked-transaction-moved"
    public let transaction: ID<TrackedTransaction>
    public let user: ID<User>
    public let before: TrackedTransactionStatus
    public let after: TrackedTransactionStatus
    public let isReconciled: Bool
    public var subject: Subject { Subject("tracked-transaction", transaction) }
    public init(
        transaction: ID<TrackedTransaction>, user: ID<User>, before: TrackedTransactionStatus,
        after: TrackedTransactionStatus, isReconciled: Bool
    ) {
        (self.transaction, self.user, self.before, self.after) = (transaction, user, before, after)
        self.isReconciled = isReconciled
    }
}
