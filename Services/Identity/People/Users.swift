import Messages
import Runtime
import Storage

/// The users' rows.
enum Users {
    static func exists(emailKey: String, in database: Connection) throws -> Bool {
        try database.first("SELECT 1 FROM users WHERE email_key = ?", emailKey) { _ in true } ?? false
    }

    static func owner(email: Email, in database: Connection) throws -> ID<User>? {
        try database.first("SELECT id FROM users WHERE email_key = ?", email.text.lowercased()) { try $0.value(0) }
    }

    static func owner(usernameKey: String, in database: Connection) throws -> ID<User>? {
        try database.first("SELECT id FROM users WHERE username_key = ?", usernameKey) { try $0.value(0) }
    }

    static func owner(externalID: ExternalID, in database: Connection) throws -> ID<User>? {
        try database.first("SELECT id FROM users WHERE external_id_key = ?", externalID.text.lowercased()) {
            try $0.value(0)
        }
    }

    /// The roles on the platform, or within an organization.
    static func roles(
        of user: ID<User>, at organization: ID<Organization>? = nil, in database: Connection
    ) throws -> [Role] {
        let roles: [Role] = try database.rows(
            "SELECT role FROM user_roles WHERE user = ? AND organization = coalesce(?, x'')", user, organization
        ) { try $0.value(0) }
        return Role.allCases.filter(roles.contains)
    }

    static func profile(of user: ID<User>, in database: Connection) throws -> UserProfile? {
        try UserRecord.find(user, in: database)?.profile(in: database)
    }

    /// The profile of one who is known to be there.
    static func existingProfile(of user: ID<User>, in database: Connection) throws -> UserProfile {
        guard let profile = try profile(of: user, in: database) else { throw Rejection.notFound("user") }
        return profile
    }

    /// What signing in needs to know of the one whom a login names.
    struct Credentials {
        let user: ID<User>
        let passwordHash: String?
        let state: UserState
    }

    /// By email where the login looks like one, else by username; a username never holds an `@`.
    static func credentials(loginKey: String, in database: Connection) throws -> Credentials? {
        func read(_ row: borrowing Row) throws -> Credentials {
            Credentials(user: try row.value(0), passwordHash: try row.value(1), state: try row.value(2))
        }
        if loginKey.contains("@") {
            return try database.first(
                "SELECT id, hash, state FROM users LEFT JOIN passwords ON user = id WHERE email_key = ?", loginKey,
                read: read)
        }
        return try database.first(
            "SELECT id, hash, state FROM users LEFT JOIN passwords ON user = id WHERE username_key = ?", loginKey,
            read: read)
    }

    /// Makes a user with a key of their own, whose address is still to be verified, gives the first roles and tells of it.
    static func create(
        _ details: PersonalDetails, passwordHash: String?, roles: [Role], in context: CommandContext
    ) throws -> ID<User> {
        let id = context.newID(User.self)
        try context.database.run(
            """
            INSERT INTO users (id, email, email_key, username, username_key, display_name, birth_date, country, state,
                created_at, created_by, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, id, details.email, details.email.lowercased(), details.username, details.username?.lowercased(),
            details.displayName, details.birthDate?.text, details.country, UserState.pendingVerification,
            context.now, context.actor, context.now)
        if let passwordHash { try Passwords.set(passwordHash, of: id, in: context) }
        context.concerns(id)
        try PersonalSeal.makeKey(for: id, in: context)
        for role in roles { try Roles.give(role, to: id, in: context) }
        let personal = try PersonalSeal.seal(details, of: id, in: context)
        try context.emit(UserRegistered(user: id, roles: roles, personal: personal))
        return id
    }
}
