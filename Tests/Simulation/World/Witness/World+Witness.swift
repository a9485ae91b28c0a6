import Messages
import Runtime
import Storage
import Transparency
import Witness

/// Something that happens to the witness.
enum WitnessHappening {
    case start(life: Int)
    /// It looks at the log.
    case round(life: Int)
    /// A question reaches audit.
    case question(life: Int, Header, body: [UInt8])
    /// What audit answers reaches the witness.
    case answer(life: Int, Header, body: [UInt8])
    /// It has waited for an answer long enough.
    case patience(life: Int, reference: String)
}

extension World {
    func happen(_ happening: WitnessHappening) throws {
        switch happening {
        case .start(let life): try startWitness(life)
        case .round(let life): try beginRound(life)
        case .question(let life, let header, let body): arriveAtAudit(life, header, body)
        case .answer(let life, let header, let body): try hear(life, header, body)
        case .patience(let life, let reference):
            guard life == witness.life, witness.reference == reference else { return }
            witness.stopWaiting()
            plan(.witness(.round(life: life)), in: witnessDice.number(1...500))
        }
    }

    private func startWitness(_ life: Int) throws {
        guard life == witness.life else { return }
        note("start witness")
        if witnessDice.chance(rates.crashAtStart) {
            witness.disk.operationsUntilFailure = Int(witnessDice.number(0...20))
        }
        do {
            try witness.start(at: now)
        } catch let error as StorageError where error.endsBatch {
            return crashWitness()
        }
        witness.disk.operationsUntilFailure = nil
        try checks.witness.verifyKept(size: witness.witness?.size)
        plan(.witness(.round(life: life)), in: witnessDice.number(1...500))
    }

    private func crashWitness() {
        note("crash of witness")
        witness.crash()
        plan(.witness(.start(life: witness.life)), in: witnessDice.number(5...1000))
    }

    // MARK: - A round

    private func beginRound(_ life: Int) throws {
        guard life == witness.life, witness.reference == nil, let question = witness.witness?.begin() else { return }
        witness.fork = nil
        if !isSettling, witnessDice.chance(1500), let known = checks.witness.last, known.size > 0 {
            note("another log for the witness")
            witness.fork = ForkedLog(
                leaves: checks.witness.leaves, known: known, signer: blueprint.logSigner, &witnessDice)
        }
        try ask(question)
    }

    private func ask(_ question: Witness.Question) throws {
        if case .submit(let text) = question { try checks.witness.take(text, process(.audit).reader) }
        witnessQuestion = question
        if let answer = witness.fork?.answer(to: question) { return try take(answer) }
        let reference = witness.ask()
        plan(.witness(.patience(life: witness.life, reference: reference)), in: 3000)
        let (header, body) = try SimulatedWitness.message(question, reference)
        let life = witness.life
        carry { .question(life: life, header, body: body) }
    }

    /// Over a network that loses, delays and repeats.
    private func carry(_ happening: () -> WitnessHappening) {
        if witnessDice.chance(rates.drop * 4) { return }
        let delay = witnessDice.chance(rates.delay * 4) ? witnessDice.number(30...4000) : witnessDice.number(1...20)
        plan(.witness(happening()), in: delay)
        guard witnessDice.chance(rates.duplicate * 2) else { return }
        plan(.witness(happening()), in: delay + witnessDice.number(0...400))
    }

    private func arriveAtAudit(_ life: Int, _ header: Header, _ body: [UInt8]) {
        let audit = process(.audit)
        guard audit.isUp else { return }
        note("witness to audit", header.bytes, body)
        audit.arrived.append(
            .delivery(
                Delivery(
                    peer: SimulatedWitness.peer, route: SimulatedWitness.route(life: life), header: header, body: body)
            ))
        wake(audit)
    }

    /// Audit answers.
    func answerWitness(_ life: Int, _ header: Header, _ body: [UInt8]) {
        carry { .answer(life: life, header, body: body) }
    }

    private func hear(_ life: Int, _ header: Header, _ body: [UInt8]) throws {
        guard life == witness.life, let reference = witness.reference, header[.reference] == reference,
            let question = witnessQuestion
        else { return }
        witness.stopWaiting()
        note("audit to witness", header.bytes, body)
        guard let answer = try SimulatedWitness.answer(header, body, to: question) else {
            return plan(.witness(.round(life: life)), in: witnessDice.number(1...500))
        }
        try take(answer)
    }

    private func take(_ answer: Witness.Answer) throws {
        guard let machine = witness.witness else { return }
        if witnessDice.chance(rates.crashBetweenSteps * 8) { return crashWitness() }
        if witnessDice.chance(rates.crashInTransaction * 8) {
            witness.disk.operationsUntilFailure = Int(witnessDice.number(0...10))
        } else if witnessDice.chance(rates.failedSync * 8) {
            witness.disk.failNextSync()
        }
        witness.disk.currentTimeMilliseconds = now
        let turn: Witness.Turn
        do {
            turn = try machine.hear(answer, at: now / 1000)
        } catch let error as StorageError where error.endsBatch {
            return crashWitness()
        }
        witness.disk.operationsUntilFailure = nil
        witness.disk.failNextSync(false)
        switch turn {
        case .ask(let next):
            // Signed it is from here on, whether or not anybody gets to see it.
            if case .submit(let text) = next { try checks.witness.take(text, process(.audit).reader) }
            if witnessDice.chance(rates.crashBeforeSend * 8) { return crashWitness() }
            try ask(next)
        case .rest:
            plan(.witness(.round(life: witness.life)), in: witnessDice.number(1000...4000))
        case .alarm(let refusal):
            guard witness.fork != nil else {
                throw Violation("an honest log is cosigned", "\(refusal.kind.rawValue): \(refusal.detail)")
            }
            plan(.witness(.round(life: witness.life)), in: witnessDice.number(1000...4000))
        }
    }

    // MARK: - Rest

    /// What the witness still owes once nothing else goes on; empty where it has seen all that there was by then.
    func witnessUnrest() throws -> String {
        guard let audit = process(.audit).reader else { return "" }
        if witnessTarget == nil {
            witnessTarget = try audit.first("SELECT size FROM tree") { try $0.value(0, as: Int64.self) }
        }
        let taken = try audit.first("SELECT size FROM witnessed") { try $0.value(0, as: Int64.self) } ?? 0
        return taken < witnessTarget ?? 0 ? "the log has \(taken) of \(witnessTarget ?? 0) events cosigned" : ""
    }
}
