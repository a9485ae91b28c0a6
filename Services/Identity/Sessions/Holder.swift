import Messages
import Runtime

/// Who holds a token that is good at this moment, and what it is good for.
enum Holder {
    case person(Person)
    case device(ID<Device>, organization: ID<Organization>?, scopes: [String]?)

    struct Person {
        let user: ID<User>
        let state: UserState
        /// The session or the API key.
        let credential: ID<Session>
        let kind: Statement.Credential
        let expiresAt: Timestamp?
        /// What it may be used for; nil for all that the person may.
        let scopes: [String]?
        let hasSecondFactor: Bool
        /// Whether a bot opened it: that is for playing only.
        var isForChat = false
    }

    /// How long a statement is good for: so long may a loosening lag, and so long could a stolen one be used.
    private static let statementSeconds: Int64 = 5 * 60

    func statement(_ bars: Bars, in context: QueryContext) throws -> Statement {
        let latest = context.now.adding(seconds: Holder.statementSeconds)
        switch self {
        case .person(let person):
            var statement = Statement(
                user: person.user, session: person.credential,
                roles: try Users.roles(of: person.user, in: context.database), issuedAt: context.now,
                expiresAt: min(person.expiresAt ?? latest, latest))
            (statement.kind, statement.state, statement.scopes) = (.person, person.state, person.scopes)
            statement.credential = person.kind
            if person.isForChat {
                statement.roles = [.player]
            } else {
                statement.grants = try Roles.inOrganizations(of: person.user, in: context.database)
            }
            statement.withholdPrivileges(unless: person.hasSecondFactor)
            statement.bars = try bars.of(person.user, in: context.database)
            statement.standing = try Standing.version(of: person.user, in: context.database)
            return statement
        case .device(let id, let organization, let scopes):
            var statement = Statement(
                user: ID(high: id.high, low: id.low), session: ID(high: id.high, low: id.low), roles: [.device],
                issuedAt: context.now, expiresAt: latest)
            (statement.kind, statement.state, statement.scopes) = (.device, .active, scopes)
            statement.credential = .device
            statement.grants = organization.map { [Statement.Grant(role: .device, organization: $0)] }
            return statement
        }
    }

    // MARK: - Finding

    static func find(_ token: Token, in context: QueryContext) throws -> Holder? {
        switch token.kind {
        case .session: try session(token.hash, in: context).flatMap(known)
        case .apiKey: try apiKey(token.hash, in: context).flatMap(known)
        case .device: try device(token.hash, in: context)
        }
    }

    private static func known(_ person: Person) -> Holder? { person.state.isAdmitted ? .person(person) : nil }

    private static func session(_ hash: [UInt8], in context: QueryContext) throws -> Person? {
        try context.database.first(
            """
            SELECT s.user, u.state, s.id, s.token_expires_at, s.second_factor, s.chat_system IS NOT NULL
            FROM sessions s JOIN users u ON u.id = s.user
            WHERE s.secret_hash = ? AND s.ended_at IS NULL AND min(s.token_expires_at, s.expires_at) > ?
            """, hash, context.now
        ) { row in
            let isChat: Bool = try row.value(5)
            return Person(
                user: try row.value(0), state: try row.value(1), credential: try row.value(2), kind: .session,
                expiresAt: try row.value(3, as: Timestamp.self),
                scopes: isChat ? ChatSessions.scopes.map(\.rawValue) : nil, hasSecondFactor: try row.value(4),
                isForChat: isChat)
        }
    }

    private static func apiKey(_ hash: [UInt8], in context: QueryContext) throws -> Person? {
        try context.database.first(
            """
            SELECT k.user, u.state, k.id, k.expires_at, k.scopes, k.second_factor
            FROM api_keys k JOIN users u ON u.id = k.user
            WHERE k.secret_hash = ? AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > ?)
            """, hash, context.now
        ) { row in
            Person(
                user: try row.value(0), state: try row.value(1), credential: try row.value(2), kind: .key,
                expiresAt: try row.value(3), scopes: APIKeys.scopes(in: try row.value(4)).map(\.rawValue),
                hasSecondFactor: try row.value(5))
        }
    }

    private static func device(_ hash: [UInt8], in context: QueryContext) throws -> Holder? {
        try context.database.first(
            "SELECT id, organization, scopes FROM devices WHERE secret_hash = ? AND revoked_at IS NULL", hash
        ) { row in
            let scopes: String? = try row.value(2)
            return .device(
                try row.value(0), organization: try row.value(1),
                scopes: scopes.map { APIKeys.scopes(in: $0).map(\.rawValue) })
        }
    }
}
