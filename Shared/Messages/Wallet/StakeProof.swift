// What a service asks to hold what it says is staked against what the wallet knows. All three are calls and not queries:
// calls are done in the order in which they were made, so that the answer is of the moment at which the caller had asked
// for all that it had asked for until then, and for nothing else.

/// What is known of some holds of the service that asks.
public enum TellHolds: Command {
    /// More than this are not told of for one request.
    public static let limit = 50

    public struct Question: Codable, Sendable {
        public let hold: ID<Hold>
        /// Whether what was won is wanted, too: where winnings are paid under the purpose that the hold was placed for, and
        /// under that nothing else.
        public let withWinnings: Bool

        enum CodingKeys: String, CodingKey { case hold, withWinnings = "with_winnings" }

        public init(_ hold: ID<Hold>, withWinnings: Bool) { (self.hold, self.withWinnings) = (hold, withWinnings) }
    }
    public struct Request: Codable, Sendable {
        public let holds: UpTo<50, Question>

        public init(holds: UpTo<50, Question>) { self.holds = holds }
    }
    public struct Reply: Codable, Sendable {
        /// In the order in which they were asked for.
        public let holds: UpTo<50, HoldStanding>

        public init(holds: UpTo<50, HoldStanding>) { self.holds = holds }
    }
    public static let name = "wallet.tell-holds"
    public static let summary = "What is known of holds"
    public static let access = Access.services([.betting, .raffle])
}

/// A hold as the wallet knows it.
public struct HoldStanding: Codable, Sendable {
    public enum State: String, WireEnum {
        /// There is none of the service's.
        case none
        case open
        /// All of it went into escrow.
        case captured
        /// What was not captured went back.
        case released, expired
        case unknown

        public static var fallback: State? { .unknown }
    }

    /// What of it went into an escrow, and how much of that came back to its owner.
    public struct Part: Codable, Sendable, Hashable {
        /// The escrow account's owner, as `kind/id`.
        public let escrow: String
        public let captured: Money
        public let returned: Money

        public init(escrow: String, captured: Money, returned: Money) {
            (self.escrow, self.captured, self.returned) = (escrow, captured, returned)
        }
    }

    public let hold: ID<Hold>
    public let state: State
    public let user: ID<User>?
    /// What it put aside.
    public let money: Money?
    /// By escrow account, in the order of their names.
    public let parts: UpTo<100, Part>
    /// What its owner was paid as winnings, whether or not an admin reversed it; only where it was asked for.
    public let won: Money?

    public init(
        hold: ID<Hold>, state: State, user: ID<User>? = nil, money: Money? = nil, parts: UpTo<100, Part>,
        won: Money? = nil
    ) {
        (self.hold, self.state, self.user, self.money) = (hold, state, user, money)
        (self.parts, self.won) = (parts, won)
    }
}

/// Goes over all holds in the order of their ids, and tells of those of the service that asks that are open or have brought
/// something into escrow: of these the service must know.
public enum ListHolds: Command {
    /// More holds than this are not looked at for one request, whosever they are.
    public static let limit = 50

    public struct Request: Codable, Sendable {
        /// Behind which to go on; nil for nowhere.
        public let after: ID<Hold>?
        /// Up to which, that one included.
        public let through: ID<Hold>
        /// To be told of, too.
        public let again: UpTo<50, ID<Hold>>

        public init(after: ID<Hold>?, through: ID<Hold>, again: UpTo<50, ID<Hold>>) {
            (self.after, self.through, self.again) = (after, through, again)
        }
    }
    public struct Reply: Codable, Sendable {
        public let holds: UpTo<50, ListedHold>
        /// Those that were asked about again and are open, or have brought something into escrow.
        public let again: UpTo<50, ListedHold>
        /// Behind which there may be more.
        public let next: ID<Hold>?

        public init(holds: UpTo<50, ListedHold>, again: UpTo<50, ListedHold>, next: ID<Hold>?) {
            (self.holds, self.again, self.next) = (holds, again, next)
        }
    }
    public static let name = "wallet.list-holds"
    public static let summary = "The holds of a service's that it must know of"
    public static let access = Access.services([.betting, .raffle])
}

public struct ListedHold: Codable, Sendable {
    public let hold: ID<Hold>
    public let state: HoldStanding.State
    public let money: Money
    /// What it was placed for, as `kind/id`.
    public let purpose: String

    public init(hold: ID<Hold>, state: HoldStanding.State, money: Money, purpose: String) {
        (self.hold, self.state, self.money, self.purpose) = (hold, state, money, purpose)
    }
}

/// What lies in some escrow accounts of the service that asks.
public enum TellEscrows: Command {
    public static let limit = 50

    public struct Question: Codable, Sendable {
        /// The escrow account's owner, as `kind/id`.
        public let escrow: String
        public let currency: CurrencyCode

        public init(_ escrow: String, _ currency: CurrencyCode) { (self.escrow, self.currency) = (escrow, currency) }
    }
    public struct Request: Codable, Sendable {
        public let escrows: UpTo<50, Question>

        public init(escrows: UpTo<50, Question>) { self.escrows = escrows }
    }
    public struct Balance: Codable, Sendable {
        public let escrow: String
        /// Without what admins' reversals of its payments brought back, of which the service knows nothing; nil where there
        /// is no such currency.
        public let money: Money?

        public init(escrow: String, money: Money?) { (self.escrow, self.money) = (escrow, money) }
    }
    public struct Reply: Codable, Sendable {
        /// In the order in which they were asked for.
        public let escrows: UpTo<50, Balance>

        public init(escrows: UpTo<50, Balance>) { self.escrows = escrows }
    }
    public static let name = "wallet.tell-escrows"
    public static let summary = "What lies in escrow accounts"
    public static let access = Access.services([.betting, .raffle])
}
