public enum RiskTolerance: String, WireEnum { case low, medium, high }

/// How a person wants stakes to be sized for them.
public struct RiskProfile: Codable, Sendable, Equatable {
    /// What the person sets aside for betting, here or elsewhere.
    public let bankroll: Money?
    public let riskTolerance: RiskTolerance
    public let maximumStake: Money?
    /// Whether stakes are proposed by Kelly's criterion.
    public let autoKellySizing: Bool
    /// The part of Kelly's stake to bet at most, from 0 to 1.
    public let maxKellyFraction: DecimalText?

    enum CodingKeys: String, CodingKey {
        case bankroll, riskTolerance = "risk_tolerance", maximumStake = "maximum_stake"
        case autoKellySizing = "auto_kelly_sizing", maxKellyFraction = "max_kelly_fraction"
    }

    public init(
        bankroll: Money?, riskTolerance: RiskTolerance, maximumStake: Money?, autoKellySizing: Bool,
        maxKellyFraction: DecimalText?
    ) {
        (self.bankroll, self.riskTolerance, self.maximumStake) = (bankroll, riskTolerance, maximumStake)
        (self.autoKellySizing, self.maxKellyFraction) = (autoKellySizing, maxKellyFraction)
    }

    /// Of one who has said nothing yet.
    public static let standard = RiskProfile(
        bankroll: nil, riskTolerance: .medium, maximumStake: nil, autoKellySizing: false, maxKellyFraction: nil)
}

public enum GetRiskProfile: Query {
    public typealias Request = Nothing
    public typealias Reply = RiskProfile
    public static let name = "identity.get-risk-profile"
    public static let summary = "One's own risk profile"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/me/risk-profile")
}

/// Puts one's risk profile in the place of what was there.
public enum SetRiskProfile: Command {
    public struct Request: Codable, Sendable {
        public let bankroll: Money?
        /// Medium where it is left out.
        public let riskTolerance: RiskTolerance?
        public let maximumStake: Money?
        /// Needs a bankroll. Off where it is left out.
        public let autoKellySizing: Bool?
        public let maxKellyFraction: DecimalText?

        enum CodingKeys: String, CodingKey {
            case bankroll, riskTolerance = "risk_tolerance", maximumStake = "maximum_stake"
            case autoKellySizing = "auto_kelly_sizing", maxKellyFraction = "max_kelly_fraction"
        }

        public init(
            bankroll: Money? = nil, riskTolerance: RiskTolerance? = nil, maximumStake: Money? = nil,
            autoKellySizing: Bool? = nil, maxKellyFraction: DecimalText? = nil
        ) {
            (self.bankroll, self.riskTolerance, self.maximumStake) = (bankroll, riskTolerance, maximumStake)
            (self.autoKellySizing, self.maxKellyFraction) = (autoKellySizing, maxKellyFraction)
        }
    }
    public typealias Reply = RiskProfile
    public static let name = "identity.set-risk-profile"
    public static let summary = "Set one's own risk profile"
    public static let access = Access.signedIn
    public static let route: Route? = .put("/v1/me/risk-profile")
}

/// Somebody has changed their risk profile. What a person sets aside for betting is nobody's but theirs, so that it stands
/// in this only sealed; the first version told it to everybody.
public struct RiskProfileChanged: Event {
    public static let type = "identity.risk-profile-changed"
    public static let version = 2
    public let user: ID<User>
    public let before: Sealed
    public let after: Sealed
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>, before: Sealed, after: Sealed) {
        (self.user, self.before, self.after) = (user, before, after)
    }
}
