public import Messages

/// A workflow that spans services, written as data: its steps, what undoes them, and how it ends. Rows name a saga by
/// name and version, so a definition stays as long as rows of it may exist.
public struct Saga<State: Codable & Sendable>: Sendable {
    public let name: String
    public let version: Int
    let steps: [SagaStep<State>]
    let end: SagaEnd<State>

    public init(_ name: String, version: Int, steps: [SagaStep<State>], end: SagaEnd<State>) {
        (self.name, self.version, self.steps, self.end) = (name, version, steps, end)
    }

    /// The index of the last step that may still be refused; beyond it the saga is owed.
    var pivot: Int { steps.lastIndex(where: \.isPivot) ?? -1 }
}

/// What the client that began the saga is told.
public enum SagaEnd<State>: Sendable {
    /// Nothing; it was answered when the saga began.
    case silent
    /// This, as soon as the pivot is passed: from there on the outcome is certain.
    case answer(@Sendable (State, CommandContext) throws -> SagaAnswer)
    /// This, once every step is done; or, so many milliseconds after the outcome became certain, what is true by then,
    /// with `isDone` false. Whichever comes first is the only answer.
    case answerAtEnd(patience: Int64, @Sendable (State, _ isDone: Bool, CommandContext) throws -> SagaAnswer)
}

/// The reply of the command that began a saga.
public struct SagaAnswer {
    let encode: (WireCoding) throws -> EncodedReply

    public init<C: Command>(_ command: C.Type, _ reply: C.Reply) {
        encode = { try C.encoded(reply, with: $0) }
    }
}

/// One step. A local step is a change in this service; a call is one in another.
public struct SagaStep<State: Codable & Sendable>: Sendable {
    public enum Progress: Sendable {
        /// On to the next step.
        case done
        /// Once more, after other messages had their turn: how long work is cut into chunks.
        case again
        /// Once more, after so many milliseconds: what it waits for comes by itself.
        case after(milliseconds: Int64)
    }

    enum Action: Sendable {
        case local(@Sendable (inout State, CommandContext) throws -> Progress)
        /// Nil from `request` means that there is nothing to ask and the saga goes on.
        case call(
            ServiceName, operation: String, request: @Sendable (State, CommandContext) throws -> [UInt8]?,
            repeats: Bool)
    }

    let name: String
    let isPivot: Bool
    let action: Action
    let undo: Action?
    /// Which field of what the client sent stands behind a field of the call, so that a refusal names the client's.
    var fields: [String: String] = [:]
    /// What is made of a call's answer, where the saga goes by it.
    var take: (@Sendable (inout State, CallResult, CommandContext) throws -> Void)?
    /// Whether a refusal is an answer like any other.
    var takesRefusals = false
    /// How many milliseconds go by before a call is asked again.
    var pause: (@Sendable (State) -> Int64)?

    /// A change of this service's own. `undo` takes it back if a later step is refused.
    public static func local(
        _ name: String, isPivot: Bool = false,
        _ run: @escaping @Sendable (inout State, CommandContext) throws -> Progress,
        undo: (@Sendable (State, CommandContext) throws -> Void)? = nil
    ) -> SagaStep {
        let undoing = undo.map { undo in
            Action.local { state, context in
                try undo(state, context)
                return .done
            }
        }
        return SagaStep(name: name, isPivot: isPivot, action: .local(run), undo: undoing)
    }

    /// A command of another service. With `repeats` it is asked again after each answer, and as many milliseconds as `pause`
    /// has it, until `request` gives nil; `take` keeps what is worth keeping of a reply. Where it is refused for one of its fields, the client is told of its own that
    /// stands behind it, as `fields` has them.
    public static func call<C: Command>(
        _ name: String, _ service: ServiceName, _ command: C.Type, repeats: Bool = false,
        request: @escaping @Sendable (State, CommandContext) throws -> C.Request?,
        take: (@Sendable (inout State, C.Reply, CommandContext) throws -> Void)? = nil,
        pause: (@Sendable (State) -> Int64)? = nil, undo: Undo? = nil, fields: [String: String] = [:]
    ) -> SagaStep {
        var step = SagaStep(
            name: name, isPivot: false, action: action(service, command, request, repeats: repeats),
            undo: undo?.action, fields: fields, pause: pause)
        if let take {
            step.take = { state, result, context in
                try take(&state, try context.coding.decode(C.Reply.self, from: result.body), context)
            }
        }
        return step
    }

    /// A refusal in the words of what the client sent.
    func inClientsFields(_ problem: [UInt8], _ coding: WireCoding) -> [UInt8] {
        guard !fields.isEmpty, let told = try? coding.decode(Problem.self, from: problem) else { return problem }
        let errors = told.errors.map { error in
            let field = fields.keys.sorted().last { error.pointer == $0 || error.pointer.hasPrefix($0 + "/") }
            guard let field, let own = fields[field] else { return error }
            return Problem.FieldError(
                pointer: own + error.pointer.dropFirst(field.count), code: error.code, detail: error.detail)
        }
        let words = Problem(
            status: told.status, code: told.code, detail: told.detail, errors: errors, traceID: told.traceID)
        return (try? coding.encode(words)) ?? problem
    }

    /// A conversation with another service: its command is asked again after each answer, until `request` gives nil. The
    /// answers, refusals among them, are the saga's to go by.
    public static func ask<C: Command>(
        _ name: String, _ service: ServiceName, _ command: C.Type,
        request: @escaping @Sendable (State, CommandContext) throws -> C.Request?,
        take: @escaping @Sendable (inout State, Result<C.Reply, Rejection>, CommandContext) throws -> Void
    ) -> SagaStep {
        var step = SagaStep.call(name, service, command, repeats: true, request: request)
        step.takesRefusals = true
        step.take = { state, result, context in
            guard result.isSuccess, let reply = try? context.coding.decode(C.Reply.self, from: result.body) else {
                let problem = try? context.coding.decode(Problem.self, from: result.body)
                let unread = Problem(CommonFailure.malformedRequest, "the answer cannot be read")
                return try take(&state, .failure(Rejection(problem ?? unread)), context)
            }
            try take(&state, .success(reply), context)
        }
        return step
    }

    /// The command that takes a call back; without a request there was nothing to take back.
    public struct Undo: Sendable {
        let action: Action

        public static func call<C: Command>(
            _ service: ServiceName, _ command: C.Type, request: @escaping @Sendable (State) -> C.Request?
        ) -> Undo {
            Undo(action: SagaStep.action(service, command, { state, _ in request(state) }, repeats: false))
        }
    }

    private static func action<C: Command>(
        _ service: ServiceName, _ command: C.Type,
        _ request: @escaping @Sendable (State, CommandContext) throws -> C.Request?, repeats: Bool
    ) -> Action {
        .call(
            service, operation: C.name,
            request: { state, context in try request(state, context).map { try context.coding.encode($0) } },
            repeats: repeats)
    }
}
