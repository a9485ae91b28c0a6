import Messages
import Runtime
import Storage

// Which sagas a fault hits, and where they stand.
extension World {
    /// Those that a process holds or is about to move, and those that wait for what it is about to do.
    func sagasTouched(_ process: SimulatedProcess, _ batch: [Inbound]) -> [String] {
        guard let reader = process.reader else { return [] }
        let resting = try? reader.rows("SELECT definition, version, step, phase FROM runtime_sagas LIMIT 40") {
            try SagaMap.Place($0)
        }
        var steps = (resting ?? []).flatMap { sagas.steps(at: $0) }
        for message in batch {
            switch message {
            case .delivery(let delivery):
                guard let sender = ServiceName(rawValue: delivery.peer) else { continue }
                steps += sagasTouched(sending: delivery.header, from: sender, to: process.service)
            case .reply(let sender, let header, _):
                steps += sagasTouched(answering: header, from: sender, to: process.service)
            case .workDone, .nothingYet, .web, .webDrained, .webAbandoned: continue
            }
        }
        return unique(steps)
    }

    func sagasTouched(_ parcel: Parcel) -> [String] {
        switch parcel.kind {
        case .send: sagasTouched(sending: parcel.header, from: parcel.from, to: parcel.to)
        case .reply: sagasTouched(answering: parcel.header, from: parcel.from, to: parcel.to)
        }
    }

    private func sagasTouched(sending header: Header, from: ServiceName, to: ServiceName) -> [String] {
        switch header.kind {
        case .command: sagas.steps(begunBy: header[.operation] ?? "")
        case .call:
            (place(of: header, caller: from, callee: to).map { sagas.steps(at: $0) } ?? [])
                + sagas.steps(begunBy: header[.operation] ?? "")
        case .query, .reply: []
        }
    }

    private func sagasTouched(answering header: Header, from: ServiceName, to: ServiceName) -> [String] {
        let isDone = (header.number(.status) ?? 500) < 300
        return place(of: header, caller: to, callee: from).map { sagas.steps(decidedAt: $0, isDone: isDone) } ?? []
    }

    /// Where the saga stands that made a call; the call's reference, in question and answer, says which it is.
    private func place(of header: Header, caller: ServiceName, callee: ServiceName) -> SagaMap.Place? {
        let parts = (header[.reference] ?? "").split(separator: ":")
        guard parts.count == 2, let sequence = Int64(parts[1]), let reader = process(caller).reader else { return nil }
        let place = try? reader.first(
            """
            SELECT definition, version, step, phase FROM runtime_sagas WHERE number =
                (SELECT CAST(state AS INTEGER) FROM runtime_calls
                    WHERE callee = ? AND sequence = ? AND continuation = 'runtime.saga')
            """, callee, sequence
        ) { try SagaMap.Place($0) }
        return place ?? nil
    }

    private func unique(_ steps: [String]) -> [String] {
        var seen: Set<String> = []
        return steps.filter { seen.insert($0).inserted }
    }

    /// Whether something that is about to be taken has stopped the process before.
    func isSuspect(_ process: SimulatedProcess) -> Bool {
        let noted = try? process.reader?.rows("SELECT message FROM runtime_suspects") { row in
            try row.value(0, as: String.self)
        }
        guard let noted, !noted.isEmpty else { return false }
        if noted.contains(where: { $0.hasPrefix("timer:") }) { return true }
        return process.arrived.contains { message in
            switch message {
            case .delivery(let delivery) where delivery.header.kind == .call:
                noted.contains(Self.name(ofCall: delivery))
            case .delivery: noted.contains { $0.hasPrefix("command:") }
            case .reply(let service, let header, _):
                noted.contains { $0.hasPrefix("page:\(service.rawValue):") }
                    || noted.contains(
                        "reply:\(service.rawValue):\(header[.reference]?.split(separator: ":").last ?? "")")
            case .workDone: noted.contains { $0.hasPrefix("command:") }
            case .nothingYet, .web, .webDrained, .webAbandoned: false
            }
        }
    }

    /// What a machine notes a call as.
    private static func name(ofCall delivery: Delivery) -> String {
        let header = delivery.header
        return "\(delivery.peer):\(header[.incarnation] ?? ""):\(header[.sequence] ?? "")"
    }
}
