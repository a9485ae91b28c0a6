import Messages
import Runtime

extension World {
    /// Lets a machine's messages leave.
    func dispatch(_ out: ArraySlice<Outbound>, from process: SimulatedProcess) throws {
        for message in out {
            switch message {
            case .send(let service, let header, let body):
                carry(
                    Parcel(
                        kind: .send, from: process.service, to: service, life: process.life, header: header,
                        body: body))
            case .reply(let route, let header, let body): reply(to: route, header, body, from: process)
            case .work(let order):
                plan(.work(process.service, life: process.life, order), in: networkDice.number(1...60))
            case .query(let task):
                plan(.query(process.service, life: process.life, task), in: networkDice.number(0...4))
            case .nudge: break
            case .web(let id, let response) where response.isOpen: begin(id, response)
            case .web(let id, let response): answer(id, response)
            case .webPart(let id, let part): write(part, to: id)
            }
        }
    }

    private func reply(to route: [UInt8], _ header: Header, _ body: [UInt8], from process: SimulatedProcess) {
        if let life = SimulatedWitness.life(of: route) { return answerWitness(life, header, body) }
        guard let (asker, life) = Parcel.process(of: route) else { return }
        carry(
            Parcel(kind: .reply, from: process.service, to: asker, life: life, header: header, body: body))
    }

    /// Gives a message to the network, which does what it likes with it.
    private func carry(_ parcel: Parcel) {
        if weather.isCut(from: parcel.from, to: parcel.to, at: now) {
            return strike(.partition, at: sagasTouched(parcel))
        }
        guard parcel.from != parcel.to else { return plan(.arrival(parcel), in: 1) }
        let aimed = aimedFault(at: parcel)
        if aimed == .partition {
            cut(from: parcel.from, to: parcel.to)
            return strike(.partition, at: sagasTouched(parcel))
        }
        let weight = parcel.weight
        if aimed == .drop || networkDice.chance(rates.drop * weight) {
            return strike(.drop, at: sagasTouched(parcel))
        }
        var delay = networkDice.number(1...20)
        if aimed == .delay || networkDice.chance(rates.delay * weight) {
            strike(.delay, at: sagasTouched(parcel))
            delay += networkDice.number(30...1500)
        } else if !networkDice.chance(rates.disorder) {
            delay = weather.inOrder(parcel, at: now + delay) - now
        }
        plan(.arrival(parcel), in: delay)
        if aimed == .duplicate || networkDice.chance(rates.duplicate * weight) {
            strike(.duplicate, at: sagasTouched(parcel))
            // Often at once, so that both may fall into one batch.
            plan(.arrival(parcel), in: networkDice.chance(5000) ? delay : networkDice.number(1...400))
        }
    }

    private func aimedFault(at parcel: Parcel) -> FaultKind? {
        guard !isSettling, options.isFaulty else { return nil }
        let steps = sagasTouched(parcel)
        faults.reach(steps)
        return aim.fault(at: steps, anyOf: FaultKind.ofNetwork)
    }

    func arrive(_ parcel: Parcel) {
        let process = process(parcel.to)
        guard process.isUp else {
            // A sender's queue keeps what it could not hand over, as long as the sender lives.
            if parcel.kind == .send, self.process(parcel.from).life == parcel.life, networkDice.chance(3000) {
                plan(.arrival(parcel), in: networkDice.number(100...3000))
            }
            return
        }
        if parcel.kind == .reply, parcel.life != process.life { return }
        messages += 1
        note("\(parcel.from.rawValue) to \(parcel.to.rawValue)", parcel.header.bytes, parcel.body)
        process.arrived.append(parcel.inbound)
        wake(process)
    }

    // MARK: - Beside the loop

    func run(_ task: QueryTask, at process: SimulatedProcess, life: Int) {
        guard process.life == life, let queries = process.queries else { return }
        steps += 1
        switch queries.run(task, at: Timestamp(milliseconds: now)) {
        case .answered(.reply(let route, let header, let body)): reply(to: route, header, body, from: process)
        case .answered: break
        case .nothingYet(let question):
            process.arrived.append(.nothingYet(question))
            wake(process)
        }
    }

    func finish(_ order: WorkOrder, at process: SimulatedProcess, life: Int) {
        guard process.life == life, process.isUp else { return }
        let result = order.run()
        note("work of \(process.service.rawValue)", result)
        process.arrived.append(.workDone(order, result: result))
        wake(process)
    }

    // MARK: - Weather

    func changeWeather() {
        guard !isSettling else { return }
        plan(.weather, in: 200)
        guard networkDice.chance(rates.partition) else { return }
        let others = ServiceName.allCases
        let (one, other) =
            networkDice.chance(3500) ? (.wallet, .betting) : (networkDice.pick(others), networkDice.pick(others))
        guard one != other else { return }
        cut(from: one, to: other)
        if networkDice.chance(6000) { cut(from: other, to: one) }
    }

    private func cut(from one: ServiceName, to other: ServiceName) {
        note("cut from \(one.rawValue) to \(other.rawValue)")
        weather.cut(from: one, to: other, until: now + networkDice.span(50...500, seldom: 3000))
    }
}
