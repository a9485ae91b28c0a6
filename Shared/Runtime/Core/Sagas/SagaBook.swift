public import Messages

/// All saga definitions of a service, by name and version, their types erased.
final class SagaBook: Sendable {
    private let definitions: [String: SagaDefinition]

    init(_ definitions: [SagaDefinition]) {
        self.definitions = Dictionary(uniqueKeysWithValues: definitions.map { ($0.key, $0) })
    }

    /// A row without its definition means that a release dropped one that was still in use: a bug, not a state.
    func definition(of row: SagaRow) -> SagaDefinition {
        guard let definition = definitions[SagaDefinition.key(row.definition, Int(row.version))] else {
            preconditionFailure("no definition of saga \(row.definition) version \(row.version)")
        }
        return definition
    }
}

/// A saga's definition with its state's type erased, as a service registers it.
public struct SagaDefinition: Sendable {
    /// What somebody who reads a saga's row needs to know of a step.
    public struct Step: Sendable {
        public let name: String
        /// The service that it asks; nil for a change of the service's own.
        public let callee: ServiceName?
        public let isUndone: Bool
    }

    let key: String
    public let name: String
    public let version: Int
    public let steps: [Step]
    let advance: @Sendable (inout SagaRow, CommandContext) throws -> Void
    let resume: @Sendable (inout SagaRow, CallResult, CommandContext) throws -> Void
    let answerEarly: @Sendable (inout SagaRow, CommandContext) throws -> Void

    public init<State>(_ saga: Saga<State>) {
        key = SagaDefinition.key(saga.name, saga.version)
        (name, version) = (saga.name, saga.version)
        steps = saga.steps.map { step in
            let callee: ServiceName? = if case .call(let service, _, _, _) = step.action { service } else { nil }
            return Step(name: step.name, callee: callee, isUndone: step.undo != nil)
        }
        advance = { row, context in try SagaRun(saga: saga, context: context).advance(&row) }
        resume = { row, result, context in try SagaRun(saga: saga, context: context).resume(&row, with: result) }
        answerEarly = { row, context in try SagaRun(saga: saga, context: context).answerEarly(&row) }
    }

    static func key(_ name: String, _ version: Int) -> String { "\(name)/\(version)" }
}

/// How a durable call ended: the callee's status and body.
struct CallResult: Sendable {
    let status: Int
    let body: [UInt8]
    var isSuccess: Bool { status < 300 }
}

extension CommandContext {
    /// Begins a saga for the command that is being handled. Its local steps up to the first call run at once.
    public func begin<State>(_ saga: Saga<State>, _ state: State) throws {
        var row = SagaRow(
            number: 0, definition: saga.name, version: Int64(saga.version), step: 0, phase: .forward,
            state: String(decoding: try coding.encode(state), as: UTF8.self), problem: nil, origin: origin,
            deadline: deadline, statement: statementText, actor: actor, causation: causation, trace: trace)
        try row.insert(into: database, at: now)
        try SagaRun(saga: saga, context: self).start(&row)
    }

    /// The context of a saga's later steps: on behalf of whoever began it.
    func resuming(_ row: SagaRow) -> CommandContext {
        CommandContext(
            effects: effects, sagas: sagas, now: now, caller: .service(effects.service), actor: row.actor,
            causation: row.causation, trace: row.trace, deadline: row.deadline, statementText: row.statement,
            origin: row.origin)
    }
}
