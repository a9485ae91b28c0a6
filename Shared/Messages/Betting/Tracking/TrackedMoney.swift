// Money at outside books, apart from the wallet: nothing of it is the platform's.

public enum TrackedTransactionType: String, WireEnum {
    case deposit, withdrawal, bonus, fee
    case betPlaced = "bet_placed"
    case betPayout = "bet_payout"
    case betRefund = "bet_refund"
}

public enum TrackedTransactionStatus: String, WireEnum {
    case pending, completed, failed
}

/// Money that moved at a book. What goes out of the account there has a minus.
public struct TrackedTransaction: Codable, Sendable, Equatable {
    public let id: ID<TrackedTransaction>
    public let user: ID<User>
    public let bet: ID<TrackedBet>?
    public let type: TrackedTransactionType
    public let amount: Money
    public let book: String
    public let status: TrackedTransactionStatus
    /// What the book calls it.
    public let externalID: String?
    public let description: String?
    /// The transaction that this takes back; its sign is the other way round then.
    public let reverses: ID<TrackedTransaction>?
    /// How often it was tried again.
    public let retries: Int64
    public let failureReason: String?
    /// Where it was found in the book's or bank's statement.
    public let reconciliationReference: String?
    public let reconciledAt: Timestamp?
    public let completedAt: Timestamp?
    public let createdAt: Timestamp
    public let updatedAt: Timestamp

    enum CodingKeys: String, CodingKey {
        case id, user = "user_id", bet = "bet_id", type = "transaction_type", amount, book, status
        case externalID = "external_id", description, reverses = "reverses_id", retries
        case failureReason = "failure_reason", reconciliationReference = "reconciliation_reference"
        case reconciledAt = "reconciled_at", completedAt = "completed_at", createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    public init(
        id: ID<TrackedTransaction>, user: ID<User>, bet: ID<TrackedBet>?, type: TrackedTransactionType, amount: Money,
        book: String, status: TrackedTransactionStatus, externalID: String?, description: String?,
        reverses: ID<TrackedTransaction>?, retries: Int64, failureReason: String?, reconciliationReference: String?,
        reconciledAt: Timestamp?, completedAt: Timestamp?, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        (self.id, self.user, self.bet, self.type, self.amount, self.book) = (id, user, bet, type, amount, book)
        (self.status, self.externalID, self.description) = (status, externalID, description)
        (self.reverses, self.retries, self.failureReason) = (reverses, retries, failureReason)
        (self.reconciliationReference, self.reconciledAt) = (reconciliationReference, reconciledAt)
        (self.completedAt, self.createdAt, self.updatedAt) = (completedAt, createdAt, updatedAt)
    }
}

/// Deposits, withdrawals, bonuses and fees; what bets cost and bring is entered with them. It is pending until it is completed.
public enum RecordTrackedTransaction: Command {
    public struct Request: Codable, Sendable {
        public let type: TrackedTransactionType
        /// Of what goes out with a minus or without one.
        public let amount: Money
        public let book: OutsideKey
        /// The bet that a bonus or a fee is for.
        public let bet: ID<TrackedBet>?
        public let externalID: OutsideKey?
        public let description: Note?

        enum CodingKeys: String, CodingKey {
            case type = "transaction_type", amount, book, bet = "bet_id", externalID = "external_id", description
        }

        public init(
            type: TrackedTransactionType, amount: Money, book: OutsideKey, bet: ID<TrackedBet>? = nil,
            externalID: OutsideKey? = nil, description: Note? = nil
        ) {
            (self.type, self.amount, self.book, self.bet) = (type, amount, book, bet)
            (self.externalID, self.description) = (externalID, description)
        }
    }
    public enum Failure: String, DomainFailure {
        case unknownCurrency = "unknown_currency"
        case unknownBet = "unknown_bet"
        /// It is entered with the bet.
        case madeByBets = "made_by_bets"
        /// What comes in has no minus, and nothing is no transaction.
        case wrongSign = "wrong_sign"
        case externalIDTaken = "external_id_taken"
        public var status: Int { self == .externalIDTaken ? 409 : 422 }
    }
    public typealias Reply = TrackedTransaction
    public static let name = "betting.record-tracked-transaction"
    public static let summary = "Enter money that moved at an outside book"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/tracked-transactions")
    public static func location(of reply: Reply) -> String? { "/v1/tracked-transactions/\(reply.id)" }
}

public enum GetTrackedTransaction: Query {
    public struct Request: Codable, Sendable {
        public let transaction: ID<TrackedTransaction>

        enum CodingKeys: String, CodingKey { case transaction = "transaction_id" }

        public init(transaction: ID<TrackedTransaction>) { self.transaction = transaction }
    }
    public typealias Reply = TrackedTransaction
    public static let name = "betting.get-tracked-transaction"
    public static let summary = "Read one movement of money at an outside book"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/tracked-transactions/{transaction_id}")
}

/// Why a transaction's state does not allow what was asked.
public enum TrackedTransactionFailure: String, DomainFailure {
    case wrongState = "wrong_state"
    case externalIDTaken = "external_id_taken"
    /// It is tried again five times at most.
    case tooManyRetries = "too_many_retries"
    public var status: Int { self == .tooManyRetries ? 422 : 409 }
}

/// A pending one becomes completed. One that is completed already can be reconciled so, once.
public enum CompleteTrackedTransaction: Command {
    public struct Request: Codable, Sendable {
        public let transaction: ID<TrackedTransaction>
        public let reconciliationReference: OutsideKey?
        public let externalID: OutsideKey?

        enum CodingKeys: String, CodingKey {
            case transaction = "transaction_id", reconciliationReference = "reconciliation_reference"
            case externalID = "external_id"
        }

        public init(
            transaction: ID<TrackedTransaction>, reconciliationReference: OutsideKey? = nil,
            externalID: OutsideKey? = nil
        ) {
            (self.transaction, self.externalID) = (transaction, externalID)
            self.reconciliationReference = reconciliationReference
        }
    }
    public typealias Reply = TrackedTransaction
    public typealias Failure = TrackedTransactionFailure
    public static let name = "betting.complete-tracked-transaction"
    public static let summary = "Say that money at a book has moved, and where its statement says so"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/tracked-transactions/{transaction_id}/complete")
}

public enum FailTrackedTransaction: Command {
    public struct Request: Codable, Sendable {
        public let transaction: ID<TrackedTransaction>
        public let reason: Note?

        enum CodingKeys: String, CodingKey { case transaction = "transaction_id", reason }

        public init(transaction: ID<TrackedTransaction>, reason: Note? = nil) {
            (self.transaction, self.reason) = (transaction, reason)
        }
    }
    public typealias Reply = TrackedTransaction
    public typealias Failure = TrackedTransactionFailure
    public static let name = "betting.fail-tracked-transaction"
    public static let summary = "Say that pending money at a book did not move"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/tracked-transactions/{transaction_id}/fail")
}

public enum RetryTrackedTransaction: Command {
    public struct Request: Codable, Sendable {
        public let transaction: ID<TrackedTransaction>

        enum CodingKeys: String, CodingKey { case transaction = "transaction_id" }

        public init(transaction: ID<TrackedTransaction>) { self.transaction = transaction }
    }
    public typealias Reply = TrackedTransaction
    public typealias Failure = TrackedTransactionFailure
    public static let name = "betting.retry-tracked-transaction"
    public static let summary = "Say that failed money at a book is tried again"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/tracked-transactions/{transaction_id}/retry")
}

public enum ListTrackedTransactions: Query {
    public struct Request: Codable, Sendable {
        /// Another's, for admins.
        public let user: ID<User>?
        public let bet: ID<TrackedBet>?
        public let type: TrackedTransactionType?
        public let status: TrackedTransactionStatus?
        public let book: OutsideKey?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case user = "user_id", bet = "bet_id", type = "transaction_type", status, book, limit, cursor
        }

        public init(
            user: ID<User>? = nil, bet: ID<TrackedBet>? = nil, type: TrackedTransactionType? = nil,
            status: TrackedTransactionStatus? = nil, book: OutsideKey? = nil, limit: PageLimit? = nil,
            cursor: Cursor? = nil
        ) {
            (self.user, self.bet, self.type, self.status) = (user, bet, type, status)
            (self.book, self.limit, self.cursor) = (book, limit, cursor)
        }
    }
    public typealias Reply = Page<TrackedTransaction>
    public static let name = "betting.list-tracked-transactions"
    public static let summary = "List one's money at outside books, newest first"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/tracked-transactions")
}

/// What transactions of one book and currency come to.
public struct BookBalance: Codable, Sendable, Equatable {
    public let book: String
    /// Of those that are completed.
    public let balance: Money
    /// Of those that are pending.
    public let pending: Money

    public init(book: String, balance: Money, pending: Money) {
        (self.book, self.balance, self.pending) = (book, balance, pending)
    }
}

public enum ListBookBalances: Query {
    public struct Request: Codable, Sendable {
        /// Another's, for admins.
        public let user: ID<User>?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey { case user = "user_id", limit, cursor }

        public init(user: ID<User>? = nil, limit: PageLimit? = nil, cursor: Cursor? = nil) {
            (self.user, self.limit, self.cursor) = (user, limit, cursor)
        }
    }
    public typealias Reply = Page<BookBalance>
    public static let name = "betting.list-book-balances"
    public static let summary = "List what one has at each outside book, as follows from the transactions"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/tracked-transactions/balances")
}
