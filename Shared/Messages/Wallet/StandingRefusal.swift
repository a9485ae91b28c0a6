/// Why the wallet lets a person not stake or pay in, whatever they have. Services hand these on as they are; that an
/// account is frozen is among the reasons that any operation may be refused for.
public enum StandingRefusal: String, DomainFailure {
    case accountNotActive = "account_not_active"
    /// Identity bars the person from staking, such as before the email address is verified.
    case stakingNotAllowed = "staking_not_allowed"
    case selfExcluded = "self_excluded"
    case coolingOff = "cooling_off"
    /// Identity has vouched for a later standing than the wallet has heard of. It will have in a moment.
    case standingUnknown = "standing_unknown"
    case stakeLimit = "stake_limit_exceeded"
    case dailyStakeLimit = "daily_stake_limit_exceeded"
    case monthlyStakeLimit = "monthly_stake_limit_exceeded"
    case dailyDepositLimit = "daily_deposit_limit_exceeded"
    case monthlyDepositLimit = "monthly_deposit_limit_exceeded"
    case dailyLossLimit = "daily_loss_limit_exceeded"
    case monthlyLossLimit = "monthly_loss_limit_exceeded"

    public var status: Int {
        switch self {
        case .accountNotActive, .selfExcluded, .coolingOff: 403
        case .standingUnknown: 409
        default: 422
        }
    }
}

/// The wallet refused a stake, a deposit or a withdrawal because of where a person stands.
public struct MoneyRefused: Event {
    public static let type = "wallet.money-refused"
    public static let severity = Severity.warning
    public enum Deed: String, WireEnum {
        case stake, deposit, withdrawal, unknown

        public static var fallback: Deed? { .unknown }
    }

    public let user: ID<User>
    public let deed: Deed
    public let money: Money
    /// The refusal's code.
    public let code: String
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>, deed: Deed, money: Money, code: String) {
        (self.user, self.deed, self.money, self.code) = (user, deed, money, code)
    }
}
