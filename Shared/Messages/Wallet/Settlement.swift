/// Pays out of one escrow account: winnings, refunds and what the house keeps, all or nothing, in one command of bounded
/// size. A long settlement is many of these.
public enum PayFromEscrow: Command {
    public static let paymentLimit = 200
    /// A refund takes a transaction for each part that its hold was captured in, so that payments alone bound nothing.
    public static let transactionLimit = 1000

    public struct Payment: Codable, Sendable {
        public enum Recipient: String, WireEnum {
            /// Who won. What their bonus brought into the escrow is made whole first; all else goes to their winning bucket.
            case winner
            /// Back to the buckets that a captured hold was taken from.
            case origin
            /// The house's account for this kind of payment.
            case house
            /// Another escrow of the same service, where money stays in play.
            case escrow
            /// A user who gets stakes back: first what the holds that are named brought, each unit to the bucket it came
            /// from, and only what is above that is won.
            case returns
        }

        public let recipient: Recipient
        /// For winnings and returns.
        public let user: ID<User>?
        /// For refunds: of what this hold brought into the escrow, the last taken goes back first.
        public let hold: ID<Hold>?
        /// For returns: the user's holds, in the order in which they are made whole.
        public let holds: UpTo<50, ID<Hold>>?
        /// For what stays in play: the escrow that it goes to, as `kind/id`.
        public var into: String?
        public let money: Money
        public let kind: TransactionKind
        /// What it is paid for, as `kind/id`.
        public let purpose: String

        public init(winner user: ID<User>, money: Money, kind: TransactionKind, purpose: String) {
            (recipient, self.user, hold, holds) = (.winner, user, nil, nil)
            (self.money, self.kind, self.purpose) = (money, kind, purpose)
        }

        public init(refundOf hold: ID<Hold>, money: Money, kind: TransactionKind, purpose: String) {
            (recipient, user, self.hold, holds) = (.origin, nil, hold, nil)
            (self.money, self.kind, self.purpose) = (money, kind, purpose)
        }

        public init(house money: Money, kind: TransactionKind, purpose: String) {
            (recipient, user, hold, holds) = (.house, nil, nil, nil)
            (self.money, self.kind, self.purpose) = (money, kind, purpose)
        }

        public init(into escrow: String, money: Money, kind: TransactionKind, purpose: String) {
            (recipient, user, hold, holds, into) = (.escrow, nil, nil, nil, escrow)
            (self.money, self.kind, self.purpose) = (money, kind, purpose)
        }

        public init(
            returnTo user: ID<User>, of holds: UpTo<50, ID<Hold>>, money: Money, kind: TransactionKind, purpose: String
        ) {
            (recipient, self.user, hold, self.holds) = (.returns, user, nil, holds)
            (self.money, self.kind, self.purpose) = (money, kind, purpose)
        }
    }

    public struct Request: Codable, Sendable {
        /// The escrow account's owner, as `kind/id`.
        public let escrow: String
        public let payments: [Payment]

        public init(escrow: String, payments: [Payment]) { (self.escrow, self.payments) = (escrow, payments) }
    }
    public typealias Reply = Nothing
    public enum Failure: String, DomainFailure {
        case escrowTooSmall = "escrow_too_small"
        case unknownHold = "unknown_hold"
        case malformedPayment = "malformed_payment"
        /// Nothing of the hold is in this escrow: still open, given back, or refunded before.
        case holdNotCaptured = "hold_not_captured"
        /// More than is left in this escrow of what the hold brought.
        case refundExceedsCapture = "refund_exceeds_capture"
        public var status: Int {
            switch self {
            case .unknownHold, .holdNotCaptured: 409
            case .escrowTooSmall, .malformedPayment, .refundExceedsCapture: 422
            }
        }
    }
    public static let name = "wallet.pay-from-escrow"
    public static let summary = "Pay winnings and refunds out of escrow"
    public static let access = Access.services([.betting, .raffle])
}

/// Has the house put in what an escrow lacks of what was promised: a guaranteed prize, a least dividend. Comes before the
/// payments that need it.
public enum FundEscrow: Command {
    public struct Request: Codable, Sendable {
        /// The escrow account's owner, as `kind/id`.
        public let escrow: String
        public let money: Money
        public let kind: TransactionKind
        /// What was promised, as `kind/id`.
        public let purpose: String

        public init(escrow: String, money: Money, kind: TransactionKind, purpose: String) {
            (self.escrow, self.money, self.kind, self.purpose) = (escrow, money, kind, purpose)
        }
    }
    public typealias Reply = Nothing
    public enum Failure: String, DomainFailure {
        case malformedFunding = "malformed_funding"
        public var status: Int { 422 }
    }
    public static let name = "wallet.fund-escrow"
    public static let summary = "Put in what an escrow lacks of what the house promised"
    public static let access = Access.services([.betting, .raffle])
}

/// Why money moved.
public enum TransactionKind: String, WireEnum {
    case deposit, withdrawal, bonus, fee, adjustment, commission, contribution, prize, takeout, hold, release, reversal
    case betPlaced = "bet_placed"
    case betPayout = "bet_payout"
    case betRefund = "bet_refund"
    case betVoid = "bet_void"
    case contestEntry = "contest_entry"
    case syndicateBet = "syndicate_bet"
    case syndicateWinnings = "syndicate_winnings"
    case syndicatePayout = "syndicate_payout"
    case raffleSale = "raffle_sale"
    case raffleRefund = "raffle_refund"
    case rafflePrize = "raffle_prize"
    case contestRefund = "contest_refund"
    case peerStake = "peer_stake"
    case peerPayout = "peer_payout"
    case peerRefund = "peer_refund"
    /// What rounding payments down leaves to the house.
    case breakage
    /// What nobody is there to win.
    case unawarded
    /// What goes on from one escrow to the next.
    case rollover
    /// What the house puts in for guaranteed prizes.
    case overlay
    /// What the house puts in for a least dividend.
    case minusPool = "minus_pool"
    case unknown

    public static var fallback: TransactionKind? { .unknown }
}
