/// A user asked to be paid out, and the sum was put aside. Where it is to go is nobody's who follows events.
public struct WithdrawalRequested: Event {
    public static let type = "wallet.withdrawal-requested"
    public let withdrawal: ID<Withdrawal>
    public let user: ID<User>
    public let amount: Money
    public let hold: ID<Hold>
    public let transaction: ID<LedgerTransaction>
    public var subject: Subject { Subject("withdrawal", withdrawal) }

    public init(
        withdrawal: ID<Withdrawal>, user: ID<User>, amount: Money, hold: ID<Hold>, transaction: ID<LedgerTransaction>
    ) {
        (self.withdrawal, self.user, self.amount) = (withdrawal, user, amount)
        (self.hold, self.transaction) = (hold, transaction)
    }
}

/// A withdrawal was paid: its money has left the platform.
public struct WithdrawalPaid: Event {
    public static let type = "wallet.withdrawal-paid"
    public let withdrawal: ID<Withdrawal>
    public let user: ID<User>
    public let amount: Money
    public let adminTxHash: TransferHash
    public let transaction: ID<LedgerTransaction>
    public var subject: Subject { Subject("withdrawal", withdrawal) }

    enum CodingKeys: String, CodingKey {
        case withdrawal, user, amount, transaction, adminTxHash = "admin_tx_hash"
    }

    public init(
        withdrawal: ID<Withdrawal>, user: ID<User>, amount: Money, adminTxHash: TransferHash,
        transaction: ID<LedgerTransaction>
    ) {
        (self.withdrawal, self.user, self.amount) = (withdrawal, user, amount)
        (self.adminTxHash, self.transaction) = (adminTxHash, transaction)
    }
}

/// A withdrawal came to nothing, and its sum went back to its owner.
public struct WithdrawalReturned: Event {
    public static let type = "wallet.withdrawal-returned"
    public enum Reason: String, WireEnum {
        case cancelled, rejected, failed, unknown

        public static var fallback: Reason? { .unknown }
    }

    public let withdrawal: ID<Withdrawal>
    public let user: ID<User>
    public let amount: Money
    public let reason: Reason
    public let transaction: ID<LedgerTransaction>
    public var subject: Subject { Subject("withdrawal", withdrawal) }

    public init(
        withdrawal: ID<Withdrawal>, user: ID<User>, amount: Money, reason: Reason, transaction: ID<LedgerTransaction>
    ) {
        (self.withdrawal, self.user, self.amount) = (withdrawal, user, amount)
        (self.reason, self.transaction) = (reason, transaction)
    }
}

/// An admin tried to decide on a deposit or withdrawal of their own.
public struct OwnDecisionRefused: Event {
    public static let type = "wallet.own-decision-refused"
    public static let severity = Severity.warning
    public let user: ID<User>
    /// The command that was refused.
    public let operation: String
    /// What it was about, as `kind/id`.
    public let entity: String
    public var subject: Subject { Subject("admin", user) }

    public init(user: ID<User>, operation: String, entity: String) {
        (self.user, self.operation, self.entity) = (user, operation, entity)
    }
}

/// An admin tried to pay out of an account from which nothing may be taken.
public struct FrozenPayoutRefused: Event {
    public static let type = "wallet.frozen-payout-refused"
    public static let severity = Severity.warning
    public let withdrawal: ID<Withdrawal>
    public let user: ID<User>
    public let amount: Money
    public let state: UserState
    public var subject: Subject { Subject("withdrawal", withdrawal) }

    public init(withdrawal: ID<Withdrawal>, user: ID<User>, amount: Money, state: UserState) {
        (self.withdrawal, self.user, self.amount, self.state) = (withdrawal, user, amount, state)
    }
}
