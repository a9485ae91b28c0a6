import Messages

/// The name under which sagas go on, both when a call is answered and when a chunk yields to others.
let sagaTimer = "runtime.saga"

/// The name under which a saga's client is answered although the saga is not done. Its state names the saga and the
/// operation, since a saga's number is given again once it is free.
let sagaPatienceTimer = "runtime.saga-patience"

/// Moves one saga on, as far as it goes without waiting.
struct SagaRun<State: Codable & Sendable> {
    let saga: Saga<State>
    let context: CommandContext

    func start(_ row: inout SagaRow) throws {
        if saga.pivot < 0 { try becomeCertain(row) }
        try advance(&row)
    }

    func advance(_ row: inout SagaRow) throws {
        var isMoving = true
        while isMoving {
            switch row.phase {
            case .forward: isMoving = try forward(&row)
            case .undoing: isMoving = try backward(&row)
            case .stuck: isMoving = false
            }
        }
    }

    func resume(_ row: inout SagaRow, with result: CallResult) throws {
        switch row.phase {
        case .forward where result.isSuccess || saga.steps[row.step].takesRefusals:
            try take(result, &row)
            if case .call(_, _, _, repeats: true) = saga.steps[row.step].action {
                let pause = try saga.steps[row.step].pause.map { $0(try state(of: row)) } ?? 0
                if pause > 0 { return try rest(row, milliseconds: pause) }
            } else {
                row.step += 1
            }
        case .forward where row.step <= saga.pivot:
            turnBack(&row, because: saga.steps[row.step].inClientsFields(result.body, context.coding))
        case .undoing where result.isSuccess:
            row.step -= 1
        case .forward, .undoing:
            try stick(&row, String(decoding: result.body, as: UTF8.self))
        case .stuck:
            break
        }
        try advance(&row)
    }

    private func take(_ result: CallResult, _ row: inout SagaRow) throws {
        guard let take = saga.steps[row.step].take else { return }
        var state = try state(of: row)
        try take(&state, result, context)
        row.state = String(decoding: try context.coding.encode(state), as: UTF8.self)
    }

    // MARK: - Forward

    /// One step; false when the saga waits or is over.
    private func forward(_ row: inout SagaRow) throws -> Bool {
        guard row.step < saga.steps.count else {
            try answerAtEnd(row)
            try row.delete(from: context.database)
            return false
        }
        let step = saga.steps[row.step]
        let isBinding = row.step > saga.pivot
        if !isBinding, let deadline = row.deadline, context.now > deadline {
            turnBack(&row, because: try encoded(CommonFailure.deadlinePassed.because("it was not done in time")))
            return true
        }
        switch step.action {
        case .local(let run):
            return try local(run, of: step, &row)
        case .call(let service, let operation, let request, _):
            guard let body = try request(try state(of: row), context) else {
                row.step += 1
                return true
            }
            try ask(service, operation, body, for: row, deadline: isBinding ? nil : row.deadline)
            return false
        }
    }

    private func local(
        _ run: @Sendable (inout State, CommandContext) throws -> SagaStep<State>.Progress, of step: SagaStep<State>,
        _ row: inout SagaRow
    ) throws -> Bool {
        var state = try state(of: row)
        do {
            let progress = try context.effects.attempt { try run(&state, context) }
            row.state = String(decoding: try context.coding.encode(state), as: UTF8.self)
            switch progress {
            case .done: break
            case .again:
                try rest(row, milliseconds: 0)
                return false
            case .after(let milliseconds):
                try rest(row, milliseconds: milliseconds)
                return false
            }
            if step.isPivot, row.step == saga.pivot { try becomeCertain(row) }
            row.step += 1
        } catch let rejection as Rejection {
            let problem = try encoded(rejection)
            if row.step <= saga.pivot {
                turnBack(&row, because: problem)
            } else {
                try stick(&row, rejection.problem.code)
            }
        }
        return true
    }

    // MARK: - Answering

    /// Nothing can be refused any more: the pivot is passed, or there never was one.
    private func becomeCertain(_ row: SagaRow) throws {
        switch saga.end {
        case .answer where saga.pivot >= 0:
            try answer(row, isDone: false)
        case .answerAtEnd(let patience, _):
            guard let origin = row.origin else { return }
            try context.schedule(
                sagaPatienceTimer, at: context.now.adding(milliseconds: patience), state: "\(row.number):\(origin)")
        case .answer, .silent:
            break
        }
    }

    private func answerAtEnd(_ row: SagaRow) throws {
        switch saga.end {
        case .answer where saga.pivot >= 0, .silent: break
        case .answer, .answerAtEnd: try answer(row, isDone: true)
        }
    }

    /// The client has waited long enough. What comes later changes its answer no more.
    func answerEarly(_ row: inout SagaRow) throws {
        try answer(row, isDone: false)
        row.origin = nil
        try row.update(in: context.database)
    }

    private func answer(_ row: SagaRow, isDone: Bool) throws {
        guard let origin = row.origin else { return }
        let answer: SagaAnswer
        switch saga.end {
        case .silent: return
        case .answer(let make): answer = try make(try state(of: row), context)
        case .answerAtEnd(_, let make): answer = try make(try state(of: row), isDone, context)
        }
        context.effects.answers.append((origin, try answer.encode(context.coding)))
    }

    // MARK: - Backward

    private func turnBack(_ row: inout SagaRow, because problem: [UInt8]) {
        (row.phase, row.problem) = (.undoing, problem)
        row.step -= 1
    }

    private func backward(_ row: inout SagaRow) throws -> Bool {
        guard row.step >= 0 else {
            if let origin = row.origin, let problem = row.problem {
                let status = (try? context.coding.decode(Problem.self, from: problem).status) ?? 500
                context.effects.answers.append((origin, EncodedReply(status: status, location: nil, body: problem)))
            }
            try row.delete(from: context.database)
            return false
        }
        switch saga.steps[row.step].undo {
        case nil:
            row.step -= 1
        case .local(let run)?:
            var state = try state(of: row)
            _ = try run(&state, context)
            row.step -= 1
        case .call(let service, let operation, let request, _)?:
            guard let body = try request(try state(of: row), context) else {
                row.step -= 1
                return true
            }
            try ask(service, operation, body, for: row, deadline: nil)
            return false
        }
        return true
    }

    // MARK: - Parts

    /// Goes on where it stands, a while later.
    private func rest(_ row: SagaRow, milliseconds: Int64) throws {
        try row.update(in: context.database)
        try context.schedule(
            sagaTimer, at: context.now.adding(milliseconds: milliseconds), state: String(row.number))
    }

    private func ask(
        _ service: ServiceName, _ operation: String, _ body: [UInt8], for row: SagaRow, deadline: Timestamp?
    ) throws {
        try row.update(in: context.database)
        try context.insertCall(
            service, operation, body, deadline: deadline,
            continuation: Continuation(handler: sagaTimer, state: String(row.number)))
    }

    private func stick(_ row: inout SagaRow, _ problem: String) throws {
        let step = saga.steps.indices.contains(row.step) ? saga.steps[row.step].name : "end"
        row.phase = .stuck
        try row.update(in: context.database)
        try context.emit(SagaStuck(saga: row.number, definition: row.definition, step: step, problem: problem))
    }

    private func state(of row: SagaRow) throws -> State {
        try context.coding.decode(State.self, from: Array(row.state.utf8))
    }

    private func encoded(_ rejection: Rejection) throws -> [UInt8] {
        var problem = rejection.problem
        problem.traceID = context.traceID
        return try context.coding.encode(problem)
    }
}
