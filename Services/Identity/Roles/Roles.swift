import Messages
import Runtime
import Storage

/// The rows of who may do what, on the platform and within organizations.
enum Roles {
    /// All that one may hold: they travel in the statement, and that in a message's header.
    static let limit = 50

    static func give(
        _ role: Role, to user: ID<User>, at organization: ID<Organization>? = nil, in context: CommandContext
    ) throws {
        try context.database.run(
            """
            INSERT INTO user_roles (user, role, organization, granted_by, granted_at)
            VALUES (?, ?, coalesce(?, x''), ?, ?)
            """, user, role, organization, context.actor, context.now)
    }

    static func take(
        _ role: Role, from user: ID<User>, at organization: ID<Organization>?, in database: Connection
    ) throws {
        try database.run(
            "DELETE FROM user_roles WHERE user = ? AND role = ? AND organization = coalesce(?, x'')", user, role,
            organization)
    }

    static func count(of user: ID<User>, in database: Connection) throws -> Int {
        try database.first("SELECT COUNT(*) FROM user_roles WHERE user = ?", user) { try $0.value(0) } ?? 0
    }

    /// As they go into a statement; nil for most people, who have none.
    static func inOrganizations(of user: ID<User>, in database: Connection) throws -> [Statement.Grant]? {
        let grants = try database.rows(
            "SELECT role, organization FROM user_roles WHERE user = ? AND organization <> x''", user
        ) { Statement.Grant(role: try $0.value(0), organization: try $0.value(1)) }
        return grants.isEmpty ? nil : grants
    }

    static func held(by user: ID<User>, in database: Connection) throws -> [PersonalExport.HeldRole] {
        try database.rows(
            "SELECT role, organization, granted_by, granted_at FROM user_roles WHERE user = ? ORDER BY granted_at", user
        ) { row in
            PersonalExport.HeldRole(
                role: try row.value(0), organizationID: ID(bytes: try row.value(1)), grantedBy: try row.value(2),
                grantedAt: try row.value(3))
        }
    }

    /// Whether nobody could act as the platform's admin without this one.
    static func isLastAdmin(_ user: ID<User>, in database: Connection) throws -> Bool {
        guard try Users.roles(of: user, in: database).contains(.admin) else { return false }
        let other = try database.first(
            """
            SELECT 1 FROM user_roles r JOIN users u ON u.id = r.user
            WHERE r.role = ? AND r.organization = x'' AND u.state IN (?, ?) AND u.id <> ? LIMIT 1
            """, Role.admin, UserState.active, UserState.pendingVerification, user
        ) { _ in true }
        return other == nil
    }
}

/// Who may give and take which role.
enum RoleAuthority {
    /// What an organization's own admins decide.
    private static let staff: Set<Role> = [.seller, .operator_, .organizer]

    static func check(_ request: GrantRole.Request, in context: CommandContext) throws {
        guard let refusal = context.caller.refusal(by: .roles([.admin])) else { return }
        let statement = try context.user()
        if let organization = request.organizationID, staff.contains(request.role) {
            let admin = Statement.Grant(role: .admin, organization: organization)
            if statement.grants?.contains(admin) ?? false { return }
        }
        throw Rejection(refusal.problem) { context in
            try context.emit(
                RoleChangeRefused(
                    caller: statement.user, user: request.userID, role: request.role,
                    organization: request.organizationID))
        }
    }

    /// The user as whoever changed a role may see them: an organization's admins learn what the user is there, and no
    /// more of the person than the id that they knew.
    static func view(
        of user: ID<User>, at organization: ID<Organization>?, in context: CommandContext
    ) throws -> UserProfile {
        let whole = try Users.existingProfile(of: user, in: context.database)
        if context.caller.refusal(by: .roles([.admin])) == nil { return whole }
        var view = UserProfile(
            id: user, email: "", username: nil, displayName: nil, birthDate: nil, country: nil, state: whole.state,
            roles: [], createdAt: whole.createdAt)
        view.grants = whole.grants?.filter { $0.organization == organization }
        return view
    }
}
