/// Where a person stands with the platform, as far as other services must know it: what their account may do, and how
/// they have limited themselves. Who has been given none is at version 0: active, and free of limits.
public struct PersonStanding: Codable, Sendable, Equatable {
    public let user: ID<User>
    /// Dense per user. Whoever has a copy keeps the highest.
    public let version: Int64
    public let state: UserState
    public var kycLevel: KYCLevel?
    /// The zone in which the person's days begin; UTC where it is left out.
    public var timeZone: TimeZoneName?
    public let limits: [PersonalLimit]
    public let coolOffUntil: Timestamp?
    public let selfExclusion: SelfExclusion?

    enum CodingKeys: String, CodingKey {
        case user, version, state, kycLevel = "kyc_level", timeZone = "time_zone", limits
        case coolOffUntil = "cool_off_until", selfExclusion = "self_exclusion"
    }

    public init(
        user: ID<User>, version: Int64, state: UserState, limits: [PersonalLimit] = [], coolOffUntil: Timestamp? = nil,
        selfExclusion: SelfExclusion? = nil
    ) {
        (self.user, self.version, self.state, self.limits) = (user, version, state, limits)
        (self.coolOffUntil, self.selfExclusion) = (coolOffUntil, selfExclusion)
    }
}

/// What a person may limit.
public enum LimitKind: String, WireEnum, Hashable {
    /// The largest single stake.
    case stake
    case dailyStake = "daily_stake"
    case monthlyStake = "monthly_stake"
    case dailyDeposit = "daily_deposit"
    case monthlyDeposit = "monthly_deposit"
    case dailyLoss = "daily_loss"
    case monthlyLoss = "monthly_loss"
    case unknown

    public static var fallback: LimitKind? { .unknown }
}

/// One limit with what it will become, so that whoever has a copy can go over to it by itself at the right time.
public struct PersonalLimit: Codable, Sendable, Equatable {
    /// A rise that waits for its time. Without an amount the limit will be gone.
    public struct Rise: Codable, Sendable, Equatable {
        public let amount: DecimalText?
        public let at: Timestamp

        public init(amount: DecimalText?, at: Timestamp) { (self.amount, self.at) = (amount, at) }
    }

    public let currency: CurrencyCode
    public let kind: LimitKind
    public let amount: DecimalText
    public let rise: Rise?

    public init(currency: CurrencyCode, kind: LimitKind, amount: DecimalText, rise: Rise? = nil) {
        (self.currency, self.kind, self.amount, self.rise) = (currency, kind, amount, rise)
    }

    /// What holds at a time; nil where the limit has gone by then.
    public func amount(at time: Timestamp) -> DecimalText? {
        guard let rise, rise.at <= time else { return amount }
        return rise.amount
    }
}

/// A person has shut themselves out of staking and paying in.
public struct SelfExclusion: Codable, Sendable, Equatable {
    /// Left out where it is for ever.
    public let until: Timestamp?

    public init(until: Timestamp?) { self.until = until }

    public func isInForce(at time: Timestamp) -> Bool { until.map { time < $0 } ?? true }
}

/// A person stands otherwise than before. Every change of what a standing says is followed by one of these. How a person
/// has limited or excluded themselves is nobody's but theirs, so that it stands in this only sealed; who enforces it and
/// lacks this version asks for it.
public struct StandingChanged: Event {
    public static let type = "identity.standing-changed"
    public static let version = 2
    public let user: ID<User>
    /// The standing's.
    public let version: Int64
    public let standing: Sealed
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>, version: Int64, standing: Sealed) {
        (self.user, self.version, self.standing) = (user, version, standing)
    }
}

/// The first version, which told everybody how a person stands.
public struct OpenStandingChanged: Event {
    public static let type = StandingChanged.type
    public let standing: PersonStanding
    public var subject: Subject { Subject("user", standing.user) }

    public init(standing: PersonStanding) { self.standing = standing }
}

/// Has identity bring a person's standing to the wallet, which has seen that there is a later one than its own.
public enum TellStanding: Command {
    public struct Request: Codable, Sendable {
        public let user: ID<User>

        public init(user: ID<User>) { self.user = user }
    }
    public typealias Reply = Nothing
    public static let name = "identity.tell-standing"
    public static let summary = "Tell the wallet where a person stands"
    public static let access = Access.services([.wallet])
}

/// A thing in its new state, in one object with who has not been seen to take the change in yet.
public struct Confirmed<Thing: Codable & Sendable>: Codable, Sendable {
    public let thing: Thing
    /// Left out once every service that enforces the change has it. The others get it as soon as they can be reached.
    public let pending: [ServiceName]?

    enum CodingKeys: String, CodingKey { case pending }

    public init(_ thing: Thing, pending: [ServiceName]? = nil) { (self.thing, self.pending) = (thing, pending) }

    public init(from decoder: any Decoder) throws {
        thing = try Thing(from: decoder)
        pending = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent([ServiceName].self, forKey: .pending)
    }

    public func encode(to encoder: any Encoder) throws {
        try thing.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(pending, forKey: .pending)
    }
}
