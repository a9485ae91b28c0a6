public import Messages
public import Runtime
import Storage

/// The rows that say how far each forgetting is.
enum Forgettings {
    static func has(_ service: ServiceName, of user: ID<User>, in database: Connection) throws -> Bool {
        try database.first("SELECT 1 FROM forgotten_places WHERE user = ? AND service = ?", user, service) { _ in
            true
        } ?? false
    }

    static func note(_ service: ServiceName, of user: ID<User>, in context: CommandContext) throws {
        guard try !has(service, of: user, in: context.database) else { return }
        try context.database.run(
            "INSERT INTO forgotten_places (user, service, forgotten_at) VALUES (?, ?, ?)", user, service, context.now)
        try context.emit(ForgettingAdvanced(user: user, service: service))
    }

    static func existing(_ user: ID<User>, in database: Connection) throws -> PersonForgetting {
        let begun = try database.first("SELECT begun_at FROM forgettings WHERE user = ?", user) {
            try $0.value(0, as: Timestamp.self)
        }
        guard let begun else { throw Rejection.notFound("forgetting of this person") }
        let done = try database.rows(
            "SELECT service, forgotten_at FROM forgotten_places WHERE user = ? ORDER BY forgotten_at, service", user
        ) { PersonForgetting.Place(service: try $0.value(0), forgottenAt: try $0.value(1)) }
        let all: [ServiceName] = [.identity] + ForgetState.others
        return PersonForgetting(
            userID: user, begunAt: begun, done: done,
            pending: all.filter { service in !done.contains { $0.service == service } })
    }
}

extension GetForgetting: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> PersonForgetting {
        try Forgettings.existing(request.userID, in: context.database)
    }
}
