/// A balanced set of postings in the ledger.
public enum LedgerTransaction {}

/// A user's money was put aside.
public struct HoldPlaced: Event {
    public static let type = "wallet.hold-placed"
    public let hold: ID<Hold>
    public let user: ID<User>
    public let money: Money
    /// What it is meant for, as `kind/id`.
    public let purpose: String
    public let transaction: ID<LedgerTransaction>
    public var subject: Subject { Subject("hold", hold) }

    public init(
        hold: ID<Hold>, user: ID<User>, money: Money, purpose: String, transaction: ID<LedgerTransaction>
    ) {
        (self.hold, self.user, self.money, self.purpose) = (hold, user, money, purpose)
        self.transaction = transaction
    }
}

/// What a hold put aside went into escrow.
public struct HoldCaptured: Event {
    public static let type = "wallet.hold-captured"
    public let hold: ID<Hold>
    public let user: ID<User>
    public let money: Money
    /// The escrow account's owner, as `kind/id`.
    public let escrow: String
    public let kind: TransactionKind
    public let transaction: ID<LedgerTransaction>
    public var subject: Subject { Subject("hold", hold) }

    public init(
        hold: ID<Hold>, user: ID<User>, money: Money, escrow: String, kind: TransactionKind,
        transaction: ID<LedgerTransaction>
    ) {
        (self.hold, self.user, self.money, self.escrow) = (hold, user, money, escrow)
        (self.kind, self.transaction) = (kind, transaction)
    }
}

/// What a hold put aside went back to its owner.
public struct HoldReleased: Event {
    public static let type = "wallet.hold-released"
    public let hold: ID<Hold>
    public let user: ID<User>
    public let money: Money
    public let transaction: ID<LedgerTransaction>
    public var subject: Subject { Subject("hold", hold) }

    public init(hold: ID<Hold>, user: ID<User>, money: Money, transaction: ID<LedgerTransaction>) {
        (self.hold, self.user, self.money, self.transaction) = (hold, user, money, transaction)
    }
}

/// One payment out of escrow.
public struct Paid: Event {
    public static let type = "wallet.paid"
    public let transaction: ID<LedgerTransaction>
    /// The escrow account's owner, as `kind/id`.
    public let escrow: String
    public let recipient: PayFromEscrow.Payment.Recipient
    /// Who got it; nobody where the house did.
    public let user: ID<User>?
    /// The hold that was refunded.
    public let hold: ID<Hold>?
    public let money: Money
    public let kind: TransactionKind
    /// What it was paid for, as `kind/id`.
    public let purpose: String
    public var subject: Subject { Subject("transaction", transaction) }

    public init(
        transaction: ID<LedgerTransaction>, escrow: String, recipient: PayFromEscrow.Payment.Recipient,
        user: ID<User>?, hold: ID<Hold>?, money: Money, kind: TransactionKind, purpose: String
    ) {
        (self.transaction, self.escrow, self.recipient) = (transaction, escrow, recipient)
        (self.user, self.hold, self.money) = (user, hold, money)
        (self.kind, self.purpose) = (kind, purpose)
    }
}
