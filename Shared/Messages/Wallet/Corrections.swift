/// The buckets that an admin can put money into or take it from. What is held belongs to its hold.
public enum FreeBucket: String, WireEnum, Hashable {
    case deposit, winning, bonus
}

/// Why an admin cannot change what a user has.
public enum CorrectionFailure: String, DomainFailure {
    /// Nobody gives to, takes from or corrects for themself.
    case ownAccount = "own_account"
    case insufficientFunds = "insufficient_funds"
    case unknownCurrency = "unknown_currency"
    public var status: Int { self == .ownAccount ? 403 : 422 }
}

/// Puts right what a user has, against the house's account for adjustments. Nothing is taken that is not there, and from a
/// frozen user nothing at all.
public enum AdjustBalance: Command {
    public enum Direction: String, WireEnum, Hashable {
        case credit, debit
    }
    public struct Request: Codable, Sendable {
        public let userID: ID<User>
        public let bucket: FreeBucket
        public let amount: Money
        public let direction: Direction
        public let reason: Note

        enum CodingKeys: String, CodingKey { case bucket, amount, direction, reason, userID = "user_id" }

        public init(userID: ID<User>, bucket: FreeBucket, amount: Money, direction: Direction, reason: Note) {
            (self.userID, self.bucket, self.amount) = (userID, bucket, amount)
            (self.direction, self.reason) = (direction, reason)
        }
    }
    public typealias Reply = LedgerEntry
    public typealias Failure = CorrectionFailure
    public static let name = "wallet.adjust-balance"
    public static let summary = "Put right what a user has"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .create("/v1/users/{user_id}/adjustments")
    public static func location(of reply: Reply) -> String? { reply.location }
}

/// Takes a transaction back by a new one with the opposite postings, once. Adjustments, bonuses, credited deposits and
/// payments out of escrow can be taken back; what is part of a hold, a refund or a withdrawal is undone by its own
/// operations, and a reversal is put right by an adjustment.
public enum ReverseTransaction: Command {
    public struct Request: Codable, Sendable {
        public let transactionID: ID<LedgerTransaction>
        public let reason: Note

        enum CodingKeys: String, CodingKey { case reason, transactionID = "transaction_id" }

        public init(transactionID: ID<LedgerTransaction>, reason: Note) {
            (self.transactionID, self.reason) = (transactionID, reason)
        }
    }
    public typealias Reply = LedgerEntry
    public enum Failure: String, DomainFailure {
        case notReversible = "not_reversible"
        case alreadyReversed = "already_reversed"
        /// Some of the money has gone on.
        case insufficientFunds = "insufficient_funds"
        case ownAccount = "own_account"
        public var status: Int {
            switch self {
            case .alreadyReversed: 409
            case .notReversible, .insufficientFunds: 422
            case .ownAccount: 403
            }
        }
    }
    public static let name = "wallet.reverse-transaction"
    public static let summary = "Take a transaction back"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .create("/v1/transactions/{transaction_id}/reverse")
    public static func location(of reply: Reply) -> String? { reply.location }
}

/// An admin put right what a user has. Why, the ledger's view tells admins and auditors.
public struct BalanceAdjusted: Event {
    public static let type = "wallet.balance-adjusted"
    public static let severity = Severity.warning
    public let user: ID<User>
    public let bucket: FreeBucket
    public let direction: AdjustBalance.Direction
    public let money: Money
    public let transaction: ID<LedgerTransaction>
    public var subject: Subject { Subject("user", user) }

    public init(
        user: ID<User>, bucket: FreeBucket, direction: AdjustBalance.Direction, money: Money,
        transaction: ID<LedgerTransaction>
    ) {
        (self.user, self.bucket, self.direction, self.money) = (user, bucket, direction, money)
        self.transaction = transaction
    }
}

/// An admin took a transaction back.
public struct TransactionReversed: Event {
    public static let type = "wallet.transaction-reversed"
    public static let severity = Severity.warning
    /// The one that was taken back.
    public let reversed: ID<LedgerTransaction>
    public let kind: TransactionKind
    /// Whose money it changed; nobody's where only the house's and escrow's did.
    public let user: ID<User>?
    public let transaction: ID<LedgerTransaction>
    public var subject: Subject { Subject("transaction", reversed) }

    public init(
        reversed: ID<LedgerTransaction>, kind: TransactionKind, user: ID<User>?, transaction: ID<LedgerTransaction>
    ) {
        (self.reversed, self.kind, self.user, self.transaction) = (reversed, kind, user, transaction)
    }
}
