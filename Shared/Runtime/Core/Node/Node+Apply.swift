import Crypto
import Messages
import Storage

extension Node {
    /// One message's turn within the transaction.
    func apply(_ write: Write, at now: Timestamp, _ out: inout [Outbound], _ later: inout AfterCommit) throws {
        switch write {
        case .delivery(let delivery, let results):
            if delivery.header.kind == .call {
                try applyCall(delivery, at: now, &out)
            } else {
                try applyCommand(delivery, results, at: now, &out, &later)
            }
        case .reply(let service, let sequence, let result):
            later.settled.append((service, sequence))
            guard let call = try DurableCall.take(from: service, sequence: sequence, in: database) else { return }
            try resume(call, with: result, at: now)
        case .page(let page):
            // One that is not taken comes again when its answer would have been given up.
            if try take(page, at: now) { later.pages.append(page) }
        case .fault(let source, let fault):
            try tell(fault, of: source, ownContext(at: now, causation: "events:\(source.rawValue)"))
        case .restored(let source, let life):
            try goOn(source, in: life, at: now, &later)
        case .refused(let attempt):
            let context = CommandContext(
                effects: effects, sagas: sagas, now: now, caller: attempt.caller,
                causation: "refused:\(attempt.operation)", trace: attempt.trace)
            try context.emit(AttemptRefused(operation: attempt.operation, code: attempt.code))
        case .loss(let neighbour, let problem):
            try tellOfLoss(neighbour, problem, at: now)
        case .timer(let number, let handler, let state):
            try database.run("DELETE FROM runtime_timers WHERE number = ?", number)
            try fire(handler, state, ownContext(at: now, causation: "timer:\(handler)"))
        case .leap(let from):
            clockComplaint = "the clock leapt ahead"
            try ownContext(at: now, causation: "clock").emit(ClockJumped(from: from, to: now))
        case .strangeReply(let service, let sequence):
            guard replyComplaint == nil else { return }
            let problem =
                "\(service.rawValue) answers call \(sequence), which this database never made: it is an old copy"
            replyComplaint = problem
            try tellOfLoss(service, problem, at: now)
        }
    }

    private func take(_ page: EventPage, at now: Timestamp) throws -> Bool {
        guard let follower = definition.followers.first(where: { $0.source == page.source }) else { return true }
        let context = ownContext(at: now, causation: "events:\(page.source.rawValue)")
        guard try follower.isOpen?(context) ?? true else { return false }
        try follower.take(page, context)
        try following.store(page)
        return true
    }

    /// To a service that does not tell of it itself.
    private func tell(_ fault: HistoryFault, of source: ServiceName, _ context: CommandContext) throws {
        if let own = definition.followers.first(where: { $0.source == source })?.fault {
            return try own(fault, context)
        }
        let after = following.positions[source]?.sequence ?? 0
        try context.emit(FollowingStopped(source: source, after: after, problem: fault.problem))
    }

    /// What this follower has had of the source's former life and is not in this one stays what it was; that it is so is on
    /// record from here on.
    private func goOn(
        _ source: ServiceName, in life: SourceLife, at now: Timestamp, _ later: inout AfterCommit
    ) throws {
        guard let follower = definition.followers.first(where: { $0.source == source }) else { return }
        let context = ownContext(at: now, causation: "events:\(source.rawValue)")
        guard try follower.isOpen?(context) ?? true, try follower.mayGoOn?(life, context) ?? true else { return }
        let had = following.positions[source]?.sequence ?? 0
        try context.emit(
            SourceRestored(source: source, life: life.incarnation, had: had, goesOnAfter: life.sequence))
        try following.store(life, of: source)
        later.lives.append((source, life))
    }

    /// A durable call was answered: on with whatever waits for it.
    private func resume(_ call: DurableCall, with result: CallResult, at now: Timestamp) throws {
        guard let continuation = call.continuation else { return }
        precondition(continuation.handler == sagaTimer, "no continuation \(continuation.handler)")
        guard let number = Int64(continuation.state), var row = try SagaRow.find(number, in: database) else { return }
        let context = ownContext(at: now, causation: row.causation).resuming(row)
        try sagas.definition(of: row).resume(&row, result, context)
    }

    // MARK: - Durable calls

    private func applyCall(_ delivery: Delivery, at now: Timestamp, _ out: inout [Outbound]) throws {
        guard let position = ReceivedCalls.Position(delivery) else {
            out.append(refusal(of: delivery, CommonFailure.forbidden.because("only services make durable calls")))
            return
        }
        switch try judge(position, at: now) {
        case .ignore, .lost: break
        case .repeated(let status, let reply):
            out.append(answer(delivery, EncodedReply(status: status, location: nil, body: reply)))
        case .apply:
            let reply = try perform(delivery, from: position.sender, at: now)
            try received.record(position.sender, sequence: position.sequence, reply)
            out.append(answer(delivery, reply))
        }
    }

    /// The verdict on a call. A loss that shows in it is told.
    func judge(_ position: ReceivedCalls.Position, at now: Timestamp) throws -> ReceivedCalls.Verdict {
        let verdict = try received.judge(position)
        if case .lost(let problem) = verdict { try tellOfLoss(position.sender, problem, at: now) }
        return verdict
    }

    private func tellOfLoss(_ neighbour: ServiceName, _ problem: String, at now: Timestamp) throws {
        let context = ownContext(at: now, causation: "calls:\(neighbour.rawValue)")
        try context.emit(HistoryLost(neighbour: neighbour, problem: problem))
    }

    private func perform(_ delivery: Delivery, from sender: ServiceName, at now: Timestamp) throws -> EncodedReply {
        let header = delivery.header
        let deadline = header.number(.deadline).map { Timestamp(milliseconds: $0) }
        let context = CommandContext(
            effects: effects, sagas: sagas, now: now, caller: .service(sender), actor: header[.actor],
            causation: "\(sender.rawValue):\(header[.sequence] ?? "")", trace: Trace.of(header, effects.entropy),
            deadline: deadline, statementText: header[.statement],
            verify: { [verifier] in
                try verifier.verify($0, for: sender, at: now)
            })
        return try answered(context) {
            guard case .command(let run)? = definition.operations[header[.operation] ?? ""]?.kind else {
                throw CommonFailure.notFound.because("this service has no such operation")
            }
            if let refusal = context.caller.refusal(
                by: definition.operations[header[.operation] ?? ""]?.access ?? .services([]))
            {
                throw refusal
            }
            if let deadline, now > deadline { throw CommonFailure.deadlinePassed.because("it arrived too late") }
            do { return try run(delivery.body, context) } catch is WorkNeeded {
                throw CommonFailure.forbidden.because("this operation is for clients, not for services")
            }
        }
    }

    /// Runs a handler in its savepoint and makes a refusal into a reply; what the refusal records is written after the
    /// rollback. Anything else that is thrown is a bug or a storage error, and not for this place.
    func answered(_ context: CommandContext, _ body: () throws -> EncodedReply) throws -> EncodedReply {
        do {
            return try effects.attempt(body)
        } catch let rejection as Rejection {
            if let recording = rejection.recording { try effects.attempt { try recording(context) } }
            return try encoded(rejection, traceID: context.traceID)
        } catch is AmountOverflow {
            let rejection = CommonFailure.amountOverflow.because("the sum is more than the platform can hold")
            return try encoded(rejection, traceID: context.traceID)
        } catch let needed as WorkNeeded {
            throw needed
        } catch let error as StorageError where error.endsBatch {
            throw error
        } catch {
            preconditionFailure("bug in \(context.causation): \(error)")
        }
    }

    func encoded(_ rejection: Rejection, traceID: String) throws -> EncodedReply {
        var problem = rejection.problem
        problem.traceID = traceID
        return EncodedReply(status: problem.status, location: nil, body: try effects.coding.encode(problem))
    }

    // MARK: - Replies

    func answer(_ delivery: Delivery, _ reply: EncodedReply) -> Outbound { tell(delivery.returnAddress, reply) }

    func tell(_ address: ReturnAddress, _ reply: EncodedReply) -> Outbound {
        var header = Header(.reply)
        header[.reference] = address.reference
        header.set(.status, Int64(reply.status))
        header[.location] = reply.location
        // It leaves after the commit, and the last event of this transaction so far is no earlier than its own.
        header.set(.head, effects.lastSequence)
        return .reply(to: address.route, header: header, body: reply.body)
    }

    /// A refusal that is not stored: of what could not be admitted at all.
    func refusal(of delivery: Delivery, _ rejection: Rejection) -> Outbound {
        let traceID = String(Trace.of(delivery.header, effects.entropy).dropFirst(3).prefix(32))
        let reply = try? encoded(rejection, traceID: traceID)
        return answer(delivery, reply ?? EncodedReply(status: rejection.problem.status, location: nil, body: []))
    }
}
