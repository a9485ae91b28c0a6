public enum User {}
public enum Session {}
public enum Organization {}

/// What the identity service vouches for: who a caller is, for a short while. It travels signed with every message.
public struct Statement: Codable, Sendable, Equatable {
    /// What kind of caller it is.
    public enum Kind: String, WireEnum {
        case person, device
    }

    /// By what a caller is known.
    public enum Credential: String, WireEnum {
        case session, key, device, unknown

        public static var fallback: Credential? { .unknown }
    }

    /// A role within one organization.
    public struct Grant: Codable, Sendable, Equatable {
        public let role: Role
        public let organization: ID<Organization>

        public init(role: Role, organization: ID<Organization>) {
            (self.role, self.organization) = (role, organization)
        }
    }

    /// What configuration keeps a person from for now, such as staking before the email address is confirmed.
    public enum Bar: String, WireEnum {
        case stake, withdraw, unknown

        public static var fallback: Bar? { .unknown }
    }

    public let user: ID<User>
    /// The session, API key or device credential by which the caller is known.
    public let session: ID<Session>
    public var roles: [Role]
    public let issuedAt: Timestamp
    public let expiresAt: Timestamp
    /// The one service that believes it; a service that it calls on the caller's behalf believes it from there.
    public var audience: ServiceName?
    public var kind: Kind?
    /// What `session` is the id of.
    public var credential: Credential?
    /// Not suspended and not disabled: these are not vouched for.
    public var state: UserState?
    /// What an API key or a limited session may be used for; nil for all that its owner may.
    public var scopes: [String]?
    public var grants: [Grant]?
    /// Roles that the caller has, and may use only in a session that was opened with a second factor.
    public var withheld: [Role]?
    public var bars: [Bar]?
    /// The version of the person's standing when this was signed: who enforces limits does it by one at least as new.
    public var standing: Int64?

    enum CodingKeys: String, CodingKey {
        case user, session, roles, issuedAt = "issued_at", expiresAt = "expires_at", audience, kind, credential, state
        case scopes, grants, withheld, bars, standing
    }

    public init(
        user: ID<User>, session: ID<Session>, roles: [Role], issuedAt: Timestamp, expiresAt: Timestamp
    ) {
        (self.user, self.session, self.roles) = (user, session, roles)
        (self.issuedAt, self.expiresAt) = (issuedAt, expiresAt)
    }
}

/// Exchanges the secret of a session, an API key or a device for signed statements. Only the gateway asks.
public enum VouchForSession: Query {
    public struct Request: Codable, Sendable {
        public let token: String

        public init(token: String) { self.token = token }
    }
    /// A signed statement, as it goes into the header of a message to one service.
    public struct Vouched: Codable, Sendable {
        public let service: ServiceName
        public let statement: String

        public init(service: ServiceName, statement: String) {
            (self.service, self.statement) = (service, statement)
        }
    }
    public struct Reply: Codable, Sendable {
        public let statements: [Vouched]
        public let user: ID<User>
        public let session: ID<Session>
        public let expiresAt: Timestamp

        enum CodingKeys: String, CodingKey {
            case statements, user, session, expiresAt = "expires_at"
        }

        public init(statements: [Vouched], user: ID<User>, session: ID<Session>, expiresAt: Timestamp) {
            (self.statements, self.user, self.session, self.expiresAt) = (statements, user, session, expiresAt)
        }
    }
    public static let name = "identity.vouch-for-session"
    public static let summary = "Vouch for the holder of a session's secret"
    public static let access = Access.services([.gateway])
}

/// A session is over, by sign-out, revocation or because its user lost access. The gateway forgets it on this.
public struct SessionEnded: Event {
    public enum Reason: String, WireEnum {
        case signedOut = "signed_out"
        /// Ended by its user from another session.
        case revoked
        /// There was no room for one more.
        case replaced
        case expired
        /// Its refresh token was used a second time, so that somebody else has it.
        case refreshReused = "refresh_reused"
        case passwordChanged = "password_changed"
        /// The user's state does not allow sessions any more.
        case state
        /// An admin has taken a lost authenticator app from the account.
        case secondFactorReset = "second_factor_reset"
        case unknown

        public static var fallback: Reason? { .unknown }
    }

    public static let type = "identity.session-ended"
    public let session: ID<Session>
    public let user: ID<User>
    public let reason: Reason?
    public var subject: Subject { Subject("session", session) }

    public init(session: ID<Session>, user: ID<User>, reason: Reason? = nil) {
        (self.session, self.user, self.reason) = (session, user, reason)
    }
}
