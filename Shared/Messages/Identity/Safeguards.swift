/// A person's limits in one currency. What is left out is not limited.
public struct CurrencyLimits: Codable, Sendable, Equatable {
    public let currency: CurrencyCode
    public private(set) var stake: Money?
    public private(set) var dailyStake: Money?
    public private(set) var monthlyStake: Money?
    public private(set) var dailyDeposit: Money?
    public private(set) var monthlyDeposit: Money?
    public private(set) var dailyLoss: Money?
    public private(set) var monthlyLoss: Money?

    enum CodingKeys: String, CodingKey {
        case currency, stake, dailyStake = "daily_stake", monthlyStake = "monthly_stake"
        case dailyDeposit = "daily_deposit", monthlyDeposit = "monthly_deposit", dailyLoss = "daily_loss"
        case monthlyLoss = "monthly_loss"
    }

    public init(currency: CurrencyCode) { self.currency = currency }

    public subscript(kind: LimitKind) -> Money? {
        get {
            switch kind {
            case .stake: stake
            case .dailyStake: dailyStake
            case .monthlyStake: monthlyStake
            case .dailyDeposit: dailyDeposit
            case .monthlyDeposit: monthlyDeposit
            case .dailyLoss: dailyLoss
            case .monthlyLoss: monthlyLoss
            case .unknown: nil
            }
        }
        set {
            switch kind {
            case .stake: stake = newValue
            case .dailyStake: dailyStake = newValue
            case .monthlyStake: monthlyStake = newValue
            case .dailyDeposit: dailyDeposit = newValue
            case .monthlyDeposit: monthlyDeposit = newValue
            case .dailyLoss: dailyLoss = newValue
            case .monthlyLoss: monthlyLoss = newValue
            case .unknown: break
            }
        }
    }
}

/// How a person keeps themselves from playing too much.
public struct Safeguards: Codable, Sendable, Equatable {
    /// A limit that will be higher, or gone where no amount is named.
    public struct Rise: Codable, Sendable, Equatable {
        public let currency: CurrencyCode
        public let limit: LimitKind
        public let amount: Money?
        public let at: Timestamp

        public init(currency: CurrencyCode, limit: LimitKind, amount: Money?, at: Timestamp) {
            (self.currency, self.limit, self.amount, self.at) = (currency, limit, amount, at)
        }
    }

    /// What holds now.
    public let limits: [CurrencyLimits]
    public let rises: [Rise]
    public let coolOffUntil: Timestamp?
    public let selfExclusion: SelfExclusion?

    enum CodingKeys: String, CodingKey {
        case limits, rises, coolOffUntil = "cool_off_until", selfExclusion = "self_exclusion"
    }

    public init(limits: [CurrencyLimits], rises: [Rise], coolOffUntil: Timestamp?, selfExclusion: SelfExclusion?) {
        (self.limits, self.rises) = (limits, rises)
        (self.coolOffUntil, self.selfExclusion) = (coolOffUntil, selfExclusion)
    }
}

public enum GetLimits: Query {
    public typealias Request = Nothing
    public typealias Reply = Safeguards
    public static let name = "identity.get-limits"
    public static let summary = "Show your limits, and what will become of them"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/me/limits")
}

/// Sets one's limits in the currencies that it names, each as a whole. What is lower than before, or new, holds at once;
/// what is higher, or left out, a day later.
public enum SetLimits: Command {
    public static let currencyLimit = 16

    public struct Request: Codable, Sendable {
        public let limits: [CurrencyLimits]

        public init(limits: [CurrencyLimits]) { self.limits = limits }
    }
    public typealias Reply = Confirmed<Safeguards>
    public static let name = "identity.set-limits"
    public static let summary = "Limit what you stake, pay in and lose"
    public static let access = Access.signedIn
    public static let isOpenToFrozen = true
    public static let route: Route? = .put("/v1/me/limits")
}

public enum ExclusionFailure: String, DomainFailure {
    case cannotShorten = "cannot_shorten"
    public var status: Int { 409 }
}

/// Keeps oneself from staking and paying in for some days or weeks.
public enum CoolOff: Command {
    public struct Request: Codable, Sendable {
        public let until: Timestamp

        public init(until: Timestamp) { self.until = until }
    }
    public typealias Reply = Confirmed<Safeguards>
    public typealias Failure = ExclusionFailure
    public static let name = "identity.cool-off"
    public static let summary = "Take a break from staking, for a day to six weeks"
    public static let access = Access.signedIn
    public static let isOpenToFrozen = true
    public static let route: Route? = .act("/v1/me/cool-off")
}

/// Keeps oneself from staking and paying in for at least six months. Nobody can take it back.
public enum ExcludeSelf: Command {
    public struct Request: Codable, Sendable {
        /// Left out for ever.
        public let until: Timestamp?

        public init(until: Timestamp? = nil) { self.until = until }
    }
    public typealias Reply = Confirmed<Safeguards>
    public typealias Failure = ExclusionFailure
    public static let name = "identity.exclude-self"
    public static let summary = "Exclude yourself from staking, for at least six months or for ever"
    public static let access = Access.signedIn
    public static let isOpenToFrozen = true
    public static let route: Route? = .act("/v1/me/self-exclusion")
}

// How somebody keeps themselves from playing tells of their health, so that it stands in events only sealed; the first
// versions told it to everybody.

/// A person has set their limits, of which both lists have all.
public struct LimitsChanged: Event {
    public static let type = "identity.limits-changed"
    public static let version = 2
    public let user: ID<User>
    public let before: Sealed
    public let after: Sealed
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>, before: Sealed, after: Sealed) {
        (self.user, self.before, self.after) = (user, before, after)
    }
}

/// A person takes a break, or a longer one than before.
public struct CoolOffSet: Event {
    public static let type = "identity.cool-off-set"
    public static let version = 2
    public let user: ID<User>
    public let before: Sealed?
    public let until: Sealed
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>, before: Sealed?, until: Sealed) {
        (self.user, self.before, self.until) = (user, before, until)
    }
}

/// A person has excluded themselves, or for longer than before.
public struct SelfExclusionSet: Event {
    public static let type = "identity.self-exclusion-set"
    public static let version = 2
    public static let severity = Severity.warning
    public let user: ID<User>
    public let before: Sealed?
    public let after: Sealed
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>, before: Sealed?, after: Sealed) {
        (self.user, self.before, self.after) = (user, before, after)
    }
}

/// A person wanted back before the end of what they had decided on.
public struct ShorteningRefused: Event {
    public static let type = "identity.shortening-refused"
    public static let severity = Severity.warning
    public let user: ID<User>
    /// The command that was refused.
    public let operation: String
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>, operation: String) { (self.user, self.operation) = (user, operation) }
}
