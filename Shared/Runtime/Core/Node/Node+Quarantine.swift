import Messages
import Storage

extension Node {
    /// A message that stopped the process too often is set aside: whoever waits gets a failure, what it belongs to stops
    /// where a person can see it, and the operators are told.
    func quarantine(
        _ write: Write, at now: Timestamp, _ out: inout [Outbound], _ later: inout AfterCommit
    ) throws {
        let context = ownContext(at: now, causation: "quarantine")
        try context.emit(MessageQuarantined(message: write.name))
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
        case .leap: break
        }
        quarantineComplaint = "a message was set aside: \(write.name)"
    }

    private func refuse(_ delivery: Delivery, _ context: CommandContext, _ out: inout [Outbound]) throws {
        let rejection = CommonFailure.quarantined.because("this operation cannot be done; the operators have been told")
        let reply = try encoded(rejection, traceID: context.traceID)
        let header = delivery.header
        if header.kind == .call, let sender = ServiceName(rawValue: delivery.peer),
            let sequence = header.number(.sequence), let floor = header.number(.floor),
            let incarnation = header.number(.incarnation),
            case .apply = try received.judge(sender, incarnation: incarnation, sequence: sequence, floor: floor)
        {
            try received.record(sender, sequence: sequence, reply)
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
