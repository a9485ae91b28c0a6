import Messages
import Storage

/// The identity of an operation that its own caller names, `operation:key`.
struct OperationName {
    let operation: String
    let id: String

    init(_ reference: OperationReference) throws {
        let parts = reference.id.text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else {
            throw Rejection.field("/id", "invalid_format", "expected operation:key, such as betting.place-bet:6f1c")
        }
        (operation, id) = (String(parts[0]), String(parts[1]))
    }
}

extension Inbox.Entry {
    func outcome(id: String) -> OperationOutcome {
        let isReadable = state == .answered && !isSealed
        return OperationOutcome(
            id: id, state: outcomeState, status: status,
            reply: isReadable ? reply.map { String(decoding: $0, as: UTF8.self) } : nil)
    }

    private var outcomeState: OperationOutcome.State {
        switch state {
        case .running: .running
        case .fenced: .fenced
        case .answered: (status ?? 500) < 300 ? .completed : .refused
        }
    }
}

/// Every service answers this for the operations that it was sent.
enum GetOutcomeHandler: QueryHandler {
    typealias Request = GetOutcome.Request
    typealias Reply = GetOutcome.Reply
    static let name = GetOutcome.name
    static let summary = GetOutcome.summary
    static let access = GetOutcome.access
    static let scope = GetOutcome.scope

    static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let name = try OperationName(request)
        let key: [UInt8] =
            try context.database.first("SELECT fingerprint_key FROM runtime_self") { try $0.value(0) } ?? []
        let inbox = Inbox(database: context.database, key: key)
        let scope = Inbox.scope(of: .user(try context.user()), body: [])
        guard let entry = try inbox.find(try inbox.identity(scope: scope, operation: name.operation, id: name.id))
        else {
            throw CommonFailure.notFound.because("no operation of yours with this id has arrived; fence it to be sure")
        }
        return entry.outcome(id: request.id.text)
    }
}
