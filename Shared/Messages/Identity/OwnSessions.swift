/// One's own sessions that are under way, newest first.
public enum ListSessions: Query {
    public struct Request: Codable, Sendable {
        public let limit: PageLimit?
        public let cursor: Cursor?

        public init(limit: PageLimit? = nil, cursor: Cursor? = nil) { (self.limit, self.cursor) = (limit, cursor) }
    }
    public struct Item: Codable, Sendable {
        public let id: ID<Session>
        public let openedAt: Timestamp
        /// When it ends, however often it is refreshed.
        public let expiresAt: Timestamp
        /// Whether it is the one that asks.
        public let isCurrent: Bool
        /// What it was opened with, as that called itself.
        public let device: String?
        /// From where it was opened.
        public let address: String?
        /// Seconds behind at the most.
        public let lastUsedAt: Timestamp?
        public let lastUsedAddress: String?
        /// Where a bot opened it for a chat that one has linked: in which chat system.
        public let chatSystem: String?

        enum CodingKeys: String, CodingKey {
            case id, openedAt = "opened_at", expiresAt = "expires_at", isCurrent = "current", device, address
            case lastUsedAt = "last_used_at", lastUsedAddress = "last_used_address", chatSystem = "chat_system"
        }

        public init(
            id: ID<Session>, openedAt: Timestamp, expiresAt: Timestamp, isCurrent: Bool, device: String?,
            address: String?, lastUsedAt: Timestamp?, lastUsedAddress: String?, chatSystem: String?
        ) {
            (self.id, self.openedAt, self.expiresAt, self.isCurrent) = (id, openedAt, expiresAt, isCurrent)
            (self.device, self.address, self.chatSystem) = (device, address, chatSystem)
            (self.lastUsedAt, self.lastUsedAddress) = (lastUsedAt, lastUsedAddress)
        }
    }
    public typealias Reply = Page<Item>
    public static let name = "identity.list-sessions"
    public static let summary = "One's own sessions"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/sessions")
}

/// One of one's own sessions that are under way.
public enum GetSession: Query {
    public struct Request: Codable, Sendable {
        public let sessionID: ID<Session>

        enum CodingKeys: String, CodingKey { case sessionID = "session_id" }

        public init(sessionID: ID<Session>) { self.sessionID = sessionID }
    }
    public typealias Reply = ListSessions.Item
    public static let name = "identity.get-session"
    public static let summary = "One of one's own sessions"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/sessions/{session_id}")
}

/// The session that asks. There is none where an API key does.
public enum GetCurrentSession: Query {
    public typealias Request = Nothing
    public typealias Reply = ListSessions.Item
    public static let name = "identity.get-current-session"
    public static let summary = "The session that one asks with"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/sessions/current")
}

/// Signs out.
public enum EndCurrentSession: Command {
    public typealias Request = Nothing
    public typealias Reply = Nothing
    public static let name = "identity.end-current-session"
    public static let summary = "Sign out"
    public static let access = Access.signedIn
    public static let isOpenToFrozen = true
    public static let route: Route? = .delete("/v1/sessions/current")
}

/// Ends one of one's own sessions; one that is over stays so.
public enum EndSession: Command {
    public struct Request: Codable, Sendable {
        public let sessionID: ID<Session>

        enum CodingKeys: String, CodingKey { case sessionID = "session_id" }

        public init(sessionID: ID<Session>) { self.sessionID = sessionID }
    }
    public typealias Reply = Nothing
    public static let name = "identity.end-session"
    public static let summary = "End one of one's own sessions"
    public static let access = Access.signedIn
    public static let isOpenToFrozen = true
    public static let route: Route? = .delete("/v1/sessions/{session_id}")
}

/// Signs out everywhere, the session that asks included.
public enum EndAllSessions: Command {
    public typealias Request = Nothing
    public typealias Reply = Nothing
    public static let name = "identity.end-all-sessions"
    public static let summary = "Sign out everywhere"
    public static let access = Access.signedIn
    public static let isOpenToFrozen = true
    public static let route: Route? = .delete("/v1/sessions")
}
