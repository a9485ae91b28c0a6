import Crypto
import Messages
import Storage

extension Node {
    static let waiterLimit = 64

    /// A client's command: admitted, recognised if it was here before, run, and its answer stored with its effect.
    func applyCommand(
        _ delivery: Delivery, _ results: [String: [UInt8]], at now: Timestamp, _ out: inout [Outbound],
        _ later: inout AfterCommit
    ) throws {
        let caller: Caller
        do { caller = try identify(delivery, at: now) } catch let rejection as Rejection {
            return out.append(refusal(of: delivery, rejection))
        }
        let name = delivery.header[.operation] ?? ""
        if name == FenceOperation.name {
            return out.append(answer(delivery, try fence(delivery, caller, at: now)))
        }
        guard let registration = definition.operations[name], let id = delivery.header[.id],
            (1...200).contains(id.utf8.count)
        else {
            let reason = CommonFailure.notFound.because("no such command, or it came without an id")
            return out.append(refusal(of: delivery, reason))
        }
        if let refusal = caller.refusal(by: registration) {
            refusedAttempts.note(
                refusal, of: caller, to: registration, trace: Trace.of(delivery.header, effects.entropy), at: now)
            return out.append(self.refusal(of: delivery, refusal))
        }
        let scope = Inbox.scope(of: caller, body: delivery.body)
        let submission = Submission(
            delivery: delivery, registration: registration, caller: caller, id: id,
            identity: try inbox.identity(scope: scope, operation: name, id: id),
            fingerprint: try inbox.fingerprint(of: delivery.body, id: id), results: results)
        if let entry = try inbox.find(submission.identity) {
            try repeated(submission, entry, &out, &later)
        } else {
            try first(submission, at: now, &out, &later)
        }
    }

    /// A client's command with all that identifies it.
    struct Submission {
        let delivery: Delivery
        let registration: Registration
        let caller: Caller
        let id: String
        let identity: [UInt8]
        let fingerprint: [UInt8]
        let results: [String: [UInt8]]

        var cause: String {
            guard let user = caller.statement?.user else {
                return OperationCause.text(operation: registration.name, identity: identity)
            }
            return OperationCause.text(operation: registration.name, key: id, of: user)
        }
    }

    private func repeated(
        _ submission: Submission, _ entry: Inbox.Entry, _ out: inout [Outbound], _ later: inout AfterCommit
    ) throws {
        let delivery = submission.delivery
        if entry.state == .fenced {
            out.append(refusal(of: delivery, CommonFailure.fenced.because("this operation was fenced off")))
        } else if entry.fingerprint != submission.fingerprint {
            let detail = "this key was used with another body; a new operation needs a new key"
            out.append(refusal(of: delivery, CommonFailure.idempotencyConflict.because(detail)))
        } else if entry.state == .running {
            later.waiters.append((entry.number, delivery.returnAddress))
        } else if let status = entry.status, let stored = entry.reply {
            let body = entry.isSealed ? try ReplySeal(id: submission.id).open(stored) : stored
            out.append(answer(delivery, EncodedReply(status: status, location: entry.location, body: body)))
        } else {
            let detail = "what this was answered with told of a person who has been forgotten"
            out.append(refusal(of: delivery, CommonFailure.forgotten.because(detail)))
        }
    }

    private func first(
        _ submission: Submission, at now: Timestamp, _ out: inout [Outbound], _ later: inout AfterCommit
    ) throws {
        effects.stranger = nil
        do {
            switch submission.registration.kind {
            case .command(let run):
                let context = context(of: submission, origin: nil, at: now)
                let reply = try answered(context) { try run(try admitted(submission, context), context) }
                try store(submission, reply, at: now)
                out.append(answer(submission.delivery, reply))
            case .workflow(let begin):
                try start(submission, begin, at: now, &out, &later)
            case .query:
                out.append(refusal(of: submission.delivery, CommonFailure.notFound.because("this is a query")))
            }
        } catch let needed as WorkNeeded {
            if let order = order(needed, for: submission, &later) { out.append(order) }
        }
    }

    private func start(
        _ submission: Submission, _ begin: ([UInt8], CommandContext) throws -> Void, at now: Timestamp,
        _ out: inout [Outbound], _ later: inout AfterCommit
    ) throws {
        var number: Int64 = 0
        let refused = EncodedReply(status: 0, location: nil, body: [])
        let reply = try answered(context(of: submission, origin: nil, at: now)) {
            number = try inbox.insert(
                submission.identity, operation: submission.registration.name, fingerprint: submission.fingerprint,
                state: .running, of: submission.caller.statement?.user, at: now)
            let context = context(of: submission, origin: number, at: now)
            try begin(try admitted(submission, context), context)
            return refused
        }
        if reply.status == refused.status {
            later.waiters.append((number, submission.delivery.returnAddress))
        } else {
            try store(submission, reply, at: now)
            out.append(answer(submission.delivery, reply))
        }
    }

    /// The body, unless the account is frozen or the time is over: those refusals are stored like any other.
    private func admitted(_ submission: Submission, _ context: CommandContext) throws -> [UInt8] {
        if let refusal = submission.caller.frozenRefusal(by: submission.registration) { throw refusal }
        if let deadline = context.deadline, context.now > deadline {
            throw CommonFailure.deadlinePassed.because("it arrived too late and was not begun")
        }
        return submission.delivery.body
    }

    private func store(_ submission: Submission, _ reply: EncodedReply, at now: Timestamp) throws {
        guard reply.status != 401, reply.status != 429, reply.status != 503 else { return }
        var stored = reply
        let isSealed = submission.registration.holdsSecrets && reply.status < 300
        if isSealed {
            let nonce = effects.entropy.bytes(SecretBox.nonceByteCount)
            let body = try ReplySeal(id: submission.id).seal(reply.body, nonce: nonce)
            stored = EncodedReply(status: reply.status, location: reply.location, body: body)
        }
        _ = try inbox.insert(
            submission.identity, operation: submission.registration.name, fingerprint: submission.fingerprint,
            state: .answered, reply: stored, isSealed: isSealed,
            of: submission.caller.statement?.user ?? effects.stranger, at: now)
    }

    private func context(of submission: Submission, origin: Int64?, at now: Timestamp) -> CommandContext {
        let header = submission.delivery.header
        return CommandContext(
            effects: effects, sagas: sagas, now: now, caller: submission.caller, client: Client(submission.delivery),
            causation: submission.cause,
            submission: SHA256.hash(parts: submission.identity, submission.fingerprint),
            trace: Trace.of(header, effects.entropy),
            deadline: header.number(.deadline).map { Timestamp(milliseconds: $0) },
            statementText: header[.statement], origin: origin, results: submission.results)
    }

    /// Nil where the same command's work is under way already: its sender will be answered by that, or asks again.
    private func order(
        _ needed: WorkNeeded, for submission: Submission, _ later: inout AfterCommit
    ) -> Outbound? {
        guard !heavyWork.contains(submission.identity), !later.heavyWork.contains(submission.identity) else {
            return nil
        }
        guard heavyWork.count + later.heavyWork.count < settings.heavyWorkLimit else {
            return refusal(of: submission.delivery, CommonFailure.overloaded.because("too much to do; try again"))
        }
        later.heavyWork.insert(submission.identity)
        return .work(
            WorkOrder(
                label: needed.label, run: needed.run, identity: submission.identity, delivery: submission.delivery,
                results: submission.results))
    }

    // MARK: - Waiting

    func attach(_ address: ReturnAddress, to number: Int64) {
        var list = waiters[number] ?? []
        guard list.count < Node.waiterLimit, !list.contains(address) else { return }
        list.append(address)
        waiters[number] = list
    }

    func tellWaiters(of number: Int64, _ reply: EncodedReply) -> [Outbound] {
        (waiters.removeValue(forKey: number) ?? []).map { tell($0, reply) }
    }
}
