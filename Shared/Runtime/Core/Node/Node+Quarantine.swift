import Crypto
import Messages
import Storage

extension Node {
    /// A message that stopped the process too often is set aside: whoever waits gets a failure, what it belongs to stops
    /// where a person can see it, and the operators are told.
    func quarantine(
        _ write: Write, _ note: String, at now: Timestamp, _ out: inout [Outbound], _ later: inout AfterCommit
    ) throws {
        let context = ownContext(at: now, causation: "quarantine")
        try context.emit(MessageQuarantined(message: note))
        switch write {
        case .delivery(let delivery, _): try refuse(delivery, context, &out)
        case .reply(let service, let sequence, _):
            later.settled.append((service, sequence))
            let call = try DurableCall.take(from: service, sequence: sequence, in: database)
            if let state = call?.continuation?.state { try stop(saga: state, context) }
        case .timer(let number, let handler, let state):
            try database.run("DELETE FROM runtime_timers WHERE number = ?", number)
            if handler == sagaTimer { try stop(saga: state, context) }
        case .page(let page): following.giveUp(page.source)
        case .restored(let source, _): following.giveUp(source)
        case .fault, .leap, .loss, .refused, .strangeReply: break
        }
        quarantineComplaint = "a message was set aside: \(note)"
    }

    /// What a message is called when it is noted before it is tried. A client's own key does not stand in it, only the
    /// hash that its operation is known by.
    func noteName(of write: Write, at now: Timestamp) throws -> String {
        switch write {
        case .delivery(let delivery, _) where delivery.header.kind == .call:
            "\(delivery.peer):\(delivery.header[.incarnation] ?? ""):\(delivery.header[.sequence] ?? "")"
        case .delivery(let delivery, _): "command:" + Hex.encode(try identity(of: delivery, at: now))
        case .reply(let service, let sequence, _): "reply:\(service.rawValue):\(sequence)"
        case .page(let page): "page:\(page.source.rawValue):\(page.entries.first?.sequence ?? 0)"
        case .fault(let source, let fault): "fault:\(source.rawValue):\(fault.sequence)"
        case .restored(let source, let life): "restored:\(source.rawValue):\(life.incarnation)"
        case .loss(let neighbour, _): "loss:\(neighbour.rawValue)"
        case .timer(let number, _, _): "timer:\(number)"
        case .leap: "leap"
        case .refused(let attempt): "refused:\(attempt.operation)"
        case .strangeReply(let service, let sequence): "reply:\(service.rawValue):\(sequence)"
        }
    }

    private func identity(of delivery: Delivery, at now: Timestamp) throws -> [UInt8] {
        let caller = (try? identify(delivery, at: now)) ?? .peer(delivery.peer)
        return try inbox.identity(
            scope: Inbox.scope(of: caller, body: delivery.body), operation: delivery.header[.operation] ?? "",
            id: delivery.header[.id] ?? "")
    }

    /// The failure is stored like any answer, so that it stays the only one.
    private func refuse(_ delivery: Delivery, _ context: CommandContext, _ out: inout [Outbound]) throws {
        let rejection = CommonFailure.quarantined.because("this operation cannot be done; the operators have been told")
        let reply = try encoded(rejection, traceID: context.traceID)
        let header = delivery.header
        if header.kind == .call {
            guard let position = ReceivedCalls.Position(delivery), case .apply = try judge(position, at: context.now)
            else { return }
            try received.record(position.sender, sequence: position.sequence, reply)
        } else {
            let identity = try identity(of: delivery, at: context.now)
            if try inbox.find(identity) == nil {
                _ = try inbox.insert(
                    identity, operation: header[.operation] ?? "",
                    fingerprint: try inbox.fingerprint(of: delivery.body, id: header[.id] ?? ""), state: .answered,
                    reply: reply, at: context.now)
            }
        }
        out.append(answer(delivery, reply))
    }

    private func stop(saga number: String, _ context: CommandContext) throws {
        guard let number = Int64(number), var row = try SagaRow.find(number, in: database) else { return }
        row.phase = .stuck
        try row.update(in: database)
        let steps = sagas.definition(of: row).steps
        try context.emit(
            SagaStuck(
                saga: number, definition: row.definition,
                step: steps.indices.contains(row.step) ? steps[row.step].name : "end",
                problem: CommonFailure.quarantined.rawValue))
    }
}
