import Messages
import Runtime

extension World {
    /// Lets the world go on until it has come to rest, and says how it went.
    public func run() -> RunReport {
        do {
            try live()
            return report(nil)
        } catch let violation as Violation {
            return report(violation)
        } catch {
            return report(Violation("no bug", "\(error)"))
        }
    }

    private func live() throws {
        for process in processes { plan(.start(process.service, life: 0), in: faultDice.number(0...200)) }
        plan(.weather, in: 200)
        plan(.witness(.start(life: 0)), in: witnessDice.number(0...200))
        plan(.opening, in: 300)
        while let (time, happening) = agenda.next() {
            now = max(now, time)
            story.now = now
            if try happen(happening) { return }
        }
        throw Violation("liveness", "nothing is planned any more")
    }

    /// - Returns: Whether the world is at rest.
    private func happen(_ happening: Happening) throws -> Bool {
        switch happening {
        case .start(let service, let life): try start(process(service), life: life)
        case .step(let service, let ticket): try step(process(service), ticket: ticket)
        case .arrival(let parcel): arrive(parcel)
        case .query(let service, let life, let task): run(task, at: process(service), life: life)
        case .work(let service, let life, let order): finish(order, at: process(service), life: life)
        case .request(let request): arrive(request)
        case .drained(let id): drain(id)
        case .exchangeEnd(let id, let response): try end(id, response)
        case .impatience(let id): try abandon(id)
        case .turn(let index): try turn(clients[index])
        case .weather: changeWeather()
        case .opening: try open()
        case .roomAgain(let service): process(service).disk.isFull = false
        case .inspection: return try inspect()
        case .witness(let happening): try happen(happening)
        }
        if steps >= options.steps, !isSettling { settle() }
        return false
    }

    /// Clients come when the gateway has been told of every service: before, it rightly knows none of their paths.
    private func open() throws {
        let announced = try process(.gateway).reader?.first("SELECT COUNT(*) FROM catalogues") {
            try $0.value(0, as: Int.self)
        }
        guard announced == ServiceName.allCases.count else { return plan(.opening, in: 100) }
        for client in clients { plan(.turn(client.index), in: faultDice.number(1...2000)) }
    }

    // MARK: - Coming to rest

    /// The faults stop; what they left behind must now come to its end.
    private func settle() {
        note("settle")
        isSettling = true
        (story.isSettling, story.settledAt) = (true, now)
        rates = .none
        weather.clear()
        for process in processes {
            process.disk.isFull = false
            process.disk.operationsUntilFailure = nil
        }
        witness.disk.operationsUntilFailure = nil
        deadline = now + World.settlingTime
        plan(.inspection, in: 1000)
    }

    /// How long the world may take to come to rest.
    static let settlingTime: Int64 = 30 * 60 * 1000

    private func inspect() throws -> Bool {
        let isCalm = clients.allSatisfy(\.isDone) && exchanges.isEmpty
        if isCalm, calmSince == nil { calmSince = now }
        if isCalm, try isQuiet() {
            try checkAll(atEnd: true)
            return true
        }
        if now > deadline { throw Violation("liveness", try unrest()) }
        plan(.inspection, in: 500)
        return false
    }
}
