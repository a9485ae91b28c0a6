import Messages

extension Edge {
    static let referencePrefix = "edge:"

    func reference(_ number: UInt64) -> String { "\(Edge.referencePrefix)\(run):\(number)" }

    /// A service's answer to something that was asked from here.
    func take(from service: ServiceName, _ header: Header, _ body: [UInt8]) {
        let parts = (header[.reference] ?? "").split(separator: ":")
        guard parts.count == 3, parts[1] == run, let number = UInt64(parts[2]),
            let status = header.number(.status).flatMap({ Int(exactly: $0) }), (200...599).contains(status)
        else { return }
        if let flight = flights[number] {
            if flight.service == service { answer(flight, status, header, body) }
        } else if vouches[number] != nil {
            if service == .identity { takeVouch(number, status, body) }
        } else if useNote?.number == number {
            if service == .identity { takeUsesAnswer(status) }
        } else if health[service]?.poll == number, status == 200 {
            let batches = health[service]?.status?.batches ?? 0
            health[service]?.status = try? coding.decode(ServiceStatus.self, from: body)
            if let status = health[service]?.status, status.batches < batches { askAgain(streamsOf: service) }
            health[service]?.statusAt = now
        }
    }

    private func answer(_ flight: Flight, _ status: Int, _ header: Header, _ body: [UInt8]) {
        guard case .sent(let times) = flight.stage else { return }
        // One copy of a command may have been turned away while another is at work, so only the answer to the first
        // can say that nothing was done.
        let isTurnedAway = status == 503 || (flight.isVouchedAnew && (status == 401 || status == 403))
        if isTurnedAway, flight.operation.isCommand, times > 1 { return }
        if flight.operation.isDocument, status == 200 { return take(body, pageOf: flight) }
        if flight.operation.isLive, status == 200 { return take(body, streamPageOf: flight) }
        var headers: [(name: String, value: String)] = []
        if let location = header[.location] { headers.append(("Location", location)) }
        if status == 503 { headers.append(WebAnswer.retryAfter) }
        if status == 401 {
            headers.append(WebAnswer.challenge)
            if let token = flight.token { sessions.forget(token.hash) }
        }
        let type = status < 400 ? WebAnswer.json : WebAnswer.problem
        let answer = WebAnswer(
            status: status, headers: headers, contentType: type, body: status < 400 ? body : told(body, to: flight))
        if flight.service == .identity, flight.operation.isCommand {
            keep(answer, of: flight.number, until: header.number(.head) ?? .max)
        } else {
            end(flight.number, answer)
        }
    }

    /// A refusal as its client is to read it: under the trace of the request, and by the names that the request had.
    private func told(_ body: [UInt8], to flight: Flight) -> [UInt8] {
        guard var problem = try? coding.decode(Problem.self, from: body),
            problem.traceID == nil || flight.operation.isLive
        else { return body }
        problem.traceID = problem.traceID ?? TraceContext.traceID(of: flight.traceparent)
        if flight.operation.isLive { problem = problem.namingPlaceHeader }
        return (try? coding.encode(problem)) ?? body
    }

    /// Any sign of life counts. What is held for the service goes out when the news that came with it are taken.
    func heard(_ service: ServiceName) {
        health[service]?.lastHeard = now
        spoken.insert(service)
    }

    func poll() {
        for service in ServiceName.allCases {
            let number = nextNumber()
            health[service]?.poll = number
            var header = Header(.query)
            header[.operation] = GetStatus.name
            header[.reference] = reference(number)
            emit(.send(to: service, header: header, body: Array("{}".utf8)))
        }
        nextPoll = now.adding(milliseconds: settings.pollMilliseconds)
    }
}
