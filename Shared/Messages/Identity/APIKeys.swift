public enum APIKey {}

/// What an API key may be used for.
public enum APIScope: String, WireEnum, Hashable {
    case identityRead = "identity:read"
    case walletRead = "wallet:read"
    case walletWrite = "wallet:write"
    case bettingRead = "betting:read"
    case bettingWrite = "betting:write"
    case raffleRead = "raffle:read"
    case raffleWrite = "raffle:write"
    case auditRead = "audit:read"
    /// Have books, log and events checked; the roles that this takes are its owner's.
    case auditWrite = "audit:write"
    case gatewayRead = "gateway:read"
    case gatewayWrite = "gateway:write"
    /// Drain the outbox of notifications.
    case notifications
    /// Open sessions for people who have linked their chat; only an operator's or an admin's key may.
    case chatSessions = "chat-sessions"
}

public enum APIKeyNameRule: NameRule {
    public static let length = 1...100
    public static let sample = "Nightly export"
}

/// Makes an API key, which acts as its owner within its scopes. The key is shown this once and kept only as a hash.
public enum CreateAPIKey: Command {
    public typealias Scopes = UpTo<13, APIScope>

    public struct Request: Codable, Sendable {
        public let name: Text<APIKeyNameRule>
        public let scopes: Scopes
        /// Left out for a key that lives until it is revoked.
        public let expiresAt: Timestamp?

        enum CodingKeys: String, CodingKey { case name, scopes, expiresAt = "expires_at" }

        public init(name: Text<APIKeyNameRule>, scopes: Scopes, expiresAt: Timestamp? = nil) {
            (self.name, self.scopes, self.expiresAt) = (name, scopes, expiresAt)
        }
    }
    public struct Reply: Codable, Sendable {
        public let id: ID<APIKey>
        public let key: String
        public let name: String
        public let scopes: [APIScope]
        public let createdAt: Timestamp
        public let expiresAt: Timestamp?

        enum CodingKeys: String, CodingKey {
            case id, key, name, scopes, createdAt = "created_at", expiresAt = "expires_at"
        }

        public init(
            id: ID<APIKey>, key: String, name: String, scopes: [APIScope], createdAt: Timestamp, expiresAt: Timestamp?
        ) {
            (self.id, self.key, self.name, self.scopes) = (id, key, name, scopes)
            (self.createdAt, self.expiresAt) = (createdAt, expiresAt)
        }
    }
    public enum Failure: String, DomainFailure {
        case tooManyKeys = "too_many_keys"
        case scopeNotAllowed = "scope_not_allowed"
        public var status: Int {
            switch self {
            case .tooManyKeys: 409
            case .scopeNotAllowed: 403
            }
        }
    }
    public static let sharedFailures: [any DomainFailure.Type] = [ProofFailure.self]
    public static let name = "identity.create-api-key"
    public static let summary = "Make an API key"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/api-keys")
    public static let replyHoldsSecrets = true
    public static func location(of reply: Reply) -> String? { "/v1/api-keys/\(reply.id)" }
}

/// One's own API keys that work, newest first; at most twenty.
public enum ListAPIKeys: Query {
    public struct Item: Codable, Sendable {
        public let id: ID<APIKey>
        public let name: String
        public let scopes: [APIScope]
        public let createdAt: Timestamp
        public let expiresAt: Timestamp?
        /// Left out where it has not been used yet; seconds behind at the most.
        public let lastUsedAt: Timestamp?
        public let lastUsedAddress: String?

        enum CodingKeys: String, CodingKey {
            case id, name, scopes, createdAt = "created_at", expiresAt = "expires_at", lastUsedAt = "last_used_at"
            case lastUsedAddress = "last_used_address"
        }

        public init(
            id: ID<APIKey>, name: String, scopes: [APIScope], createdAt: Timestamp, expiresAt: Timestamp?,
            lastUsedAt: Timestamp?, lastUsedAddress: String?
        ) {
            (self.id, self.name, self.scopes) = (id, name, scopes)
            (self.createdAt, self.expiresAt) = (createdAt, expiresAt)
            (self.lastUsedAt, self.lastUsedAddress) = (lastUsedAt, lastUsedAddress)
        }
    }
    public typealias Request = Nothing
    public typealias Reply = Page<Item>
    public static let name = "identity.list-api-keys"
    public static let summary = "One's own API keys"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/api-keys")
}

/// One of one's own API keys that work.
public enum GetAPIKey: Query {
    public struct Request: Codable, Sendable {
        public let keyID: ID<APIKey>

        enum CodingKeys: String, CodingKey { case keyID = "key_id" }

        public init(keyID: ID<APIKey>) { self.keyID = keyID }
    }
    public typealias Reply = ListAPIKeys.Item
    public static let name = "identity.get-api-key"
    public static let summary = "One of one's own API keys"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/api-keys/{key_id}")
}

/// Ends an API key, and the chat sessions that it opened.
public enum RevokeAPIKey: Command {
    public struct Request: Codable, Sendable {
        public let keyID: ID<APIKey>

        enum CodingKeys: String, CodingKey { case keyID = "key_id" }

        public init(keyID: ID<APIKey>) { self.keyID = keyID }
    }
    public typealias Reply = Nothing
    public static let name = "identity.revoke-api-key"
    public static let summary = "Revoke an API key"
    public static let access = Access.signedIn
    public static let isOpenToFrozen = true
    public static let route: Route? = .delete("/v1/api-keys/{key_id}")
}

/// A user has an API key more. Its name, which they chose, is not told.
public struct APIKeyCreated: Event {
    public static let type = "identity.api-key-created"
    public static let severity = Severity.warning
    public let key: ID<APIKey>
    public let user: ID<User>
    public let scopes: [APIScope]
    public let expiresAt: Timestamp?
    /// Whether it carries its owner's roles that need a second factor.
    public let hasSecondFactor: Bool
    public var subject: Subject { Subject("session", key) }

    enum CodingKeys: String, CodingKey {
        case key, user, scopes, expiresAt = "expires_at", hasSecondFactor = "second_factor"
    }

    public init(key: ID<APIKey>, user: ID<User>, scopes: [APIScope], expiresAt: Timestamp?, hasSecondFactor: Bool) {
        (self.key, self.user, self.scopes) = (key, user, scopes)
        (self.expiresAt, self.hasSecondFactor) = (expiresAt, hasSecondFactor)
    }
}

/// An API key works no more.
public struct APIKeyRevoked: Event {
    public static let type = "identity.api-key-revoked"
    public let key: ID<APIKey>
    public let user: ID<User>
    public var subject: Subject { Subject("session", key) }

    public init(key: ID<APIKey>, user: ID<User>) { (self.key, self.user) = (key, user) }
}
