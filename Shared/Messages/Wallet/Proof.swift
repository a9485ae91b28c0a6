/// One run of the wallet's checks of its own books.
public enum Proof {}

/// Has the wallet check its books now. Where it does so already, that run is the answer.
public enum RunProof: Command {
    public typealias Request = Nothing
    public struct Reply: Codable, Sendable {
        public let proof: ID<Proof>

        public init(proof: ID<Proof>) { self.proof = proof }
    }
    public static let name = "wallet.run-proof"
    public static let summary = "Check the books"
    public static let access = Access.services([.audit])
}

/// The wallet begins to check its books.
public struct ProofStarted: Event {
    public static let type = "wallet.proof-started"
    public let proof: ID<Proof>
    /// How many transactions and accounts there are to look at.
    public let total: Int64
    public var subject: Subject { Subject("proof", proof) }

    public init(proof: ID<Proof>, total: Int64) { (self.proof, self.total) = (proof, total) }
}

/// Another tenth is done.
public struct ProofAdvanced: Event {
    public static let type = "wallet.proof-advanced"
    public let proof: ID<Proof>
    public let checked: Int64
    public let total: Int64
    public let violations: Int64
    public var subject: Subject { Subject("proof", proof) }

    public init(proof: ID<Proof>, checked: Int64, total: Int64, violations: Int64) {
        (self.proof, self.checked, self.total, self.violations) = (proof, checked, total, violations)
    }
}

/// The wallet has checked its books.
public struct ProofFinished: Event {
    public static let type = "wallet.proof-finished"
    public let proof: ID<Proof>
    public let checked: Int64
    public let violations: Int64
    public var subject: Subject { Subject("proof", proof) }

    public init(proof: ID<Proof>, checked: Int64, violations: Int64) {
        (self.proof, self.checked, self.violations) = (proof, checked, violations)
    }
}

/// The wallet's books are not as they must be. Told after a run that found something.
public struct ProofViolated: Event {
    /// More than this are counted and not told.
    public static let foundLimit = 50

    public static let type = "wallet.proof-violated"
    public static let severity = Severity.critical
    public let proof: ID<Proof>
    public let violations: Int64
    /// The first of them, in words.
    public let found: [String]
    public var subject: Subject { Subject("proof", proof) }

    public init(proof: ID<Proof>, violations: Int64, found: [String]) {
        (self.proof, self.violations, self.found) = (proof, violations, found)
    }
}

/// Why money does not leave: what the ledger says is not known to be what the wallet wrote. What was held stays held.
public enum LedgerDoubt: String, DomainFailure {
    /// The latest entries and balances are still being looked at after a start, or something was found among them.
    case ledgerUnproven = "ledger_unproven"
    public var status: Int { 503 }
}

/// At a start the ledger's latest entries, or its balances, were found not to be as the wallet wrote them. No money leaves until
/// a person has looked.
public struct LedgerDoubted: Event {
    public static let type = "wallet.ledger-doubted"
    public static let severity = Severity.critical
    /// The last transaction that there is.
    public let through: Int64
    public let violations: Int64
    /// The first of them, in words.
    public let found: [String]
    public var subject: Subject { Subject("ledger", "wallet") }

    public init(through: Int64, violations: Int64, found: [String]) {
        (self.through, self.violations, self.found) = (through, violations, found)
    }
}

/// An operator has said that the ledger goes on from what it says, although not all of that is as the wallet wrote it.
public struct LedgerAccepted: Event {
    public static let type = "wallet.ledger-accepted"
    public static let severity = Severity.warning
    public let through: Int64
    public var subject: Subject { Subject("ledger", "wallet") }

    public init(through: Int64) { self.through = through }
}
