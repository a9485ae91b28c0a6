public import Messages
public import Runtime
import Storage

extension ExportMe: QueryHandler {
    /// A line a section: what another capability keeps of a person joins the export here.
    public static func run(_ request: Nothing, in context: QueryContext) throws -> PersonalExport {
        let (user, database) = (try context.user().user, context.database)
        var export = PersonalExport(
            exportedAt: context.now, profile: try Users.existingProfile(of: user, in: database))
        export.riskProfile = try RiskProfiles.find(user, in: database)
        export.roles = try Roles.held(by: user, in: database)
        export.sessions = try sessions(of: user, in: database)
        export.apiKeys = try APIKeys.working(of: user, at: context.now, in: database)
        export.chats = try Chats.all(of: user, database)
        export.signIns = try SignIns.newest(of: user, PersonalExport.limit, in: database).map(\.item)
        export.safeguards = Safeguards(try Standing.current(of: user, in: database), at: context.now)
        return export
    }

    private static func sessions(of user: ID<User>, in database: Connection) throws -> [PersonalExport.PastSession] {
        try database.rows(
            """
            SELECT id, opened_at, s.expires_at, ended_at, device, s.address, used_at, u.address
            FROM sessions s LEFT JOIN last_uses u ON credential = id
            WHERE user = ? ORDER BY opened_at DESC LIMIT ?
            """, user, PersonalExport.limit
        ) { row in
            var session = PersonalExport.PastSession(
                id: try row.value(0), openedAt: try row.value(1), expiresAt: try row.value(2),
                endedAt: try row.value(3))
            (session.device, session.address) = (try row.value(4), try row.value(5))
            (session.lastUsedAt, session.lastUsedAddress) = (try row.value(6), try row.value(7))
            return session
        }
    }
}
