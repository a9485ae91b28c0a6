/// A balanced set of postings in the ledger. Several that one message posted belong to a group, which is named by the first
/// of them.
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
    public let expiresAt: Timestamp?
    public var subject: Subject { Subject("hold", hold) }

    enum CodingKeys: String, CodingKey { case hold, user, money, purpose, transaction, expiresAt = "expires_at" }

    public init(
        hold: ID<Hold>, user: ID<User>, money: Money, purpose: String, transaction: ID<LedgerTransaction>,
        expiresAt: Timestamp? = nil
    ) {
        (self.hold, self.user, self.money, self.purpose) = (hold, user, money, purpose)
        (self.transaction, self.expiresAt) = (transaction, expiresAt)
    }
}

/// What a hold put aside went into escrow, or a part of it.
public struct HoldCaptured: Event {
    public static let type = "wallet.hold-captured"
    public let hold: ID<Hold>
    public let user: ID<User>
    public let money: Money
    /// The escrow account's owner, as `kind/id`.
    public let escrow: String
    public let kind: TransactionKind
    public let transaction: ID<LedgerTransaction>
    /// The first transaction of those that belong together with this one.
    public let group: ID<LedgerTransaction>?
    public var subject: Subject { Subject("hold", hold) }

    public init(
        hold: ID<Hold>, user: ID<User>, money: Money, escrow: String, kind: TransactionKind,
        transaction: ID<LedgerTransaction>, group: ID<LedgerTransaction>? = nil
    ) {
        (self.hold, self.user, self.money, self.escrow) = (hold, user, money, escrow)
        (self.kind, self.transaction, self.group) = (kind, transaction, group)
    }
}

/// What was left of a hold went back to its owner.
public struct HoldReleased: Event {
    public static let type = "wallet.hold-released"
    public let hold: ID<Hold>
    public let user: ID<User>
    public let money: Money
    public let transaction: ID<LedgerTransaction>
    /// The first transaction of those that belong together with this one.
    public let group: ID<LedgerTransaction>?
    public var subject: Subject { Subject("hold", hold) }

    public init(
        hold: ID<Hold>, user: ID<User>, money: Money, transaction: ID<LedgerTransaction>,
        group: ID<LedgerTransaction>? = nil
    ) {
        (self.hold, self.user, self.money, self.transaction) = (hold, user, money, transaction)
        self.group = group
    }
}

/// A hold's deadline passed, and what was left of it went back to its owner.
public struct HoldExpired: Event {
    public static let type = "wallet.hold-expired"
    public let hold: ID<Hold>
    public let user: ID<User>
    public let money: Money
    public let transaction: ID<LedgerTransaction>
    public var subject: Subject { Subject("hold", hold) }

    public init(hold: ID<Hold>, user: ID<User>, money: Money, transaction: ID<LedgerTransaction>) {
        (self.hold, self.user, self.money, self.transaction) = (hold, user, money, transaction)
    }
}

/// The house put into an escrow what it had promised.
public struct EscrowFunded: Event {
    public static let type = "wallet.escrow-funded"
    public let transaction: ID<LedgerTransaction>
    /// The escrow account's owner, as `kind/id`.
    public let escrow: String
    public let money: Money
    public let kind: TransactionKind
    /// What was promised, as `kind/id`.
    public let purpose: String
    public var subject: Subject { Subject("transaction", transaction) }

    public init(
        transaction: ID<LedgerTransaction>, escrow: String, money: Money, kind: TransactionKind, purpose: String
    ) {
        (self.transaction, self.escrow, self.money) = (transaction, escrow, money)
        (self.kind, self.purpose) = (kind, purpose)
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
    /// The first transaction of those that belong together with this one.
    public let group: ID<LedgerTransaction>?
    public var subject: Subject { Subject("transaction", transaction) }

    public init(
        transaction: ID<LedgerTransaction>, escrow: String, recipient: PayFromEscrow.Payment.Recipient,
        user: ID<User>?, hold: ID<Hold>?, money: Money, kind: TransactionKind, purpose: String,
        group: ID<LedgerTransaction>? = nil
    ) {
        self.group = group
        (self.transaction, self.escrow, self.recipient) = (transaction, escrow, recipient)
        (self.user, self.hold, self.money) = (user, hold, money)
        (self.kind, self.purpose) = (kind, purpose)
    }
}
