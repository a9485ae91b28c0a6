// Rows themselves are not told: what an outside account says of people is personal.

/// An admin has imported rows of an outside account.
public struct ReconciliationImported: Event {
    public static let type = "wallet.reconciliation-imported"
    public let reconciliation: ID<Reconciliation>
    public let rows: Int
    public var subject: Subject { Subject("reconciliation", reconciliation) }

    public init(reconciliation: ID<Reconciliation>, rows: Int) {
        (self.reconciliation, self.rows) = (reconciliation, rows)
    }
}

/// Rows were matched by themselves: some of a reconciliation's, and with which transactions.
public struct ReconciliationRowsMatched: Event {
    public struct Pair: Codable, Sendable, Equatable {
        public let row: ID<ReconciliationRow>
        public let transaction: ID<LedgerTransaction>

        public init(row: ID<ReconciliationRow>, transaction: ID<LedgerTransaction>) {
            (self.row, self.transaction) = (row, transaction)
        }
    }

    public static let type = "wallet.reconciliation-rows-matched"
    public let reconciliation: ID<Reconciliation>
    public let pairs: [Pair]
    public var subject: Subject { Subject("reconciliation", reconciliation) }

    public init(reconciliation: ID<Reconciliation>, pairs: [Pair]) {
        (self.reconciliation, self.pairs) = (reconciliation, pairs)
    }
}

/// An admin has decided on a row.
public struct ReconciliationRowDecided: Event {
    public static let type = "wallet.reconciliation-row-decided"
    public let reconciliation: ID<Reconciliation>
    public let row: ID<ReconciliationRow>
    public let before: ReconciliationRow.State
    public let after: ReconciliationRow.State
    /// What it is matched with, or was.
    public let transaction: ID<LedgerTransaction>?
    public var subject: Subject { Subject("reconciliation", reconciliation) }

    public init(
        reconciliation: ID<Reconciliation>, row: ID<ReconciliationRow>, before: ReconciliationRow.State,
        after: ReconciliationRow.State, transaction: ID<LedgerTransaction>?
    ) {
        (self.reconciliation, self.row) = (reconciliation, row)
        (self.before, self.after, self.transaction) = (before, after, transaction)
    }
}

/// An admin has closed a reconciliation.
public struct ReconciliationConfirmed: Event {
    public static let type = "wallet.reconciliation-confirmed"
    public let reconciliation: ID<Reconciliation>
    public let counts: Reconciliation.Counts
    /// Whether rows were left unmatched.
    public let differencesAccepted: Bool
    public var subject: Subject { Subject("reconciliation", reconciliation) }

    enum CodingKeys: String, CodingKey {
        case reconciliation, counts, differencesAccepted = "differences_accepted"
    }

    public init(reconciliation: ID<Reconciliation>, counts: Reconciliation.Counts, differencesAccepted: Bool) {
        (self.reconciliation, self.counts) = (reconciliation, counts)
        self.differencesAccepted = differencesAccepted
    }
}
