public import Messages
public import Runtime

extension ExportMe: QueryHandler {
    /// A line a section: what another capability keeps of a person joins the export here.
    public static func run(_ request: Nothing, in context: QueryContext) throws -> PersonalExport {
        let (user, database) = (try context.user().user, context.database)
        var export = PersonalExport(
            exportedAt: context.now, profile: try Users.existingProfile(of: user, in: database))
        let limit = PersonalExport.limit
        let sessions = Paging.page(
            try PastSessions.newest(of: user, limit + 1, in: database), limit: limit, cursor: \.id.text)
        let signIns = Paging.page(
            try SignIns.newest(of: user, limit + 1, in: database), limit: limit
        ) { String($0.number) }
        export.riskProfile = try RiskProfiles.find(user, in: database)
        export.roles = try Roles.held(by: user, in: database)
        export.sessions = sessions.items
        export.apiKeys = try APIKeys.working(of: user, at: context.now, in: database)
        export.chats = try Chats.all(of: user, database)
        export.signIns = signIns.items.map(\.item)
        export.safeguards = Safeguards(try Standing.current(of: user, in: database), at: context.now)
        // Of roles, keys that work, and chats nobody can have more than fit.
        export.lists = [
            .init(list: "roles", rest: nil), .init(list: "sessions", rest: rest("/v1/me/sessions", sessions.next)),
            .init(list: "api_keys", rest: nil), .init(list: "chats", rest: nil),
            .init(list: "sign_ins", rest: rest("/v1/me/sign-ins", signIns.next)),
        ]
        return export
    }

    private static func rest(_ path: String, _ cursor: String?) -> String? { cursor.map { "\(path)?cursor=\($0)" } }
}
