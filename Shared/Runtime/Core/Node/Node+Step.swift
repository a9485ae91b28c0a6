public import Messages
import Storage

extension Node {
    public func step(_ inbound: [Inbound], at time: Timestamp) throws -> [Outbound] {
        let (now, leapFrom) = clock.observe(time)
        var out: [Outbound] = []
        var writes: [Write] = []
        for message in inbound { try sort(message, at: now, into: &writes, &out) }
        if let leapFrom { writes.append(.leap(from: leapFrom)) }
        writes += try dueTimers(at: now)

        if crashGuard.isCareful {
            for write in writes {
                let isSpent = try crashGuard.note(write.name)
                out += try commit([write], quarantined: isSpent, at: now)
            }
        } else if !writes.isEmpty {
            out += try commit(writes, quarantined: false, at: now)
        }
        out += outbox.resend(incarnation: effects.incarnation, at: now)
        out += try parking.answer(head: effects.lastSequence, at: now)
        out += try following.ask(at: now, effects.coding)
        return out
    }

    /// Something to be done in the transaction.
    enum Write {
        case delivery(Delivery, results: [String: [UInt8]])
        case reply(ServiceName, sequence: Int64, CallResult)
        case page(EventPage)
        case timer(Int64, handler: String, state: String)
        case leap(from: Timestamp)

        /// What a message is called when it is noted before it is tried.
        var name: String {
            switch self {
            case .delivery(let delivery, _) where delivery.header.kind == .call:
                "\(delivery.peer):\(delivery.header[.incarnation] ?? ""):\(delivery.header[.sequence] ?? "")"
            case .delivery(let delivery, _): "\(delivery.peer):\(delivery.header[.id] ?? "")"
            case .reply(let service, let sequence, _): "reply:\(service.rawValue):\(sequence)"
            case .page(let page): "page:\(page.source.rawValue):\(page.entries.first?.sequence ?? 0)"
            case .timer(let number, _, _): "timer:\(number)"
            case .leap: "leap"
            }
        }
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
                if following.isNews(page) { writes.append(.page(page)) } else { following.advance(over: page) }
            } else if let reference = header[.reference], let status = header.number(.status),
                let sequence = callSequence(reference), status != CommonFailure.overloaded.status
            {
                writes.append(.reply(service, sequence: sequence, CallResult(status: Int(status), body: body)))
            }
        case .workDone(let order, let result):
            heavyWork.remove(order.identity)
            var results = order.results
            results[order.label] = result
            writes.append(.delivery(order.delivery, results: results))
        case .web, .webAbandoned:
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
        guard let nextTimer, nextTimer <= now else { return [] }
        return try database.rows(
            "SELECT number, handler, state FROM runtime_timers WHERE due <= ? ORDER BY due, number LIMIT 64", now
        ) { .timer(try $0.value(0), handler: try $0.value(1), state: try $0.value(2)) }
    }

    // MARK: - The transaction

    /// One transaction, one commit, and only then what is to leave. A storage error gives the whole batch up.
    private func commit(_ writes: [Write], quarantined: Bool, at now: Timestamp) throws -> [Outbound] {
        var out: [Outbound] = []
        var later = AfterCommit()
        let headBefore = effects.lastSequence
        let isNoted = crashGuard.wasNoted
        do {
            try database.begin()
            for write in writes {
                if quarantined {
                    try quarantine(write, at: now, &out, &later)
                } else {
                    try apply(write, at: now, &out, &later)
                }
                if isNoted { try crashGuard.clear(write.name) }
            }
            for (origin, reply) in effects.answers { try inbox.answer(origin, with: reply) }
            try received.writePositions()
            try clock.write(now)
            try database.commit()
        } catch let error as StorageError where error.endsBatch {
            if database.isInTransaction { try? database.rollback() }
            storageComplaint = "storage: \(error.kind.rawValue)"
            try reload()
            if error.kind == .full { return [] }
            throw error
        }
        storageComplaint = nil
        statistics.batches += 1
        statistics.messages += Int64(writes.count)
        out += try settle(later, headBefore: headBefore, at: now)
        return out
    }

    private func settle(_ later: AfterCommit, headBefore: Int64, at now: Timestamp) throws -> [Outbound] {
        var out: [Outbound] = []
        for (number, waiter) in later.waiters { attach(waiter, to: number) }
        for page in later.pages { following.advance(over: page) }
        for (origin, reply) in effects.answers { out += tellWaiters(of: origin, reply) }
        out += outbox.send(effects.calls, incarnation: effects.incarnation, at: now)
        for (callee, sequence) in later.settled {
            out += try outbox.settled(callee, sequence, incarnation: effects.incarnation, at: now)
        }
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
    var settled: [(ServiceName, Int64)] = []
}
