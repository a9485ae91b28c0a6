/// Whether a person is on leaderboards, and as whom.
public struct LeaderboardChoice: Codable, Sendable, Equatable {
    public let isVisible: Bool
    /// What others see; nobody else has the same, whatever its case.
    public let nickname: String?

    enum CodingKeys: String, CodingKey { case isVisible = "visible", nickname }

    public init(isVisible: Bool, nickname: String?) { (self.isVisible, self.nickname) = (isVisible, nickname) }
}

public enum ReadLeaderboardChoice: Query {
    public typealias Request = Nothing
    public typealias Reply = LeaderboardChoice
    public static let name = "betting.read-leaderboard-choice"
    public static let summary = "Read whether one is on leaderboards, and under which nickname"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/me/leaderboard")
}

public enum ChooseLeaderboard: Command {
    public struct Request: Codable, Sendable {
        public let isVisible: Bool
        /// Left out it is erased, and free for others.
        public let nickname: Username?

        enum CodingKeys: String, CodingKey { case isVisible = "visible", nickname }

        public init(isVisible: Bool, nickname: Username? = nil) {
            (self.isVisible, self.nickname) = (isVisible, nickname)
        }
    }
    public typealias Reply = LeaderboardChoice
    public enum Failure: String, DomainFailure {
        case nicknameMissing = "nickname_missing"
        case nicknameReserved = "nickname_reserved"
        case nicknameTaken = "nickname_taken"

        public var status: Int {
            switch self {
            case .nicknameMissing, .nicknameReserved: 422
            case .nicknameTaken: 409
            }
        }
    }
    public static let name = "betting.choose-leaderboard"
    public static let summary = "Say whether one is on leaderboards, and under which nickname; nobody is by themselves"
    public static let access = Access.signedIn
    /// Whoever is frozen may still want not to be seen.
    public static let isOpenToFrozen = true
    public static let route: Route? = .put("/v1/me/leaderboard")
}

/// Somebody wants to be seen on leaderboards, or no longer, or as somebody else. The nickname itself is in no event.
public struct LeaderboardChosen: Event {
    public static let type = "betting.leaderboard-chosen"
    public let user: ID<User>
    public let wasVisible: Bool
    public let isVisible: Bool
    public let hasNewNickname: Bool
    public var subject: Subject { Subject("user", user) }
    public init(user: ID<User>, wasVisible: Bool, isVisible: Bool, hasNewNickname: Bool) {
        (self.user, self.wasVisible, self.isVisible) = (user, wasVisible, isVisible)
        self.hasNewNickname = hasNewNickname
    }
}
