public enum User {}
public enum Session {}

/// What the identity service vouches for: who a caller is, for a short while. It travels signed with every message.
public struct Statement: Codable, Sendable, Equatable {
    public let user: ID<User>
    public let session: ID<Session>
    public let roles: [Role]
    public let issuedAt: Timestamp
    public let expiresAt: Timestamp

    enum CodingKeys: String, CodingKey {
        case user, session, roles, issuedAt = "issued_at", expiresAt = "expires_at"
    }

    public init(
        user: ID<User>, session: ID<Session>, roles: [Role], issuedAt: Timestamp, expiresAt: Timestamp
    ) {
        (self.user, self.session, self.roles) = (user, session, roles)
        (self.issuedAt, self.expiresAt) = (issuedAt, expiresAt)
    }
}

/// Exchanges a session's secret for a signed statement. Only the gateway asks.
public enum VouchForSession: Query {
    public struct Request: Codable, Sendable {
        public let token: String

        public init(token: String) { self.token = token }
    }
    public struct Reply: Codable, Sendable {
        /// The signed statement, as it goes into a message's header.
        public let statement: String
        public let user: ID<User>
        public let session: ID<Session>
        public let expiresAt: Timestamp

        enum CodingKeys: String, CodingKey {
            case statement, user, session, expiresAt = "expires_at"
        }

        public init(statement: String, user: ID<User>, session: ID<Session>, expiresAt: Timestamp) {
            (self.statement, self.user, self.session, self.expiresAt) = (statement, user, session, expiresAt)
        }
    }
    public static let name = "identity.vouch-for-session"
    public static let summary = "Vouch for the holder of a session's secret"
    public static let access = Access.services([.gateway])
}

/// A session is over, by sign-out, revocation or because its user lost access. The gateway forgets it on this.
public struct SessionEnded: Event {
    public static let type = "identity.session-ended"
    public let session: ID<Session>
    public let user: ID<User>
    public var subject: Subject { Subject("session", session) }

    public init(session: ID<Session>, user: ID<User>) { (self.session, self.user) = (session, user) }
}
