import Crypto
import Messages
import Runtime
import Storage

// A service small enough to see whole, for testing what the runtime promises to all.

enum CounterFailure: String, DomainFailure {
    case tooMuch = "too_much"
}

struct CounterChanged: Event {
    static let type = "wallet.counter-changed"
    let by: Int64
    var subject: Subject { Subject("counter", "1") }
}

enum AddToCounter: CommandHandler {
    struct Request: Codable, Sendable {
        let by: Int64
    }
    struct Reply: Codable, Sendable, Equatable {
        let total: Int64
    }
    typealias Failure = CounterFailure
    static let name = "wallet.add-to-counter"
    static let summary = "Adds"
    static let access = Access.services([.betting, .gateway])
    static let route: Route? = .act("/v1/counter")

    static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        try context.database.run("UPDATE counter SET total = total + ?", request.by)
        try context.emit(CounterChanged(by: request.by))
        if request.by > 100 {
            throw CounterFailure.tooMuch.because("at most 100", at: "/by") { context in
                try context.database.run("UPDATE counter SET refused = refused + 1")
            }
        }
        return Reply(total: try CounterService.total(context.database))
    }
}

enum ReadCounter: QueryHandler {
    typealias Request = Nothing
    typealias Reply = AddToCounter.Reply
    static let name = "wallet.read-counter"
    static let summary = "Reads"
    static let access = Access.signedIn

    static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        Reply(total: try CounterService.total(context.database))
    }
}

/// Tells a secret, made by heavy work.
enum MakeSecret: CommandHandler {
    typealias Request = Nothing
    struct Reply: Codable, Sendable, Equatable {
        let secret: String
    }
    static let name = "wallet.make-secret"
    static let summary = "Makes a secret"
    static let access = Access.signedIn
    static let replyHoldsSecrets = true

    static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let salt = context.randomBytes(16)
        let made = try context.heavy("stretch") { SHA256.hash(salt) }
        return Reply(secret: Hex.encode(made))
    }
}

/// Adds here, then asks betting, and only then is accepted; betting is told once more afterwards.
enum AddTogether: WorkflowHandler {
    typealias Request = AddToCounter.Request
    typealias Reply = AddToCounter.Reply
    static let name = "wallet.add-together"
    static let summary = "Adds in two places"
    static let access = Access.signedIn

    struct State: Codable, Sendable {
        let by: Int64
        var rounds: Int64 = 0
    }

    static func begin(_ request: Request, in context: CommandContext) throws {
        if request.by == 13 { throw CounterFailure.tooMuch.because("not thirteen") }
        try context.begin(saga, State(by: request.by))
    }

    static let saga = Saga<State>(
        "wallet.add-together", version: 1,
        steps: [
            .local("reserve") { state, context in
                try context.database.run("UPDATE counter SET reserved = reserved + ?", state.by)
                return .done
            } undo: { state, context in
                try context.database.run("UPDATE counter SET reserved = reserved - ?", state.by)
            },
            .call(
                "ask", .betting, AddToCounter.self, request: { state, _ in .init(by: state.by) },
                undo: .call(.betting, AddToCounter.self) { .init(by: -$0.by) }),
            .local("accept", isPivot: true) { state, context in
                try context.database.run(
                    "UPDATE counter SET reserved = reserved - ?, total = total + ?", state.by, state.by)
                if state.by == 66 { throw CounterFailure.tooMuch.because("not sixty-six") }
                return .done
            },
            .local("rounds") { state, context in
                state.rounds += 1
                return state.rounds < 3 ? .again : .done
            },
            .call("tell", .betting, AddToCounter.self, request: { state, _ in .init(by: state.rounds) }),
        ],
        end: .answer { _, context in
            SagaAnswer(AddTogether.self, Reply(total: try CounterService.total(context.database)))
        })
}

/// Adds here at once, tells betting, and answers when betting knows, or after three seconds that it does not yet.
enum AddAndTell: WorkflowHandler {
    typealias Request = AddToCounter.Request
    struct Reply: Codable, Sendable, Equatable {
        let isTold: Bool
    }
    static let name = "wallet.add-and-tell"
    static let summary = "Adds and tells"
    static let access = Access.signedIn

    struct State: Codable, Sendable {
        let by: Int64
    }

    static func begin(_ request: Request, in context: CommandContext) throws {
        try context.database.run("UPDATE counter SET total = total + ?", request.by)
        try context.begin(saga, State(by: request.by))
    }

    static let saga = Saga<State>(
        "wallet.add-and-tell", version: 1,
        steps: [.call("tell", .betting, AddToCounter.self, request: { state, _ in .init(by: state.by) })],
        end: .answerAtEnd(patience: 3000) { _, isDone, _ in SagaAnswer(AddAndTell.self, Reply(isTold: isDone)) })
}

/// For admins and devices only.
enum ClearCounter: CommandHandler {
    typealias Request = Nothing
    typealias Reply = Nothing
    static let name = "wallet.clear-counter"
    static let summary = "Begins again at nothing"
    static let access = Access.roles([.admin, .device])
    static let route: Route? = .delete("/v1/counter")

    static func run(_ request: Nothing, in context: CommandContext) throws -> Nothing {
        try context.database.run("UPDATE counter SET total = 0")
        return Nothing()
    }
}

enum CounterService {
    static func total(_ database: Connection) throws -> Int64 { try number("total", database) }

    static func number(_ column: String, _ database: Connection) throws -> Int64 {
        let row = try database.first("SELECT total, reserved, refused FROM counter") {
            ["total": try $0.value(0, as: Int64.self), "reserved": try $0.value(1), "refused": try $0.value(2)]
        }
        return row?[column] ?? -1
    }

    static let definition = ServiceDefinition(
        name: .wallet,
        migrations: [
            Migration(
                name: "counter-1",
                sql: """
                    CREATE TABLE counter (total INTEGER NOT NULL, reserved INTEGER NOT NULL, refused INTEGER NOT NULL)
                        STRICT;
                    INSERT INTO counter VALUES (0, 0, 0);
                    """)
        ],
        operations: [
            .command(AddToCounter.self), .query(ReadCounter.self), .command(MakeSecret.self),
            .workflow(AddTogether.self), .workflow(AddAndTell.self), .command(ClearCounter.self),
        ],
        sagas: [SagaDefinition(AddTogether.saga), SagaDefinition(AddAndTell.saga)], events: [CounterChanged.self])
}
