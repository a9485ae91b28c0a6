public enum Bonus {}

/// Gives a user money of the house to play with. It lies in the bonus bucket and never becomes cash.
public enum GrantBonus: Command {
    public struct Request: Codable, Sendable {
        public let user: ID<User>
        public let money: Money
        /// What it is given for, as `kind/id`.
        public let reason: String
        /// Names this one bonus: with the same reference it is granted once, ever.
        public let reference: ID<Bonus>

        public init(user: ID<User>, money: Money, reason: String, reference: ID<Bonus>) {
            (self.user, self.money, self.reason, self.reference) = (user, money, reason, reference)
        }
    }
    public typealias Reply = Nothing
    public enum Failure: String, DomainFailure {
        case unknownCurrency = "unknown_currency"
        case bonusExists = "bonus_exists"
        public var status: Int { self == .bonusExists ? 409 : 422 }
    }
    public static let name = "wallet.grant-bonus"
    public static let summary = "Give a user money to play with"
    public static let access = Access.services([.identity])
}

/// Asks whether such a bonus could be granted. It changes nothing.
public enum CheckBonus: Command {
    public struct Request: Codable, Sendable {
        /// Named as it is in what asks for it, so that a refusal's pointers are right there too.
        public let bonus: Money

        public init(bonus: Money) { self.bonus = bonus }
    }
    public typealias Reply = Nothing
    public enum Failure: String, DomainFailure {
        case unknownCurrency = "unknown_currency"
    }
    public static let name = "wallet.check-bonus"
    public static let summary = "Tell whether a bonus could be granted"
    public static let access = Access.services([.identity])
}

/// Gives a user money of the house to play with, at an admin's word.
public enum AwardBonus: Command {
    public struct Request: Codable, Sendable {
        public let userID: ID<User>
        public let amount: Money
        public let reason: Note

        enum CodingKeys: String, CodingKey { case amount, reason, userID = "user_id" }

        public init(userID: ID<User>, amount: Money, reason: Note) {
            (self.userID, self.amount, self.reason) = (userID, amount, reason)
        }
    }
    public typealias Reply = LedgerEntry
    public typealias Failure = CorrectionFailure
    public static let name = "wallet.award-bonus"
    public static let summary = "Give a user a bonus"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .create("/v1/users/{user_id}/bonuses")
    public static func location(of reply: Reply) -> String? { reply.location }
}

/// The house gave a user money to play with.
public struct BonusGranted: Event {
    public static let type = "wallet.bonus-granted"
    public let bonus: ID<Bonus>
    public let user: ID<User>
    public let money: Money
    /// What it was given for, as `kind/id`.
    public let reason: String
    public let transaction: ID<LedgerTransaction>
    public var subject: Subject { Subject("transaction", transaction) }

    public init(
        bonus: ID<Bonus>, user: ID<User>, money: Money, reason: String, transaction: ID<LedgerTransaction>
    ) {
        (self.bonus, self.user, self.money, self.reason) = (bonus, user, money, reason)
        self.transaction = transaction
    }
}

/// A new user was to be given money to play with, and the house cannot owe so much.
public struct WelcomeGrantMissed: Event {
    public static let type = "wallet.welcome-grant-missed"
    public static let severity = Severity.warning
    public let user: ID<User>
    public let money: Money
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>, money: Money) { (self.user, self.money) = (user, money) }
}
