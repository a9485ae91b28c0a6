public import Messages
public import Runtime
import Storage

/// Who acts here, and who works for whom. Names and addresses of people are identity's alone: what is kept is that there is
/// such a user, when that was last heard, and which roles they have in organizations.
enum UserReferences {
    /// How long goes by before somebody who acts again is noted again.
    private static let fresh: Int64 = 3600

    static func note(_ user: ID<User>, in context: CommandContext) throws {
        try context.database.run(
            """
            INSERT INTO user_reference (id, last_sync_at) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET
                last_sync_at = excluded.last_sync_at WHERE last_sync_at < ?
            """, user, context.now, context.now.adding(seconds: -fresh))
    }

    /// - Parameter roles: all that the user has there.
    private static func set(
        _ roles: [Role], of user: ID<User>, at organization: ID<Organization>?, in context: CommandContext
    ) throws {
        guard let organization else { return }
        guard !roles.isEmpty else {
            try context.database.run(
                "DELETE FROM organization_person WHERE organization_id = ? AND user_id = ?", organization, user)
            return
        }
        try context.database.run(
            """
            INSERT INTO organization_person (organization_id, user_id, roles, since) VALUES (?, ?, ?, ?)
            ON CONFLICT (organization_id, user_id) DO UPDATE SET roles = excluded.roles
            """, organization, user, roles.map(\.rawValue).joined(separator: " "), context.now)
    }

    static let follower = Follower(.identity) { page, context in
        for entry in page.entries {
            if let new = try entry.data(UserRegistered.self) {
                try note(new.user, in: context)
            } else if let granted = try entry.data(RoleGranted.self) {
                try set(granted.after, of: granted.user, at: granted.organization, in: context)
            } else if let revoked = try entry.data(RoleRevoked.self) {
                try set(revoked.after, of: revoked.user, at: revoked.organization, in: context)
            }
        }
    }

    static func forget(_ user: ID<User>, in database: Connection) throws {
        try database.run("DELETE FROM user_reference WHERE id = ?", user)
        try database.run("DELETE FROM organization_person WHERE user_id = ?", user)
    }
}

extension ListOrganizationPeople: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        try Staff.look(at: request.organizationID, in: context)
        let limit = Paging.limit(request.limit)
        // Ids begin at the lowest, as people came.
        let after: ID<User> = try request.cursor == nil ? ID(high: 0, low: 0) : Paging.before(request.cursor)
        let found = try context.database.rows(
            """
            SELECT user_id, roles, since FROM organization_person WHERE organization_id = ? AND user_id > ?
            ORDER BY user_id LIMIT ?
            """, request.organizationID, after, limit + 1
        ) { row in
            let roles: String = try row.value(1)
            return OrganizationPerson(
                userID: try row.value(0), roles: roles.split(separator: " ").compactMap { Role(rawValue: String($0)) },
                since: try row.value(2))
        }
        let page = Paging.page(found, limit: limit) { $0.userID.text }
        return Page(items: page.items, next: page.next)
    }
}
