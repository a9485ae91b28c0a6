public enum Hold {}

/// Puts money of a user aside for a stake. Needs the user's own statement: no service takes money on its own word.
public enum PlaceHold: Command {
    public struct Request: Codable, Sendable {
        public let hold: ID<Hold>
        public let user: ID<User>
        public let money: Money
        /// What the money is meant for, as `kind/id`.
        public let purpose: String
        /// From this moment on the hold counts nowhere any more, whether or not anything has been done about it.
        public let expiresAt: Timestamp?
        /// Takes deposit and winning only, for what must never be played for with the house's money.
        public let withoutBonus: Bool?

        enum CodingKeys: String, CodingKey {
            case hold, user, money, purpose, expiresAt = "expires_at", withoutBonus = "without_bonus"
        }

        public init(
            hold: ID<Hold>, user: ID<User>, money: Money, purpose: String, expiresAt: Timestamp? = nil,
            withoutBonus: Bool? = nil
        ) {
            (self.hold, self.user, self.money, self.purpose) = (hold, user, money, purpose)
            (self.expiresAt, self.withoutBonus) = (expiresAt, withoutBonus)
        }
    }
    public typealias Reply = Nothing
    public enum Failure: String, DomainFailure {
        case insufficientFunds = "insufficient_funds"
        case unknownCurrency = "unknown_currency"
        case holdExists = "hold_exists"
        /// So many of the user's holds in this currency wait for their deadline already.
        case tooManyHolds = "too_many_holds"
        public var status: Int { self == .holdExists ? 409 : 422 }
    }
    public static let sharedFailures: [any DomainFailure.Type] = [StandingRefusal.self]
    public static let name = "wallet.place-hold"
    public static let summary = "Put a user's money aside"
    public static let access = Access.services([.betting, .raffle])

    /// How many holds with a deadline a user may have open in a currency.
    public static let expiringLimit = 200
}

/// Moves what a hold put aside into escrow, all of what is left or a part. What was accepted is owed: neither freeze nor
/// limit refuses it.
public enum CaptureHold: Command {
    public struct Request: Codable, Sendable {
        public let hold: ID<Hold>
        /// The escrow account's owner, as `kind/id`.
        public let escrow: String
        public let kind: TransactionKind
        /// How much of it; without this, all that is left.
        public let money: Money?
        /// Nothing more will be captured: what is left goes back to its owner.
        public let last: Bool?

        public init(
            hold: ID<Hold>, escrow: String, kind: TransactionKind, money: Money? = nil, last: Bool? = nil
        ) {
            (self.hold, self.escrow, self.kind) = (hold, escrow, kind)
            (self.money, self.last) = (money, last)
        }
    }
    public typealias Reply = Nothing
    public enum Failure: String, DomainFailure {
        case unknownHold = "unknown_hold"
        /// It was given back.
        case holdNotOpen = "hold_not_open"
        /// All of it is in escrow.
        case holdCaptured = "hold_already_captured"
        case holdExpired = "hold_expired"
        /// More than is left of it.
        case captureExceedsHold = "capture_exceeds_hold"
        case tooManyCaptures = "too_many_captures"
        public var status: Int {
            switch self {
            case .unknownHold, .holdNotOpen, .holdCaptured, .holdExpired: 409
            case .captureExceedsHold, .tooManyCaptures: 422
            }
        }
    }
    public static let name = "wallet.capture-hold"
    public static let summary = "Move held money into escrow"
    public static let access = Access.services([.betting, .raffle])

    /// In how many parts a hold may be captured.
    public static let partLimit = 100
}

/// Gives back what is left of what a hold put aside, each unit to the bucket it came from.
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
