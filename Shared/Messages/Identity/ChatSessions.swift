/// Opens a session for whoever has linked a chat, for an hour and for betting only. Bots ask for it, with the API key of
/// an operator or an admin that has the scope: anybody's key would do for anybody's chat otherwise.
public enum OpenChatSession: Command {
    public typealias Request = ChatReference
    public struct Reply: Codable, Sendable {
        public let token: String
        public let expiresAt: Timestamp
        public let sessionID: ID<Session>
        public let userID: ID<User>

        enum CodingKeys: String, CodingKey {
            case token, expiresAt = "expires_at", sessionID = "session_id", userID = "user_id"
        }

        public init(token: String, expiresAt: Timestamp, sessionID: ID<Session>, userID: ID<User>) {
            (self.token, self.expiresAt, self.sessionID, self.userID) = (token, expiresAt, sessionID, userID)
        }
    }
    public enum Failure: String, DomainFailure {
        case chatNotLinked = "chat_not_linked"
        /// Several claim the chat; it is whose who confirms it.
        case chatContested = "chat_contested"
        /// The platform wants links to be confirmed.
        case chatNotConfirmed = "chat_not_confirmed"
        case accountNotActive = "account_not_active"
        public var status: Int {
            switch self {
            case .chatNotLinked: 404
            case .chatContested: 409
            case .chatNotConfirmed, .accountNotActive: 403
            }
        }
    }
    public static let name = "identity.open-chat-session"
    public static let summary = "Open a limited session for a linked chat"
    public static let access = Access.roles([.operator_, .admin])
    public static let scope: String? = APIScope.chatSessions.rawValue
    public static let route: Route? = .create("/v1/sessions/chat")
    public static let replyHoldsSecrets = true
    public static func location(of reply: Reply) -> String? { "/v1/sessions/\(reply.sessionID)" }
}

/// A bot may act for a user, within limits, for a while.
public struct ChatSessionOpened: Event {
    public static let type = "identity.chat-session-opened"
    public let session: ID<Session>
    public let user: ID<User>
    public let system: ChatSystem
    /// The API key that asked for it.
    public let key: ID<APIKey>
    public let expiresAt: Timestamp
    public var subject: Subject { Subject("session", session) }

    enum CodingKeys: String, CodingKey { case session, user, system, key, expiresAt = "expires_at" }

    public init(session: ID<Session>, user: ID<User>, system: ChatSystem, key: ID<APIKey>, expiresAt: Timestamp) {
        (self.session, self.user, self.system, self.key) = (session, user, system, key)
        self.expiresAt = expiresAt
    }
}
