public enum Theme: String, WireEnum { case light, dark, system }

public enum OddsFormat: String, WireEnum { case american, decimal, fractional }

/// How a person wants the platform to be. What is left out is as the client has it by itself.
public struct Preferences: Codable, Sendable {
    /// What a person wants to be told of, and over which channels. Word of one's account's safety comes regardless.
    public struct Notifications: Codable, Sendable {
        public let email: Bool?
        public let push: Bool?
        public let chat: Bool?
        public let bets: Bool?
        public let payments: Bool?
        public let announcements: Bool?
        public let promotions: Bool?
    }
    public struct Display: Codable, Sendable {
        public let theme: Theme?
        public let oddsFormat: OddsFormat?

        enum CodingKeys: String, CodingKey { case theme, oddsFormat = "odds_format" }
    }

    public let sports: [String]?
    public let notifications: Notifications?
    public let display: Display?
}

/// A change of preferences, field by field.
public struct PreferencesPatch: Codable, Sendable {
    public struct Notifications: Codable, Sendable {
        public var email = Change<Bool>.keep
        public var push = Change<Bool>.keep
        public var chat = Change<Bool>.keep
        public var bets = Change<Bool>.keep
        public var payments = Change<Bool>.keep
        public var announcements = Change<Bool>.keep
        public var promotions = Change<Bool>.keep

        public init() {}
    }
    public struct Display: Codable, Sendable {
        public var theme = Change<Theme>.keep
        public var oddsFormat = Change<OddsFormat>.keep

        enum CodingKeys: String, CodingKey { case theme, oddsFormat = "odds_format" }

        public init() {}
    }

    public var sports = Change<UpTo<20, Text<SportNameRule>>>.keep
    public var notifications = Change<Notifications>.keep
    public var display = Change<Display>.keep

    public init() {}
}

/// How a person is reached beside their email address.
public struct Contact: Codable, Sendable {
    public let phone: String?
}

/// A change of contact details, field by field.
public struct ContactPatch: Codable, Sendable {
    public var phone = Change<Text<PhoneRule>>.keep

    public init() {}
}
