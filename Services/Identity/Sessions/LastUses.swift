public import Messages
public import Runtime

extension NoteUses: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Nothing {
        for use in request.uses.items {
            try LastUses.note(
                use.session, at: min(use.at, context.now), address: use.address, agent: use.agent, in: context)
        }
        return Nothing()
    }
}

/// When sessions, API keys and devices were last used, from where and with what.
enum LastUses {
    private static let addressLength = 64
    static let agentLength = 200

    /// Makes the row of something that has not been used yet.
    static func begin<Entity>(_ id: ID<Entity>, in context: CommandContext) throws {
        try context.database.run("INSERT INTO last_uses (credential) VALUES (?)", id)
    }

    static func forget<Entity>(_ id: ID<Entity>, in context: CommandContext) throws {
        try context.database.run("DELETE FROM last_uses WHERE credential = ?", id)
    }

    /// Notes what the client does at this moment.
    static func noteNow(_ session: ID<Session>, in context: CommandContext) throws {
        let client = context.client
        try note(session, at: context.now, address: client?.address, agent: client?.agent, in: context)
    }

    /// Notes a use, unless a later one is known or there is no such thing.
    static func note(
        _ session: ID<Session>, at time: Timestamp, address: String?, agent: String?, in context: CommandContext
    ) throws {
        try context.database.run(
            """
            UPDATE last_uses SET used_at = ?1, address = ?2, agent = ?3
            WHERE credential = ?4 AND (used_at IS NULL OR used_at <= ?1)
            """, time, address?.cut(to: addressLength), agent?.cut(to: agentLength), session)
    }
}

extension String {
    /// Its beginning, so that what others chose takes no more room than it deserves.
    func cut(to count: Int) -> String { String(String.UnicodeScalarView(unicodeScalars.prefix(count))) }
}
