public import Messages
import Storage

extension Node {
    public func step(_ inbound: [Inbound], at time: Timestamp) throws -> [Outbound] {
        let (now, leapFrom) = clock.observe(time)
        var out: [Outbound] = []
        var writes: [Write] = parking.takeNews().map { .loss($0, problem: $1) }
        writes += refusedAttempts.take().map { .refused($0) }
        for message in inbound { try sort(message, at: now, into: &writes, &out) }
        statistics.messages += Int64(writes.count)
        if let leapFrom { writes.append(.leap(from: leapFrom)) }
        writes += try dueTimers(at: now)

        do {
            if crashGuard.isCareful {
                for write in writes { out += try commitNoted(write, at: now) }
            } else if !writes.isEmpty {
                out += try commit(writes, at: now)
            }
        } catch let error as StorageError where error.endsBatch {
            try giveUp(error, at: now)
        }
        out += try payForgotten(at: now)
        out += outbox.resend(incarnation: effects.incarnation, at: now)
        out += try parking.answer(head: effects.lastSequence, at: now)
        out += liveQueries.due(at: now).map { .query($0) }
        out += try following.ask(at: now, effects.coding)
        return out
    }

    /// Something to be done in the transaction.
    enum Write {
        case delivery(Delivery, results: [String: [UInt8]])
        case reply(ServiceName, sequence: Int64, CallResult)
        case page(EventPage)
        /// A service that is followed says that its events are not as it wrote them.
        case fault(ServiceName, HistoryFault)
        /// A service that is followed was put back from a copy, by its operator's word.
        case restored(ServiceName, SourceLife)
        /// Somebody may not do what they asked for.
        case refused(RefusedAttempts.Attempt)
        /// A service has had events of this one that this database knows nothing of.
        case loss(ServiceName, problem: String)
        case timer(Int64, handler: String, state: String)
        case leap(from: Timestamp)
        /// To a call that was never made.
        case strangeReply(ServiceName, sequence: Int64)
    }

    private func sort(
        _ message: Inbound, at now: Timestamp, into writes: inout [Write], _ out: inout [Outbound]
    ) throws {
        switch message {
        case .delivery(let delivery):
            switch delivery.header.kind {
            case .command, .call: writes.append(.delivery(delivery, results: [:]))
            case .query: out += try answerOrPass(delivery, at: now)
            case .reply: break
            }
        case .reply(let service, let header, let body):
            if let page = following.page(from: service, header, body) {
                if following.isNews(page) { writes.append(.page(page)) } else { following.advance(over: page, at: now) }
            } else if let (fault, isNews) = following.fault(from: service, header, body, at: now) {
                if let life = following.life(of: service, header, fault) {
                    writes.append(.restored(service, life))
                } else if isNews {
                    writes.append(.fault(service, fault))
                }
            } else if let reference = header[.reference], let status = header.number(.status),
                let sequence = callSequence(reference), status != CommonFailure.overloaded.status
            {
                if sequence <= effects.lastCall[service, default: 0] {
                    writes.append(.reply(service, sequence: sequence, CallResult(status: Int(status), body: body)))
                } else {
                    writes.append(.strangeReply(service, sequence: sequence))
                }
            }
        case .workDone(let order, let result):
            heavyWork.remove(order.identity)
            var results = order.results
            results[order.label] = result
            writes.append(.delivery(order.delivery, results: results))
        case .nothingYet(let question):
            out += liveQueries.keep(question, at: now).map { .query($0) }
        case .web, .webDrained, .webAbandoned:
            preconditionFailure("only the gateway's machine takes web requests")
        }
    }

    /// A call's number from the reference that it was sent with, if it is of this life of the database.
    private func callSequence(_ reference: String) -> Int64? {
        let parts = reference.split(separator: ":")
        guard parts.count == 2, Int64(parts[0]) == effects.incarnation else { return nil }
        return Int64(parts[1])
    }

    private func dueTimers(at now: Timestamp) throws -> [Write] {
        guard let nextTimer, max(nextTimer, restUntil) <= now else { return [] }
        return try database.rows(
            "SELECT number, handler, state FROM runtime_timers WHERE due <= ? ORDER BY due, number LIMIT 64", now
        ) { .timer(try $0.value(0), handler: try $0.value(1), state: try $0.value(2)) }
    }

    // MARK: - The transaction

    /// One transaction, one commit, and only then what is to leave.
    private func commit(_ writes: [Write], at now: Timestamp) throws -> [Outbound] {
        try transaction(at: now) { out, later in
            for write in writes { try apply(write, at: now, &out, &later) }
        }
    }

    /// The same for one message, noted before it is tried: see `CrashGuard`.
    private func commitNoted(_ write: Write, at now: Timestamp) throws -> [Outbound] {
        let note = try noteName(of: write, at: now)
        let isSpent = try crashGuard.note(note)
        do {
            return try transaction(at: now) { out, later in
                if isSpent {
                    try quarantine(write, note, at: now, &out, &later)
                } else {
                    try apply(write, at: now, &out, &later)
                }
                try crashGuard.clear(note)
            }
        } catch let error as StorageError where error.endsBatch {
            // The disk's fault is not the message's.
            if database.isInTransaction { try? database.rollback() }
            try? crashGuard.clear(note)
            throw error
        }
    }

    func transaction(
        at now: Timestamp, _ body: (inout [Outbound], inout AfterCommit) throws -> Void
    ) throws -> [Outbound] {
        var out: [Outbound] = []
        var later = AfterCommit()
        let headBefore = effects.lastSequence
        try database.begin()
        try body(&out, &later)
        try storeAnswers()
        try received.writePositions()
        try clock.write(now)
        try effects.writeHead()
        try database.commit()
        storageComplaint = nil
        statistics.batches += 1
        return out + (try settle(later, headBefore: headBefore, at: now))
    }

    func storeAnswers() throws {
        for (origin, reply) in effects.answers where try inbox.answer(origin, with: reply) {
            effects.hasErased = true
        }
    }

    /// A storage error gives the whole batch up, unanswered. A full disk may have room again, so the service rests and
    /// goes on; after any other error the process ends rather than trust what it has.
    func giveUp(_ error: StorageError, at now: Timestamp) throws {
        if database.isInTransaction { try? database.rollback() }
        storageComplaint = "storage: \(error.kind.rawValue)"
        try reload()
        guard error.kind == .full else { throw error }
        restUntil = now.adding(milliseconds: Node.restMilliseconds)
        outbox.rest(until: restUntil)
    }

    private func settle(_ later: AfterCommit, headBefore: Int64, at now: Timestamp) throws -> [Outbound] {
        var out: [Outbound] = []
        for (number, waiter) in later.waiters { attach(waiter, to: number) }
        for (source, life) in later.lives { following.goOn(source, in: life, at: now) }
        for page in later.pages { following.advance(over: page, at: now) }
        heavyWork.formUnion(later.heavyWork)
        for (origin, reply) in effects.answers { out += tellWaiters(of: origin, reply) }
        out += outbox.send(effects.calls, incarnation: effects.incarnation, at: now)
        for (callee, sequence) in later.settled {
            out += try outbox.settled(callee, sequence, incarnation: effects.incarnation, at: now)
        }
        liveQueries.touch(effects.touched)
        if effects.lastSequence > headBefore { out.append(.nudge(head: effects.lastSequence)) }
        effects.forget()
        try reloadTimer()
        return out
    }
}

/// What memory learns only once the transaction is on the disk.
struct AfterCommit {
    var waiters: [(Int64, ReturnAddress)] = []
    var pages: [EventPage] = []
    var lives: [(ServiceName, SourceLife)] = []
    var settled: [(ServiceName, Int64)] = []
    var heavyWork: Set<[UInt8]> = []
}
