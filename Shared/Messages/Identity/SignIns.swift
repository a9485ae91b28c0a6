/// What came of an attempt to sign in.
public enum SignInOutcome: String, WireEnum {
    case signedIn = "signed_in"
    case wrongCredentials = "wrong_credentials"
    case accountNotActive = "account_not_active"
    case unknown

    public static var fallback: SignInOutcome? { .unknown }
}

/// The last time that somebody signed in to the account, for its owner to recognise.
public struct PreviousSignIn: Codable, Sendable {
    public let at: Timestamp
    public let address: String?
    public let agent: String?

    public init(at: Timestamp, address: String?, agent: String?) {
        (self.at, self.address, self.agent) = (at, address, agent)
    }
}

/// Who tried to sign in to an account, newest first.
public enum ListSignIns: Query {
    public struct Request: Codable, Sendable {
        public let userID: ID<User>
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey { case userID = "user_id", limit, cursor }

        public init(userID: ID<User>, limit: PageLimit? = nil, cursor: Cursor? = nil) {
            (self.userID, self.limit, self.cursor) = (userID, limit, cursor)
        }
    }
    public struct Item: Codable, Sendable {
        public let at: Timestamp
        public let outcome: SignInOutcome
        public let address: String?
        public let agent: String?
        public let sessionID: ID<Session>?

        enum CodingKeys: String, CodingKey { case at, outcome, address, agent, sessionID = "session_id" }

        public init(at: Timestamp, outcome: SignInOutcome, address: String?, agent: String?, sessionID: ID<Session>?) {
            (self.at, self.outcome, self.address, self.agent) = (at, outcome, address, agent)
            self.sessionID = sessionID
        }
    }
    public typealias Reply = Page<Item>
    public static let name = "identity.list-sign-ins"
    public static let summary = "The attempts to sign in to an account"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .get("/v1/users/{user_id}/sign-ins")
}
