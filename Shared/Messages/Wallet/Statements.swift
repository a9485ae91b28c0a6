/// What a user has in a currency at one moment.
public struct StatementBalance: Codable, Sendable, Equatable {
    public let currency: CurrencyCode
    public let deposit: Money
    public let winning: Money
    public let bonus: Money
    public let held: Money
    /// All four together.
    public let total: Money

    public init(
        currency: CurrencyCode, deposit: Money, winning: Money, bonus: Money, held: Money, total: Money
    ) {
        (self.currency, self.deposit, self.winning, self.bonus) = (currency, deposit, winning, bonus)
        (self.held, self.total) = (held, total)
    }
}

/// What one transaction changed in one currency of a user's.
public struct StatementLine: Codable, Sendable, Equatable {
    public let id: ID<LedgerTransaction>
    public let kind: TransactionKind
    /// What it was for, as `kind/id`.
    public let entity: String
    public let time: Timestamp
    /// What came in, or negative what went out, of all buckets together: putting aside changes nothing.
    public let amount: Money
    /// What all buckets held together afterwards.
    public let balance: Money
    public let changes: [ListWalletTransactions.Change]

    public init(
        id: ID<LedgerTransaction>, kind: TransactionKind, entity: String, time: Timestamp, amount: Money,
        balance: Money, changes: [ListWalletTransactions.Change]
    ) {
        (self.id, self.kind, self.entity, self.time) = (id, kind, entity, time)
        (self.amount, self.balance, self.changes) = (amount, balance, changes)
    }
}

/// All that moved the signed-in user's money in a time, the oldest first, from what there was to what there is. What
/// happens while its pages are read is not in it.
public enum GetStatement: Query {
    public struct Request: Codable, Sendable {
        /// From this moment or day of the user's on; from the beginning where it is left out.
        public var from: TimeOrDay?
        /// Before this moment, or up to the end of this day; up to now where it is left out.
        public var to: TimeOrDay?
        public var currency: CurrencyCode?
        public var limit: PageLimit?
        public var cursor: Cursor?

        public init() {}
    }
    public struct Reply: Codable, Sendable {
        public let opening: [StatementBalance]
        public let items: [StatementLine]
        public let closing: [StatementBalance]
        public let next: NextPage

        public init(
            opening: [StatementBalance], items: [StatementLine], closing: [StatementBalance], next: String?
        ) {
            (self.opening, self.items, self.closing) = (opening, items, closing)
            self.next = NextPage(next)
        }
    }
    public static let name = "wallet.get-statement"
    public static let summary = "Show your statement of account"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/wallet/statement")
}

/// What the signed-in user had at a moment.
public enum GetPastBalance: Query {
    public struct Request: Codable, Sendable {
        /// At this moment, or at the end of this day; now where it is left out or not there yet.
        public var at: TimeOrDay?

        public init(at: TimeOrDay? = nil) { self.at = at }
    }
    public struct Reply: Codable, Sendable {
        public let at: Timestamp
        public let items: [GetWallet.Line]

        public init(at: Timestamp, items: [GetWallet.Line]) { (self.at, self.items) = (at, items) }
    }
    public static let name = "wallet.get-past-balance"
    public static let summary = "Show what you had at a past time"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/wallet/balance")
}

/// What came in and went out of the signed-in user's wallet in a time of at most 400 days, by currency and kind, and by
/// the user's days where asked for.
public enum GetTotals: Query {
    public static let dayLimit = 400

    public enum Grouping: String, WireEnum { case kind, day }

    public struct Request: Codable, Sendable {
        /// From this moment or day of the user's on; thirty days before the end where it is left out.
        public var from: TimeOrDay?
        /// Before this moment, or up to the end of this day; up to now where it is left out.
        public var to: TimeOrDay?
        public var currency: CurrencyCode?
        /// By kind alone where it is left out.
        public var by: Grouping?
        public var limit: PageLimit?
        public var cursor: Cursor?

        public init() {}
    }
    public struct Item: Codable, Sendable, Equatable {
        public let day: Day?
        public let currency: CurrencyCode
        public let kind: TransactionKind
        public let transactions: Int64
        public let moneyIn: Money
        public let moneyOut: Money
        /// What came in less what went out.
        public let net: Money

        enum CodingKeys: String, CodingKey {
            case day, currency, kind, transactions, net, moneyIn = "in", moneyOut = "out"
        }

        public init(
            day: Day?, currency: CurrencyCode, kind: TransactionKind, transactions: Int64, moneyIn: Money,
            moneyOut: Money, net: Money
        ) {
            (self.day, self.currency, self.kind, self.transactions) = (day, currency, kind, transactions)
            (self.moneyIn, self.moneyOut, self.net) = (moneyIn, moneyOut, net)
        }
    }
    public typealias Reply = Page<Item>
    public enum Failure: String, DomainFailure {
        /// More than the totals are worked out over at once: ask for a shorter time.
        case tooManyTransactions = "too_many_transactions"
    }
    public static let name = "wallet.get-totals"
    public static let summary = "Show what came in and went out, by kind"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/wallet/totals")
}
