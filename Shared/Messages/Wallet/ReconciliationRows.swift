/// What a bank or a chain wrote beside a transfer: taken as it came.
public enum BankWordsRule: TextRule {
    public static let length = 1...200
    public static let sample = "Payment 4711"
}

public typealias BankWords = Text<BankWordsRule>

/// One row of an outside account.
public struct ReconciliationRow: Codable, Sendable {
    public enum State: String, WireEnum, Hashable {
        /// By hand.
        case matched
        /// By itself.
        case auto
        case unmatched, disregarded
    }

    public let id: ID<ReconciliationRow>
    /// Its place in the import, from 1.
    public let position: Int
    public let externalID: TransferHash
    public let date: Day
    public let time: Timestamp?
    public let direction: OutsideDirection
    public let amount: Money
    public let reference: BankWords?
    public let counterparty: BankWords?
    public let state: State
    /// The ledger's side, where it has one.
    public let transactionID: ID<LedgerTransaction>?
    /// Why it is disregarded.
    public let note: Note?

    enum CodingKeys: String, CodingKey {
        case id, position, date, time, direction, amount, reference, counterparty, state, note
        case externalID = "external_id", transactionID = "transaction_id"
    }

    public init(
        id: ID<ReconciliationRow>, position: Int, externalID: TransferHash, date: Day, time: Timestamp?,
        direction: OutsideDirection, amount: Money, reference: BankWords?, counterparty: BankWords?, state: State,
        transactionID: ID<LedgerTransaction>?, note: Note?
    ) {
        (self.id, self.position, self.externalID, self.date, self.time) = (id, position, externalID, date, time)
        (self.direction, self.amount, self.reference) = (direction, amount, reference)
        (self.counterparty, self.state, self.transactionID, self.note) = (counterparty, state, transactionID, note)
    }
}

/// A reconciliation's rows in the order of their import.
public enum ListReconciliationRows: Query {
    public struct Request: Codable, Sendable {
        public let id: ID<Reconciliation>
        public let state: ReconciliationRow.State?
        public let limit: PageLimit?
        public let cursor: Cursor?

        public init(
            id: ID<Reconciliation>, state: ReconciliationRow.State? = nil, limit: PageLimit? = nil,
            cursor: Cursor? = nil
        ) {
            (self.id, self.state, self.limit, self.cursor) = (id, state, limit, cursor)
        }
    }
    public typealias Reply = Page<ReconciliationRow>
    public static let name = "wallet.list-reconciliation-rows"
    public static let summary = "List a reconciliation's rows"
    public static let access = Access.roles([.auditor, .admin])
    public static let route: Route? = .get("/v1/reconciliations/{id}/rows")
}

/// Matches a row by hand with a ledger transaction of the same amount, direction and currency, at most seven days off.
public enum MatchReconciliationRow: Command {
    public struct Request: Codable, Sendable {
        public let id: ID<Reconciliation>
        public let row: ID<ReconciliationRow>
        public let transactionID: ID<LedgerTransaction>

        enum CodingKeys: String, CodingKey { case id, row, transactionID = "transaction_id" }

        public init(id: ID<Reconciliation>, row: ID<ReconciliationRow>, transactionID: ID<LedgerTransaction>) {
            (self.id, self.row, self.transactionID) = (id, row, transactionID)
        }
    }
    public typealias Reply = ReconciliationRow
    public typealias Failure = ReconciliationFailure
    public static let name = "wallet.match-reconciliation-row"
    public static let summary = "Match a row with a ledger transaction"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .act("/v1/reconciliations/{id}/rows/{row}/match")
}

/// Leaves a row out of account, with the reason.
public enum DisregardReconciliationRow: Command {
    public struct Request: Codable, Sendable {
        public let id: ID<Reconciliation>
        public let row: ID<ReconciliationRow>
        public let note: Note

        public init(id: ID<Reconciliation>, row: ID<ReconciliationRow>, note: Note) {
            (self.id, self.row, self.note) = (id, row, note)
        }
    }
    public typealias Reply = ReconciliationRow
    public typealias Failure = ReconciliationFailure
    public static let name = "wallet.disregard-reconciliation-row"
    public static let summary = "Leave a row out of account"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .act("/v1/reconciliations/{id}/rows/{row}/disregard")
}

/// Takes a row's match, or that it is disregarded, back.
public enum RestoreReconciliationRow: Command {
    public struct Request: Codable, Sendable {
        public let id: ID<Reconciliation>
        public let row: ID<ReconciliationRow>

        public init(id: ID<Reconciliation>, row: ID<ReconciliationRow>) { (self.id, self.row) = (id, row) }
    }
    public typealias Reply = ReconciliationRow
    public typealias Failure = ReconciliationFailure
    public static let name = "wallet.restore-reconciliation-row"
    public static let summary = "Bring a matched or disregarded row back to unmatched"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .act("/v1/reconciliations/{id}/rows/{row}/restore")
}
