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
        export.signIns = try SignIns.newest(of: user, PersonalExport.limit, in: database).map(\.item)
        export.safeguards = Safeguards(try Standing.current(of: user, in: database), at: context.now)
        return export
    }

    private static func sessions(of user: ID<User>, in database: Connection) throws -> [PersonalExport.PastSession] {
        try database.rows(
            """
            SELECT id, opened_at, expires_at, ended_at FROM sessions WHERE user = ? ORDER BY opened_at DESC LIMIT ?
            """, user, PersonalExport.limit
        ) { row in
            PersonalExport.PastSession(
                id: try row.value(0), openedAt: try row.value(1), expiresAt: try row.value(2),
                endedAt: try row.value(3))
        }
    }
}
