import Messages
import Runtime
import Storage

extension Sessions {
    static func hasSecondFactor(_ session: ID<Session>, in database: Connection) throws -> Bool {
        try database.first("SELECT second_factor FROM sessions WHERE id = ?", session) { try $0.value(0) } ?? false
    }

    /// A code was given in this session: what needs one may be done in it from now on.
    static func raise(_ session: ID<Session>, in context: CommandContext) throws {
        try context.database.run("UPDATE sessions SET second_factor = 1 WHERE id = ?", session)
    }

    /// A user has no second factor any more, and so has none of the sessions and of the API keys made in them.
    static func lowerAll(of user: ID<User>, in context: CommandContext) throws {
        try context.database.run("UPDATE sessions SET second_factor = 0 WHERE user = ?", user)
        try context.database.run("UPDATE api_keys SET second_factor = 0 WHERE user = ?", user)
    }
}
