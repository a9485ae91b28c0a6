/// Rows of a bank's or a chain's account that were imported together, and how they stand to the ledger. No money moves by
/// it.
public struct Reconciliation: Codable, Sendable {
    public enum State: String, WireEnum, Hashable {
        /// Rows are still being matched by themselves.
        case matching
        case open
        /// Nothing of it changes any more.
        case confirmed
    }

    /// How many rows are in which state.
    public struct Counts: Codable, Sendable, Equatable {
        public let total: Int
        public let auto: Int
        public let matched: Int
        public let unmatched: Int
        public let disregarded: Int

        public init(total: Int, auto: Int, matched: Int, unmatched: Int, disregarded: Int) {
            (self.total, self.auto, self.matched) = (total, auto, matched)
            (self.unmatched, self.disregarded) = (unmatched, disregarded)
        }
    }

    /// What has no other side yet: rows, and entries of the ledger in the same currencies and days.
    public struct Left: Codable, Sendable {
        /// The first of the rows.
        public let rows: [ReconciliationRow]
        public let rowCount: Int
        /// The first of the entries.
        public let entries: [OutsideEntry]
        /// Counted up to 10000.
        public let entryCount: Int

        enum CodingKeys: String, CodingKey { case rows, entries, rowCount = "row_count", entryCount = "entry_count" }

        public init(rows: [ReconciliationRow], rowCount: Int, entries: [OutsideEntry], entryCount: Int) {
            (self.rows, self.rowCount, self.entries, self.entryCount) = (rows, rowCount, entries, entryCount)
        }
    }

    public let id: ID<Reconciliation>
    public let source: OutsideKey
    public let state: State
    public let counts: Counts
    /// The first and the last day of its rows.
    public let from: Day
    public let to: Day
    public let importedAt: Timestamp
    public let confirmedAt: Timestamp?
    /// Whether it was confirmed although rows were left.
    public let differencesAccepted: Bool
    /// Only where one is asked for.
    public let left: Left?

    enum CodingKeys: String, CodingKey {
        case id, source, state, counts, from, to, left, importedAt = "imported_at", confirmedAt = "confirmed_at"
        case differencesAccepted = "differences_accepted"
    }

    public init(
        id: ID<Reconciliation>, source: OutsideKey, state: State, counts: Counts, from: Day, to: Day,
        importedAt: Timestamp, confirmedAt: Timestamp?, differencesAccepted: Bool, left: Left? = nil
    ) {
        (self.id, self.source, self.state, self.counts) = (id, source, state, counts)
        (self.from, self.to, self.importedAt) = (from, to, importedAt)
        (self.confirmedAt, self.differencesAccepted, self.left) = (confirmedAt, differencesAccepted, left)
    }
}

/// Whether money came in or went out, as the outside account shows it.
public enum OutsideDirection: String, WireEnum, Hashable {
    case `in`, out
}

/// A ledger transaction that touches the outside world, in one of its currencies.
public struct OutsideEntry: Codable, Sendable, Equatable {
    public let transactionID: ID<LedgerTransaction>
    public let kind: TransactionKind
    public let time: Timestamp
    public let direction: OutsideDirection
    public let amount: Money
    /// The hash or reference of the transfer, where it is known.
    public let reference: String?

    enum CodingKeys: String, CodingKey {
        case kind, time, direction, amount, reference, transactionID = "transaction_id"
    }

    public init(
        transactionID: ID<LedgerTransaction>, kind: TransactionKind, time: Timestamp, direction: OutsideDirection,
        amount: Money, reference: String?
    ) {
        (self.transactionID, self.kind, self.time) = (transactionID, kind, time)
        (self.direction, self.amount, self.reference) = (direction, amount, reference)
    }
}

/// Why a reconciliation does not change.
public enum ReconciliationFailure: String, DomainFailure {
    case reconciliationConfirmed = "reconciliation_confirmed"
    /// Rows are still being matched by themselves.
    case reconciliationMatching = "reconciliation_matching"
    case rowsUnmatched = "rows_unmatched"
    /// The row is not in the state that this takes.
    case rowState = "row_state"
    case entryMatched = "entry_matched"
    case noSuchEntry = "no_such_entry"
    case amountDiffers = "amount_differs"
    case tooFarApart = "too_far_apart"

    public var status: Int {
        switch self {
        case .noSuchEntry, .amountDiffers, .tooFarApart: 422
        case .reconciliationConfirmed, .reconciliationMatching, .rowsUnmatched, .rowState, .entryMatched: 409
        }
    }
}

/// Takes in rows of an outside account, all or none, and matches them with the ledger. A row comes in once, ever.
public enum ImportReconciliation: Command {
    /// What goes into one transaction without holding others up; a longer account is several reconciliations.
    public static let rowLimit = 1000

    public struct Row: Codable, Sendable {
        /// What its source calls it.
        public let externalID: TransferHash
        /// Its day in UTC, where the source tells no time.
        public let date: Day?
        public let time: Timestamp?
        public let direction: OutsideDirection
        public let amount: Money
        public let reference: BankWords?
        public let counterparty: BankWords?

        enum CodingKeys: String, CodingKey {
            case date, time, direction, amount, reference, counterparty, externalID = "external_id"
        }

        public init(
            externalID: TransferHash, date: Day? = nil, time: Timestamp? = nil, direction: OutsideDirection,
            amount: Money, reference: BankWords? = nil, counterparty: BankWords? = nil
        ) {
            (self.externalID, self.date, self.time, self.direction) = (externalID, date, time, direction)
            (self.amount, self.reference, self.counterparty) = (amount, reference, counterparty)
        }
    }

    public struct Request: Codable, Sendable {
        /// The account that the rows come from.
        public let source: OutsideKey
        public let rows: UpTo<1000, Row>

        public init(source: OutsideKey, rows: UpTo<1000, Row>) { (self.source, self.rows) = (source, rows) }
    }
    public typealias Reply = Reconciliation
    public enum Failure: String, DomainFailure {
        case rowImported = "row_imported"
        case unknownCurrency = "unknown_currency"
        public var status: Int { self == .rowImported ? 409 : 422 }
    }
    public static let name = "wallet.import-reconciliation"
    public static let summary = "Import rows of a bank or chain and match them"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .create("/v1/reconciliations")
    public static func location(of reply: Reply) -> String? { "/v1/reconciliations/\(reply.id)" }
}

/// Reconciliations, the newest first.
public enum ListReconciliations: Query {
    public struct Request: Codable, Sendable {
        public let source: OutsideKey?
        public let state: Reconciliation.State?
        public let limit: PageLimit?
        public let cursor: Cursor?

        public init(
            source: OutsideKey? = nil, state: Reconciliation.State? = nil, limit: PageLimit? = nil,
            cursor: Cursor? = nil
        ) {
            (self.source, self.state, self.limit, self.cursor) = (source, state, limit, cursor)
        }
    }
    public typealias Reply = Page<Reconciliation>
    public static let name = "wallet.list-reconciliations"
    public static let summary = "List reconciliations"
    public static let access = Access.roles([.auditor, .admin])
    public static let route: Route? = .get("/v1/reconciliations")
}

/// One reconciliation, with what is left on both sides.
public enum GetReconciliation: Query {
    public struct Request: Codable, Sendable {
        public let id: ID<Reconciliation>

        public init(id: ID<Reconciliation>) { self.id = id }
    }
    public typealias Reply = Reconciliation
    public static let name = "wallet.get-reconciliation"
    public static let summary = "A reconciliation and what is left on both sides"
    public static let access = Access.roles([.auditor, .admin])
    public static let route: Route? = .get("/v1/reconciliations/{id}")
}

/// Closes a reconciliation: nothing of it changes any more.
public enum ConfirmReconciliation: Command {
    public struct Request: Codable, Sendable {
        public let id: ID<Reconciliation>
        /// Whether rows may be left unmatched.
        public let acceptDifferences: Bool?

        enum CodingKeys: String, CodingKey { case id, acceptDifferences = "accept_differences" }

        public init(id: ID<Reconciliation>, acceptDifferences: Bool? = nil) {
            (self.id, self.acceptDifferences) = (id, acceptDifferences)
        }
    }
    public typealias Reply = Reconciliation
    public typealias Failure = ReconciliationFailure
    public static let name = "wallet.confirm-reconciliation"
    public static let summary = "Close a reconciliation"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .act("/v1/reconciliations/{id}/confirm")
}
