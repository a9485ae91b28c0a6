/// A chat system's short name.
public enum ChatSystemRule: TextRule {
    public static let length = 1...30
    public static let pattern: String? = "^[a-z0-9-]+$"
    public static let sample = "telegram"
    public static let expected = "up to 30 of a-z, 0-9 and hyphens"

    public static func accepts(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d }
    }
}

/// By what a chat system knows a chat.
public enum ChatIDRule: TextRule {
    public static let length = 1...64
    public static let pattern: String? = "^[!-~]+$"
    public static let sample = "-1001234567"
    public static let expected = "up to 64 visible ASCII characters"

    public static func accepts(_ text: String) -> Bool { text.utf8.allSatisfy { (0x21...0x7e).contains($0) } }
}

public typealias ChatSystem = Text<ChatSystemRule>
public typealias ChatID = Text<ChatIDRule>

/// The chat by which a user is known in a chat system.
public struct LinkedChat: Codable, Sendable {
    public let system: ChatSystem
    public let chatID: ChatID
    public let linkedAt: Timestamp
    /// Whether somebody has given the link's code in the chat. Until then others may claim the same chat.
    public let isConfirmed: Bool
    /// What to write in the chat to confirm it; told once, when the chat is linked.
    public var linkCode: String?
    public var linkCodeExpiresAt: Timestamp?

    enum CodingKeys: String, CodingKey {
        case system, chatID = "chat_id", linkedAt = "linked_at", isConfirmed = "confirmed", linkCode = "link_code"
        case linkCodeExpiresAt = "link_code_expires_at"
    }

    public init(system: ChatSystem, chatID: ChatID, linkedAt: Timestamp, isConfirmed: Bool) {
        (self.system, self.chatID, self.linkedAt, self.isConfirmed) = (system, chatID, linkedAt, isConfirmed)
    }
}

public struct ChatSystemReference: Codable, Sendable {
    public let system: ChatSystem

    public init(system: ChatSystem) { self.system = system }
}

/// A chat of a chat system, as a request names it.
public struct ChatReference: Codable, Sendable {
    public let system: ChatSystem
    public let chatID: ChatID

    enum CodingKeys: String, CodingKey { case system, chatID = "chat_id" }

    public init(system: ChatSystem, chatID: ChatID) { (self.system, self.chatID) = (system, chatID) }
}

/// The chat that one has linked in a chat system.
public enum GetChat: Query {
    public typealias Request = ChatSystemReference
    public typealias Reply = LinkedChat
    public static let name = "identity.get-chat"
    public static let summary = "One's own chat in a chat system"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/me/chats/{system}")
}

/// Links a chat, in place of the one linked before: bots may open limited sessions for whoever writes there. The link is a
/// claim until a bot confirms it with the code in the answer; linking the same chat again gives another code.
public enum LinkChat: Command {
    public typealias Request = ChatReference
    public typealias Reply = LinkedChat
    public enum Failure: String, DomainFailure {
        /// Somebody else has confirmed it, or too many claim it.
        case chatTaken = "chat_taken"
        case tooManyChats = "too_many_chats"
        public var status: Int { 409 }
    }
    public static let sharedFailures: [any DomainFailure.Type] = [ProofFailure.self]
    public static let name = "identity.link-chat"
    public static let summary = "Link one's chat in a chat system"
    public static let access = Access.signedIn
    public static let route: Route? = .put("/v1/me/chats/{system}")
    public static let replyHoldsSecrets = true
}

/// Forgets the link to a chat and ends the sessions that bots opened by it.
public enum UnlinkChat: Command {
    public typealias Request = ChatSystemReference
    public typealias Reply = Nothing
    public static let name = "identity.unlink-chat"
    public static let summary = "Unlink one's chat in a chat system"
    public static let access = Access.signedIn
    public static let isOpenToFrozen = true
    public static let route: Route? = .delete("/v1/me/chats/{system}")
}

/// A user is known by another chat than before. Which ones is sealed.
public struct ChatLinked: Event {
    public static let type = "identity.chat-linked"
    public let user: ID<User>
    public let system: ChatSystem
    public let personal: Sealed
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>, system: ChatSystem, personal: Sealed) {
        (self.user, self.system, self.personal) = (user, system, personal)
    }
}

/// A user is known by no chat of that system any more.
public struct ChatUnlinked: Event {
    public enum Reason: String, WireEnum {
        /// By its user.
        case unlinked
        /// Whoever is at the chat said that they did not link it.
        case disowned
        /// Somebody else has proved that the chat is theirs.
        case overruled
        /// With all other ways into the account.
        case closed
        case unknown

        public static var fallback: Reason? { .unknown }
    }

    public static let type = "identity.chat-unlinked"
    public let user: ID<User>
    public let system: ChatSystem
    public let personal: Sealed
    public let reason: Reason?
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>, system: ChatSystem, personal: Sealed, reason: Reason? = nil) {
        (self.user, self.system, self.personal, self.reason) = (user, system, personal, reason)
    }
}
