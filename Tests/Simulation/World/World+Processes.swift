import Messages
import Runtime
import Storage

extension World {
    func start(_ process: SimulatedProcess, life: Int) throws {
        guard process.life == life, !process.isUp else { return }
        note("start \(process.service.rawValue)")
        if faultDice.chance(rates.crashAtStart) {
            process.disk.operationsUntilFailure = Int(faultDice.number(0...40))
        }
        do {
            try process.start(blueprint, at: now)
        } catch let error as StorageError where error.endsBatch {
            return crash(process, .crashAtStart, [])
        }
        // Where the start needed fewer operations than were left, nothing went wrong.
        process.disk.operationsUntilFailure = nil
        try checkAfterStart(process)
        wake(process)
    }

    /// Sees to it that a process is stepped when it wants to be, or soon where something waits for it.
    func wake(_ process: SimulatedProcess) {
        guard let machine = process.machine else { return }
        let wish = machine.nextWake.milliseconds
        var time = max(now + 1, wish == .max ? .max : wish - process.clockOffset)
        if !process.arrived.isEmpty { time = min(time, now + networkDice.number(0...3)) }
        if let planned = process.plannedStep, planned <= time { return }
        guard time != .max else { return }
        process.ticket += 1
        process.plannedStep = time
        agenda.plan(.step(process.service, ticket: process.ticket), at: time)
    }

    func step(_ process: SimulatedProcess, ticket: Int) throws {
        guard ticket == process.ticket, let machine = process.machine else { return }
        process.plannedStep = nil
        steps += 1
        let fault = isSettling ? nil : drawFault(for: process)
        if fault == .crashBetweenSteps {
            return crash(process, .crashBetweenSteps, sagasTouched(process, process.arrived))
        }
        if fault == .cleanRestart { return try restart(process, machine) }
        let batch = process.arrived
        process.arrived = []
        process.disk.currentTimeMilliseconds = now
        // Looked up before the step, which moves on what the fault is to hit.
        let touched = fault == nil ? [] : sagasTouched(process, batch)
        let out: [Outbound]
        do {
            out = try machine.step(batch, at: process.clock(now))
        } catch let error as StorageError where error.endsBatch {
            guard error.kind != .full else {
                throw Violation("a full disk stops no process", "\(process.service.rawValue): \(error)")
            }
            return crash(
                process, fault == .failedSync ? .failedSync : .crashInTransaction, touched)
        }
        // Where the step needed fewer operations than were left, nothing went wrong.
        process.disk.operationsUntilFailure = nil
        process.disk.failNextSync(false)
        try checkAfterStep(process)
        guard fault == .crashBeforeSend else {
            try dispatch(out[...], from: process)
            return wake(process)
        }
        try dispatch(out.prefix(faultDice.index(below: out.count + 1)), from: process)
        crash(process, .crashBeforeSend, touched)
    }

    private func drawFault(for process: SimulatedProcess) -> FaultKind? {
        let weight = process.weight
        let aimed = aimedFault(at: process)
        if aimed == .crashBetweenSteps || faultDice.chance(rates.crashBetweenSteps * weight) {
            return .crashBetweenSteps
        }
        if aimed == .crashBeforeSend || faultDice.chance(rates.crashBeforeSend * weight) { return .crashBeforeSend }
        if faultDice.chance(rates.cleanRestart) { return .cleanRestart }
        if aimed == .fullDisk || faultDice.chance(rates.fullDisk * weight) { fill(process) }
        // A machine rightly takes a message that it died of twice for poison; the power is not to fail twice on one.
        guard !isSuspect(process) else { return nil }
        if aimed == .crashInTransaction || faultDice.chance(rates.crashInTransaction * weight) {
            process.disk.operationsUntilFailure = Int(faultDice.number(0...14))
            return .crashInTransaction
        }
        if faultDice.chance(rates.failedSync) {
            process.disk.failNextSync()
            return .failedSync
        }
        return nil
    }

    private func aimedFault(at process: SimulatedProcess) -> FaultKind? {
        guard options.isFaulty else { return nil }
        let steps = sagasTouched(process, process.arrived)
        faults.reach(steps)
        return aim.fault(at: steps, anyOf: FaultKind.ofProcesses)
    }

    /// Counts a fault that has come about, and what it hit.
    func strike(_ kind: FaultKind, at steps: [String]) {
        faults.add(kind, at: steps)
        aim.strike(kind, at: steps)
    }

    private func fill(_ process: SimulatedProcess) {
        guard !process.disk.isFull else { return }
        note("full disk of \(process.service.rawValue)")
        strike(.fullDisk, at: sagasTouched(process, process.arrived))
        process.disk.isFull = true
        plan(.roomAgain(process.service), in: faultDice.span(20...200, seldom: 1000))
    }

    // MARK: - Ends

    func crash(_ process: SimulatedProcess, _ kind: FaultKind, _ touched: [String]) {
        note("\(kind.name) of \(process.service.rawValue)")
        strike(kind, at: touched)
        process.crash()
        breakConnections(of: process)
        plan(.start(process.service, life: process.life), in: faultDice.span(5...150, seldom: 1000))
    }

    private func restart(_ process: SimulatedProcess, _ machine: any Machine) throws {
        note("clean restart of \(process.service.rawValue)")
        faults.add(.cleanRestart)
        do {
            try machine.close(at: process.clock(now))
        } catch let error as StorageError where error.endsBatch {
            return crash(process, .crashInTransaction, [])
        }
        process.end()
        breakConnections(of: process)
        plan(.start(process.service, life: process.life), in: faultDice.number(5...500))
    }

    private func breakConnections(of process: SimulatedProcess) {
        guard process.service == .gateway else { return }
        for id in exchanges.keys.sorted() { plan(.exchangeEnd(id, nil), in: networkDice.number(1...20)) }
    }
}
