import Messages
import Runtime
import Storage

/// Everything that is looked at, and how far it has been.
struct Checks {
    var events = ServiceName.allCases.map { EventCheck($0) }
    var ledger = LedgerCheck()
    var promises = PromiseCheck()
    var witness = WitnessCheck()
    /// By service: how much had been written when it was last looked at.
    var seenWrites = [Int](repeating: -1, count: ServiceName.allCases.count)

    /// How many steps go by between two looks at everything.
    static let fullInterval = 1000
}

extension World {
    /// After a process has been stepped: what it just committed.
    func checkAfterStep(_ process: SimulatedProcess) throws {
        guard let reader = process.reader else { return }
        let place = process.service.position
        if checks.seenWrites[place] != process.disk.writeCount {
            checks.seenWrites[place] = process.disk.writeCount
            try checks.events[place].follow(reader)
            if process.service == .wallet { try checks.ledger.follow(reader) }
        }
        try checks.promises.verifyNew(story) { self.process($0).reader }
        if steps % Checks.fullInterval == 0 { try checkAll(atEnd: false) }
    }

    /// After a start: what was there before the crash still is.
    func checkAfterStart(_ process: SimulatedProcess) throws {
        guard let reader = process.reader else { return }
        try checks.events[process.service.position].verifyKept(reader)
        if process.service == .audit { try checks.witness.verifyAll(reader) }
        try checks.promises.verifyAll(story, of: process.service, reader)
    }

    func checkAll(atEnd isAtEnd: Bool) throws {
        for process in processes {
            guard let reader = process.reader else { continue }
            let found = try Blueprint.violations(of: process.service, in: reader)
            if let first = found.first { throw Violation("\(process.service.rawValue) invariants", first) }
        }
        guard isAtEnd else { return }
        for service in ServiceName.allCases {
            guard let reader = process(service).reader else {
                throw Violation("liveness", "\(service.rawValue) is down")
            }
            let problems = try reader.integrityProblems()
            guard problems.isEmpty else { throw Violation("sound database", problems.joined(separator: "; ")) }
            try checks.promises.verifyAll(story, of: service, reader)
        }
        guard let betting = process(.betting).reader, let wallet = process(.wallet).reader,
            let identity = process(.identity).reader, let audit = process(.audit).reader,
            let raffle = process(.raffle).reader
        else { return }
        let given = try StallCheck(raffle: raffle, wallet: wallet).verifyAtRest()
        try StakeCheck(betting: betting, wallet: wallet, given: given).verifyAtRest()
        try PoolCheck(betting: betting, wallet: wallet).verifyAtRest()
        try PeerBetCheck(betting: betting, wallet: wallet).verifyAtRest()
        try BonusCheck(identity: identity, wallet: wallet).verifyAtRest()
        try LimitCheck(betting: betting, wallet: wallet).verifyAtRest(story.limitedBets)
        try StandingCheck(identity: identity, wallet: wallet).verifyAtRest()
        try LeavingCheck(identity: identity, wallet: wallet).verifyAtRest()
        try ForgettingCheck { self.process($0) }.verifyAtRest(story)
        try AuditCheck(audit: audit).verify { self.process($0).reader }
        try FollowCheck(audit: audit).verifyAtRest(story)
        try checks.witness.verifyAll(audit)
    }

    // MARK: - Rest

    /// Whether no service has anything left to do, and the audit log has everything.
    func isQuiet() throws -> Bool { try unrest().isEmpty }

    /// What still goes on, in words.
    func unrest() throws -> String {
        var found = clients.filter { !$0.isDone }.map { "client \($0.index)" }
        for process in processes {
            guard let reader = process.reader else {
                found.append("\(process.service.rawValue) is down")
                continue
            }
            for (what, count) in [
                ("sagas", try reader.first("SELECT COUNT(*) FROM runtime_sagas") { try $0.value(0, as: Int.self) }),
                ("calls", try reader.first("SELECT COUNT(*) FROM runtime_calls") { try $0.value(0, as: Int.self) }),
            ] where count != 0 {
                found.append("\(count ?? 0) \(what) of \(process.service.rawValue)")
            }
            if try ForgettingCheck.isOwed(in: reader) { found.append("forgetting in \(process.service.rawValue)") }
            if process.service == .raffle, try StallCheck.open(in: reader) > 0 { found.append("the stall is open") }
            if process.service == .betting, try !hasProvenStakes(in: reader) { found.append("stakes are not proven") }
            let logged = try auditedCount(of: process.service) ?? 0
            let emitted = checks.events[process.service.position].sequence
            if logged < emitted {
                found.append("audit has \(logged) of \(emitted) events of \(process.service.rawValue)")
            }
        }
        if found.isEmpty {
            let owed = try witnessUnrest()
            if !owed.isEmpty { found.append(owed) }
        }
        return found.joined(separator: ", ")
    }

    /// Whether a check of all stakes has gone through since nobody wanted anything any more; that it found nothing is seen by
    /// its events.
    private func hasProvenStakes(in betting: Connection) throws -> Bool {
        guard let calmSince else { return false }
        let margin: Int64 = 1000
        return try betting.first(
            "SELECT 1 FROM runtime_checks WHERE name = 'stakes' AND state = 'finished' AND started_at > ?",
            Timestamp(milliseconds: calmSince + margin)
        ) { _ in true } ?? false
    }

    private func auditedCount(of service: ServiceName) throws -> Int64? {
        guard let audit = process(.audit).reader else { return 0 }
        return try audit.first("SELECT sequence FROM runtime_following WHERE source = ?", service) { try $0.value(0) }
            ?? 0
    }
}
