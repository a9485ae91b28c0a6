/// A code by which whoever writes in a chat shows that they linked it, in capitals or not, with its hyphen or without.
public enum ChatCodeRule: TextRule {
    public static let length = 8...9
    public static let pattern: String? = "^[A-Za-z2-7-]+$"
    public static let sample = "MFRG-GZDF"
    public static let expected = "the code that linking the chat gave, such as MFRG-GZDF"

    public static func accepts(_ text: String) -> Bool { RecoveryCodeRule.accepts(text) }
}

public typealias ChatCode = Text<ChatCodeRule>

/// Proves that a chat is its claimant's, with the code that linking it gave them: a bot got it there. Whoever else had
/// claimed the chat loses it.
public enum ConfirmChat: Command {
    public struct Request: Codable, Sendable {
        public let system: ChatSystem
        public let chatID: ChatID
        public let code: ChatCode

        enum CodingKeys: String, CodingKey { case system, chatID = "chat_id", code }

        public init(system: ChatSystem, chatID: ChatID, code: ChatCode) {
            (self.system, self.chatID, self.code) = (system, chatID, code)
        }
    }
    public struct Reply: Codable, Sendable {
        public let system: ChatSystem
        public let chatID: ChatID
        public let userID: ID<User>
        public let confirmedAt: Timestamp

        enum CodingKeys: String, CodingKey {
            case system, chatID = "chat_id", userID = "user_id", confirmedAt = "confirmed_at"
        }

        public init(system: ChatSystem, chatID: ChatID, userID: ID<User>, confirmedAt: Timestamp) {
            (self.system, self.chatID, self.userID, self.confirmedAt) = (system, chatID, userID, confirmedAt)
        }
    }
    public enum Failure: String, DomainFailure {
        case chatNotLinked = "chat_not_linked"
        case invalidLinkCode = "invalid_link_code"
        public var status: Int { self == .chatNotLinked ? 404 : 422 }
    }
    public static let name = "identity.confirm-chat"
    public static let summary = "Prove with its code that a chat is its claimant's"
    public static let access = Access.roles([.operator_, .admin])
    public static let scope: String? = APIScope.chatSessions.rawValue
    public static let route: Route? = .act("/v1/chats/{system}/confirm")
}

/// Whoever is at a chat says that they did not link it: all links to it end, and the sessions opened by them.
public enum DisownChat: Command {
    public typealias Request = ChatReference
    public struct Reply: Codable, Sendable {
        /// How many links there were.
        public let ended: Int

        public init(ended: Int) { self.ended = ended }
    }
    public enum Failure: String, DomainFailure {
        case chatNotLinked = "chat_not_linked"
        public var status: Int { 404 }
    }
    public static let name = "identity.disown-chat"
    public static let summary = "End the links to a chat whose owner knows nothing of them"
    public static let access = Access.roles([.operator_, .admin])
    public static let scope: String? = APIScope.chatSessions.rawValue
    public static let route: Route? = .act("/v1/chats/{system}/disown")
}

/// A user has been given a code with which a bot can confirm their chat; one given before is worth nothing.
public struct ChatCodeIssued: Event {
    public static let type = "identity.chat-code-issued"
    public let user: ID<User>
    public let system: ChatSystem
    public let expiresAt: Timestamp
    public var subject: Subject { Subject("user", user) }

    enum CodingKeys: String, CodingKey { case user, system, expiresAt = "expires_at" }

    public init(user: ID<User>, system: ChatSystem, expiresAt: Timestamp) {
        (self.user, self.system, self.expiresAt) = (user, system, expiresAt)
    }
}

/// A chat is a user's for certain: they gave their code there.
public struct ChatConfirmed: Event {
    public static let type = "identity.chat-confirmed"
    public let user: ID<User>
    public let system: ChatSystem
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>, system: ChatSystem) { (self.user, self.system) = (user, system) }
}

/// Somebody gave a wrong code in a chat.
public struct ChatConfirmationFailed: Event {
    public static let type = "identity.chat-confirmation-failed"
    public static let severity = Severity.warning
    public let system: ChatSystem
    /// Whether it was the one too many, and the codes of that chat are worth nothing any more.
    public let areCodesVoid: Bool
    public var subject: Subject { Subject("chat-system", system.text) }

    enum CodingKeys: String, CodingKey { case system, areCodesVoid = "codes_void" }

    public init(system: ChatSystem, areCodesVoid: Bool) { (self.system, self.areCodesVoid) = (system, areCodesVoid) }
}
