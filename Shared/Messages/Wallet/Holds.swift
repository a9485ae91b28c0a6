public enum Hold {}

/// Puts money of a user aside for a stake. Needs the user's own statement: no service takes money on its own word.
public enum PlaceHold: Command {
    public struct Request: Codable, Sendable {
        public let hold: ID<Hold>
        public let user: ID<User>
        public let money: Money
        /// What the money is meant for, as `kind/id`.
        public let purpose: String

        public init(hold: ID<Hold>, user: ID<User>, money: Money, purpose: String) {
            (self.hold, self.user, self.money, self.purpose) = (hold, user, money, purpose)
        }
    }
    public typealias Reply = Nothing
    public enum Failure: String, DomainFailure {
        case insufficientFunds = "insufficient_funds"
        case unknownCurrency = "unknown_currency"
        case holdExists = "hold_exists"
        public var status: Int { self == .holdExists ? 409 : 422 }
    }
    public static let sharedFailures: [any DomainFailure.Type] = [StandingRefusal.self]
    public static let name = "wallet.place-hold"
    public static let summary = "Put a user's money aside"
    public static let access = Access.services([.betting, .raffle])
}

/// Moves what a hold put aside into escrow. What was accepted is owed: neither freeze nor limit refuses it.
public enum CaptureHold: Command {
    public struct Request: Codable, Sendable {
        public let hold: ID<Hold>
        /// The escrow account's owner, as `kind/id`.
        public let escrow: String
        public let kind: TransactionKind

        public init(hold: ID<Hold>, escrow: String, kind: TransactionKind) {
            (self.hold, self.escrow, self.kind) = (hold, escrow, kind)
        }
    }
    public typealias Reply = Nothing
    public enum Failure: String, DomainFailure {
        case unknownHold = "unknown_hold"
        case holdNotOpen = "hold_not_open"
        public var status: Int { 409 }
    }
    public static let name = "wallet.capture-hold"
    public static let summary = "Move held money into escrow"
    public static let access = Access.services([.betting, .raffle])
}

/// Gives back what a hold put aside, each unit to the bucket it came from.
public enum ReleaseHold: Command {
    public struct Request: Codable, Sendable {
        public let hold: ID<Hold>

        public init(hold: ID<Hold>) { self.hold = hold }
    }
    public typealias Reply = Nothing
    public typealias Failure = CaptureHold.Failure
    public static let name = "wallet.release-hold"
    public static let summary = "Give held money back"
    public static let access = Access.services([.betting, .raffle])
}
