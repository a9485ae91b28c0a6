import Messages
import Runtime

/// A client's HTTP request under way.
struct Exchange {
    let client: Int
    /// Whether the gateway has answered, and the answer is on its way or lost.
    var isAnswered = false
    /// What has come of an answer that is written part by part.
    var begun: WebResponse?
}

extension World {
    func turn(_ client: Client) throws {
        guard client.exchange == nil, !client.isDone else { return }
        if let pause = client.prepareTurn(isSettling: isSettling, at: now) {
            return plan(.turn(client.index), in: pause)
        }
        guard !client.isDone else { return }
        lastExchange += 1
        guard let request = client.request(lastExchange) else { return plan(.turn(client.index), in: 1) }
        client.exchange = lastExchange
        exchanges[lastExchange] = Exchange(client: client.index)
        note("client \(client.index) \(request.method) \(request.path)", request.body)
        if networkDice.chance(rates.lostRequest) {
            faults.add(.lostRequest)
            plan(.exchangeEnd(lastExchange, nil), in: networkDice.number(20...2000))
        } else {
            plan(.request(request), in: networkDice.number(1...20))
        }
        let isImpatient = networkDice.chance(rates.impatience)
        let patience = client.isFollowing ? World.streamPatience : World.patience
        plan(.impatience(lastExchange), in: isImpatient ? networkDice.number(5...300) : patience)
    }

    /// The longest that a client waits for an answer, and follows a stream.
    static let patience: Int64 = 40_000
    static let streamPatience: Int64 = 10_000

    /// A request reaches the gateway's door.
    func arrive(_ request: WebRequest) {
        guard exchanges[request.id] != nil else { return }
        let gateway = process(.gateway)
        guard gateway.isUp else { return plan(.exchangeEnd(request.id, nil), in: 1) }
        gateway.arrived.append(.web(request))
        wake(gateway)
    }

    /// The gateway answers.
    func answer(_ id: UInt64, _ response: WebResponse) {
        guard exchanges[id] != nil else { return }
        exchanges[id]?.isAnswered = true
        if networkDice.chance(rates.lostAnswer) {
            faults.add(.lostAnswer)
            plan(.exchangeEnd(id, nil), in: networkDice.number(1...500))
        } else {
            plan(.exchangeEnd(id, response), in: networkDice.number(1...20))
        }
    }

    /// The gateway begins an answer that it writes as the client takes it.
    func begin(_ id: UInt64, _ response: WebResponse) {
        guard exchanges[id] != nil else { return }
        exchanges[id]?.begun = response
        plan(.drained(id), in: networkDice.number(1...20))
    }

    func write(_ part: WebPart, to id: UInt64) {
        guard let begun = exchanges[id]?.begun else { return }
        switch part {
        case .bytes(let bytes):
            begin(
                id,
                WebResponse(
                    status: begun.status, headers: begun.headers, body: begun.body + bytes, isOpen: true,
                    isEndless: begun.isEndless))
        case .end: answer(id, begun)
        case .cut: plan(.exchangeEnd(id, nil), in: networkDice.number(1...20))
        }
    }

    func drain(_ id: UInt64) {
        guard exchanges[id]?.begun != nil, process(.gateway).isUp else { return }
        process(.gateway).arrived.append(.webDrained(id))
        wake(process(.gateway))
    }

    /// An exchange is over for its client.
    func end(_ id: UInt64, _ response: WebResponse?) throws {
        guard let exchange = exchanges.removeValue(forKey: id) else { return }
        // What has come of a stream is worth something however it ends.
        let response = response ?? exchange.begun.flatMap { $0.isEndless ? $0 : nil }
        let client = clients[exchange.client]
        note("client \(client.index) gets \(response?.status ?? 0)", response?.body ?? [])
        options.tell?("    \(String(decoding: response?.body.prefix(200) ?? [], as: UTF8.self))")
        steps += 1
        let answer = response.map { Answer($0) }
        let pause = try client.take(answer, at: now)
        plan(.turn(client.index), in: pause)
    }

    func abandon(_ id: UInt64) throws {
        guard let exchange = exchanges[id] else { return }
        if exchange.begun?.isEndless != true { faults.add(.impatience) }
        if !exchange.isAnswered, process(.gateway).isUp {
            process(.gateway).arrived.append(.webAbandoned(id))
            wake(process(.gateway))
        }
        try end(id, nil)
    }
}
