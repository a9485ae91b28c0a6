/// The four parts of a user's money in a currency.
public enum WalletBucket: String, WireEnum, Hashable {
    case deposit, winning, bonus, held
}

/// What the signed-in user has, a line for each currency that ever came in or out, by code.
public enum GetWallet: Query {
    public typealias Request = Nothing

    public struct Line: Codable, Sendable, Equatable {
        public let currency: CurrencyCode
        public let deposit: Money
        public let winning: Money
        public let bonus: Money
        /// Put aside for stakes that are not decided on yet.
        public let held: Money
        /// What a stake may take: deposit, winning and bonus.
        public let available: Money
        /// What a withdrawal may take: winning.
        public let withdrawable: Money

        public init(
            currency: CurrencyCode, deposit: Money, winning: Money, bonus: Money, held: Money, available: Money,
            withdrawable: Money
        ) {
            (self.currency, self.deposit, self.winning, self.bonus) = (currency, deposit, winning, bonus)
            (self.held, self.available, self.withdrawable) = (held, available, withdrawable)
        }
    }
    public struct Reply: Codable, Sendable {
        public let items: [Line]

        public init(items: [Line]) { self.items = items }
    }
    public static let name = "wallet.get-wallet"
    public static let summary = "Show your balances"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/wallet")
}

/// What another user has.
public enum GetUserWallet: Query {
    public typealias Request = UserRequest
    public typealias Reply = GetWallet.Reply
    public static let name = "wallet.get-user-wallet"
    public static let summary = "Show a user's balances"
    public static let access = Access.roles([.admin, .auditor])
    public static let route: Route? = .get("/v1/users/{user_id}/wallet")
}

/// What moved the signed-in user's money, the newest first. With filters a page may be short or empty and still not be
/// the last: only so much is looked at for one.
public enum ListWalletTransactions: Query {
    public struct Request: Codable, Sendable {
        public var kind: TransactionKind?
        public var currency: CurrencyCode?
        /// From this moment or day of the user's on.
        public var from: TimeOrDay?
        /// Before this moment, or up to the end of this day.
        public var to: TimeOrDay?
        public var limit: PageLimit?
        public var cursor: Cursor?

        public init(limit: PageLimit? = nil, cursor: Cursor? = nil) { (self.limit, self.cursor) = (limit, cursor) }
    }
    public struct Change: Codable, Sendable, Equatable {
        public let bucket: WalletBucket
        /// Negative for what went out of the bucket.
        public let amount: Money
        /// What the bucket held afterwards.
        public let balance: Money

        public init(bucket: WalletBucket, amount: Money, balance: Money) {
            (self.bucket, self.amount, self.balance) = (bucket, amount, balance)
        }
    }
    public struct Item: Codable, Sendable {
        public let id: ID<LedgerTransaction>
        public let kind: TransactionKind
        /// What it was for, as `kind/id`.
        public let entity: String
        public let time: Timestamp
        public let changes: [Change]

        public init(
            id: ID<LedgerTransaction>, kind: TransactionKind, entity: String, time: Timestamp, changes: [Change]
        ) {
            (self.id, self.kind, self.entity, self.time, self.changes) = (id, kind, entity, time, changes)
        }
    }
    public typealias Reply = Page<Item>
    public static let name = "wallet.list-transactions"
    public static let summary = "List what moved your money"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/wallet/transactions")
}
