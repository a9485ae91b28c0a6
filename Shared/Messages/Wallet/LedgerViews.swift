/// Whose an account of the ledger is.
public enum LedgerOwner: String, WireEnum, Hashable {
    case user, escrow, house, world
}

/// The parts of an owner's money; all but users have one, `main`.
public enum LedgerBucket: String, WireEnum, Hashable {
    case deposit, winning, bonus, held, main
}

/// An account of the ledger.
public struct LedgerAccount: Codable, Sendable, Equatable {
    /// What postings call it.
    public let account: Int64
    public let ownerKind: LedgerOwner
    /// For users' accounts.
    public let userID: ID<User>?
    /// For escrow, as `service:kind/id`, and for the house's accounts, as what they are for.
    public let name: String?
    public let bucket: LedgerBucket
    public let balance: Money
    /// How many postings it has had.
    public let postings: Int64

    enum CodingKeys: String, CodingKey {
        case account, name, bucket, balance, postings, ownerKind = "owner_kind", userID = "user_id"
    }

    public init(
        account: Int64, ownerKind: LedgerOwner, userID: ID<User>?, name: String?, bucket: LedgerBucket,
        balance: Money, postings: Int64
    ) {
        (self.account, self.ownerKind, self.userID, self.name) = (account, ownerKind, userID, name)
        (self.bucket, self.balance, self.postings) = (bucket, balance, postings)
    }
}

/// A transaction of the ledger with all that it moved.
public struct LedgerEntry: Codable, Sendable {
    public struct Posting: Codable, Sendable, Equatable {
        public let account: Int64
        public let ownerKind: LedgerOwner
        public let userID: ID<User>?
        public let name: String?
        public let bucket: LedgerBucket
        /// Negative for what went out of the account.
        public let amount: Money
        /// What the account held afterwards.
        public let balance: Money

        enum CodingKeys: String, CodingKey {
            case account, name, bucket, amount, balance, ownerKind = "owner_kind", userID = "user_id"
        }

        public init(
            account: Int64, ownerKind: LedgerOwner, userID: ID<User>?, name: String?, bucket: LedgerBucket,
            amount: Money, balance: Money
        ) {
            (self.account, self.ownerKind, self.userID, self.name) = (account, ownerKind, userID, name)
            (self.bucket, self.amount, self.balance) = (bucket, amount, balance)
        }
    }

    public let id: ID<LedgerTransaction>
    public let kind: TransactionKind
    /// What it was for, as `kind/id`.
    public let entity: String
    public let time: Timestamp
    /// Who did it, as events say it.
    public let actor: String
    /// The message that caused it.
    public let causation: String
    public let metadata: RawJSON
    /// Why, in the words of the admin who did it.
    public let reason: Note?
    /// The transaction that this one took back.
    public let reverses: ID<LedgerTransaction>?
    /// The one that took this one back.
    public let reversedBy: ID<LedgerTransaction>?
    /// The first of the transactions that it belongs together with, if it does with any.
    public let group: ID<LedgerTransaction>?
    public let postings: [Posting]

    enum CodingKeys: String, CodingKey {
        case id, kind, entity, time, actor, causation, metadata, reason, reverses, group, postings
        case reversedBy = "reversed_by"
    }

    public init(
        id: ID<LedgerTransaction>, kind: TransactionKind, entity: String, time: Timestamp, actor: String,
        causation: String, metadata: RawJSON, reason: Note?, reverses: ID<LedgerTransaction>?,
        reversedBy: ID<LedgerTransaction>?,
        group: ID<LedgerTransaction>?, postings: [Posting]
    ) {
        (self.id, self.kind, self.entity, self.time, self.actor) = (id, kind, entity, time, actor)
        (self.causation, self.metadata, self.reason, self.reverses) = (causation, metadata, reason, reverses)
        (self.reversedBy, self.group, self.postings) = (reversedBy, group, postings)
    }

    var location: String { "/v1/ledger/transactions/\(id)" }
}

/// The accounts of the ledger, by kind of owner, currency and bucket, and the oldest first among equals.
public enum ListLedgerAccounts: Query {
    public struct Request: Codable, Sendable {
        public var ownerKind: LedgerOwner?
        public var userID: ID<User>?
        public var currency: CurrencyCode?
        public var bucket: LedgerBucket?
        public var limit: PageLimit?
        public var cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case currency, bucket, limit, cursor, ownerKind = "owner_kind", userID = "user_id"
        }

        public init() {}
    }
    public typealias Reply = Page<LedgerAccount>
    public static let name = "wallet.list-ledger-accounts"
    public static let summary = "List the ledger's accounts"
    public static let access = Access.roles([.admin, .auditor])
    public static let route: Route? = .get("/v1/ledger/accounts")
}

/// The transactions of the ledger, the newest first. With several filters a page may be short or empty and still not be the
/// last: only so much is looked at for one.
public enum ListLedgerTransactions: Query {
    public struct Request: Codable, Sendable {
        public var kind: TransactionKind?
        /// What they were for, as `kind/id`.
        public var entity: Text<LedgerTextRule>?
        /// An account that they touched.
        public var account: Int64?
        /// A user whose money they moved.
        public var userID: ID<User>?
        /// Who did them, as `user:<id>` or `service:<name>`.
        public var actor: Text<LedgerTextRule>?
        /// From this moment or day in UTC on.
        public var from: TimeOrDay?
        /// Before this moment, or up to the end of this day in UTC.
        public var to: TimeOrDay?
        public var limit: PageLimit?
        public var cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case kind, entity, account, actor, from, to, limit, cursor, userID = "user_id"
        }

        public init() {}
    }
    public typealias Reply = Page<LedgerEntry>
    public static let name = "wallet.list-ledger-transactions"
    public static let summary = "Search the ledger's transactions"
    public static let access = Access.roles([.admin, .auditor])
    public static let route: Route? = .get("/v1/ledger/transactions")
}

/// What a transaction is for, or who did it.
public enum LedgerTextRule: TextRule {
    public static let length = 1...200
    public static let sample = "bet/019aa2f5-3c00-7000-8000-000000000001"
}

/// One transaction of the ledger.
public enum GetLedgerTransaction: Query {
    public struct Request: Codable, Sendable {
        public let transactionID: ID<LedgerTransaction>

        enum CodingKeys: String, CodingKey { case transactionID = "transaction_id" }

        public init(transactionID: ID<LedgerTransaction>) { self.transactionID = transactionID }
    }
    public typealias Reply = LedgerEntry
    public static let name = "wallet.get-ledger-transaction"
    public static let summary = "Show a transaction of the ledger"
    public static let access = Access.roles([.admin, .auditor])
    public static let route: Route? = .get("/v1/ledger/transactions/{transaction_id}")
}

/// What all accounts hold and owe, a currency after the other, by code. In each, debit is credit.
public enum GetTrialBalance: Query {
    public struct Request: Codable, Sendable {
        public var currency: CurrencyCode?
        public var limit: PageLimit?
        public var cursor: Cursor?

        public init() {}
    }
    public struct Line: Codable, Sendable, Equatable {
        public let ownerKind: LedgerOwner
        public let bucket: LedgerBucket
        public let accounts: Int64
        /// What accounts below zero owe together.
        public let debit: Money
        /// What the others hold together.
        public let credit: Money

        enum CodingKeys: String, CodingKey { case bucket, accounts, debit, credit, ownerKind = "owner_kind" }

        public init(ownerKind: LedgerOwner, bucket: LedgerBucket, accounts: Int64, debit: Money, credit: Money) {
            (self.ownerKind, self.bucket, self.accounts) = (ownerKind, bucket, accounts)
            (self.debit, self.credit) = (debit, credit)
        }
    }
    public struct Item: Codable, Sendable, Equatable {
        public let currency: CurrencyCode
        public let debit: Money
        public let credit: Money
        public let lines: [Line]

        public init(currency: CurrencyCode, debit: Money, credit: Money, lines: [Line]) {
            (self.currency, self.debit, self.credit, self.lines) = (currency, debit, credit, lines)
        }
    }
    public typealias Reply = Page<Item>
    public static let name = "wallet.get-trial-balance"
    public static let summary = "Show what all accounts hold and owe"
    public static let access = Access.roles([.admin, .auditor])
    public static let route: Route? = .get("/v1/ledger/trial-balance")
}
