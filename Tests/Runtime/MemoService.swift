import Messages
import Runtime
import Storage

// A service that keeps what people note, for testing how services forget.

enum WriteMemo: CommandHandler {
    struct Request: Codable, Sendable {
        let text: String
    }
    typealias Reply = Nothing
    static let name = "wallet.write-memo"
    static let summary = "Notes"
    static let access = Access.signedIn

    static func run(_ request: Request, in context: CommandContext) throws -> Nothing {
        try context.database.run(
            "INSERT INTO memos (user, text) VALUES (?, ?)", try context.user().user, request.text)
        return Nothing()
    }
}

/// Answers with what it was told of somebody, once betting has heard of it.
enum TellMemo: WorkflowHandler {
    struct Request: Codable, Sendable {
        let about: ID<User>
        let text: String
    }
    typealias Reply = Request
    static let name = "wallet.tell-memo"
    static let summary = "Tells"
    static let access = Access.signedIn

    static func begin(_ request: Request, in context: CommandContext) throws { try context.begin(saga, request) }

    static let saga = Saga<Request>(
        "wallet.tell-memo", version: 1,
        steps: [.call("tell", .betting, AddToCounter.self, request: { _, _ in .init(by: 1) })],
        end: .answerAtEnd(patience: 60_000) { state, _, _ in SagaAnswer(TellMemo.self, state) })
}

enum MemoService {
    static let migration = Migration(
        name: "memos",
        sql: "CREATE TABLE memos (number INTEGER PRIMARY KEY, user BLOB NOT NULL, text TEXT NOT NULL) STRICT;")

    /// Forgets a memo a turn, and tells a test of each.
    static func definition(_ onEach: @escaping @Sendable () throws -> Void = {}) -> ServiceDefinition {
        ServiceDefinition(
            name: .wallet, migrations: [migration],
            operations: [.command(WriteMemo.self), .workflow(TellMemo.self)],
            sagas: [SagaDefinition(TellMemo.saga)], events: [],
            forgetting: { user, position, context in
                try onEach()
                let deleted = try context.database.run(
                    "DELETE FROM memos WHERE number IN (SELECT number FROM memos WHERE user = ? LIMIT 1)", user)
                return deleted > 0 ? position + 1 : nil
            })
    }
}
