import Messages
import Runtime
import Storage

/// The users' rows.
enum Users {
    static func exists(emailKey: String, in database: Connection) throws -> Bool {
        try database.first("SELECT 1 FROM users WHERE email_key = ?", emailKey) { _ in true } ?? false
    }

    static func exists(usernameKey: String, in database: Connection) throws -> Bool {
        try database.first("SELECT 1 FROM users WHERE username_key = ?", usernameKey) { _ in true } ?? false
    }

    static func roles(of user: ID<User>, in database: Connection) throws -> [Role] {
        let names: [Role] = try database.rows("SELECT role FROM user_roles WHERE user = ?", user) { try $0.value(0) }
        return Role.allCases.filter(names.contains)
    }

    static func profile(of user: ID<User>, in database: Connection) throws -> UserProfile? {
        let roles = try roles(of: user, in: database)
        let hasTOTP = try OneTimeCodes.isEnrolled(user, in: database)
        return try database.first(
            """
            SELECT email, username, display_name, birth_date, country, state, created_at,
                email_verified_at IS NOT NULL
            FROM users WHERE id = ?
            """, user
        ) { row in
            var profile = UserProfile(
                id: user, email: try row.value(0), username: try row.value(1), displayName: try row.value(2),
                birthDate: try row.value(3, as: String?.self).flatMap { Day($0) }, country: try row.value(4),
                state: try row.value(5), roles: roles, createdAt: try row.value(6))
            (profile.hasTOTP, profile.isEmailVerified) = (hasTOTP, try row.value(7))
            return profile
        }
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
                created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, id, details.email, details.email.lowercased(), details.username, details.username?.lowercased(),
            details.displayName, details.birthDate?.text, details.country, UserState.pendingVerification,
            context.now)
        if let passwordHash { try Passwords.set(passwordHash, of: id, in: context) }
        try PersonalSeal.makeKey(for: id, in: context)
        for role in roles { try grant(role, to: id, in: context) }
        let personal = try PersonalSeal.seal(details, of: id, in: context)
        try context.emit(UserRegistered(user: id, roles: roles, personal: personal))
        return id
    }

    static func grant(_ role: Role, to user: ID<User>, in context: CommandContext) throws {
        try context.database.run(
            "INSERT INTO user_roles (user, role, granted_by, granted_at) VALUES (?, ?, ?, ?)", user, role,
            context.actor, context.now)
    }
}
