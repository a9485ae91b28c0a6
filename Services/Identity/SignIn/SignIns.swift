public import Messages
public import Runtime
import Storage

/// The history of attempts to sign in to accounts, with the addresses they came from: kept here, and told to nobody else.
enum SignIns {
    static let keptSeconds: Int64 = 400 * 86_400
    /// Old rows forgotten at each new one.
    static let forgottenAtOnce = 4
    static let agentLength = 200

    static func record(
        _ outcome: SignInOutcome, of user: ID<User>, session: ID<Session>? = nil, in context: CommandContext
    ) throws {
        let agent = context.client?.agent.map { String($0.prefix(agentLength)) }
        try context.database.run(
            "INSERT INTO sign_ins (user, at, outcome, address, agent, session) VALUES (?, ?, ?, ?, ?, ?)", user,
            context.now, outcome, context.client?.address, agent, session)
        // Numbers grow with time, so the first are the oldest.
        try context.database.run(
            "DELETE FROM sign_ins WHERE number IN (SELECT number FROM sign_ins ORDER BY number LIMIT ?) AND at <= ?",
            forgottenAtOnce, context.now.adding(seconds: -keptSeconds))
    }

    static func last(of user: ID<User>, in database: Connection) throws -> PreviousSignIn? {
        try database.first(
            """
            SELECT at, address, agent FROM sign_ins WHERE user = ? AND outcome = ? ORDER BY number DESC LIMIT 1
            """, user, SignInOutcome.signedIn
        ) { PreviousSignIn(at: try $0.value(0), address: try $0.value(1), agent: try $0.value(2)) }
    }

    /// The newest before a number, each with its own.
    static func newest(
        of user: ID<User>, before: Int64 = .max, _ count: Int, in database: Connection
    ) throws -> [(number: Int64, item: ListSignIns.Item)] {
        try database.rows(
            """
            SELECT number, at, outcome, address, agent, session FROM sign_ins
            WHERE user = ? AND number < ? ORDER BY number DESC LIMIT ?
            """, user, before, count
        ) { row in
            (
                number: try row.value(0),
                item: ListSignIns.Item(
                    at: try row.value(1), outcome: try row.value(2), address: try row.value(3),
                    agent: try row.value(4), sessionID: try row.value(5))
            )
        }
    }
}

extension ListSignIns: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Page<Item> {
        _ = try Users.existingProfile(of: request.userID, in: context.database)
        let limit = Paging.limit(request.limit)
        let found = try SignIns.newest(
            of: request.userID, before: request.cursor == nil ? .max : try Paging.after(request.cursor), limit + 1,
            in: context.database)
        let (shown, next) = Paging.page(found, limit: limit) { String($0.number) }
        return Page(items: shown.map(\.item), next: next)
    }
}
