/// Books money that people keep outside of the platform, by what they say of it: into an escrow that is named `outside/…`, and
/// out of it. What is in such an escrow can leave it to the outside only, so that nobody's word ever becomes a user's money.
public enum RecordOutside: Command {
    public struct Booking: Codable, Sendable {
        /// Into the escrow, or out of it.
        public let direction: OutsideDirection
        public let money: Money
        public let kind: TransactionKind
        /// What it was for, as `kind/id`.
        public let purpose: String

        public init(_ direction: OutsideDirection, _ money: Money, kind: TransactionKind, purpose: String) {
            (self.direction, self.money, self.kind, self.purpose) = (direction, money, kind, purpose)
        }
    }

    public struct Request: Codable, Sendable {
        /// The escrow account's owner: `outside/id`.
        public let escrow: String
        /// In their order.
        public let movements: UpTo<100, Booking>

        public init(escrow: String, movements: UpTo<100, Booking>) {
            (self.escrow, self.movements) = (escrow, movements)
        }
    }
    public typealias Reply = Nothing
    public enum Failure: String, DomainFailure {
        case malformedMovement = "malformed_movement"
        case escrowTooSmall = "escrow_too_small"
    }
    public static let limit = 100
    public static let name = "wallet.record-outside"
    public static let summary = "Book money that people keep outside of the platform"
    public static let access = Access.services([.betting])
}

/// Money that people keep outside of the platform came or went, by what they say.
public struct OutsideRecorded: Event {
    public static let type = "wallet.outside-recorded"
    public let transaction: ID<LedgerTransaction>
    /// The escrow account's owner, as `outside/id`.
    public let escrow: String
    public let direction: OutsideDirection
    public let money: Money
    public let kind: TransactionKind
    /// What it was for, as `kind/id`.
    public let purpose: String
    /// The first transaction of those that belong together with this one.
    public let group: ID<LedgerTransaction>?
    public var subject: Subject { Subject("transaction", transaction) }

    public init(
        transaction: ID<LedgerTransaction>, escrow: String, direction: OutsideDirection, money: Money,
        kind: TransactionKind, purpose: String, group: ID<LedgerTransaction>?
    ) {
        (self.transaction, self.escrow, self.direction, self.money) = (transaction, escrow, direction, money)
        (self.kind, self.purpose, self.group) = (kind, purpose, group)
    }
}
