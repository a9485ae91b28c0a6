import Messages
import Runtime

extension Edge {
    /// Puts a request under way.
    func begin(_ flight: Flight) {
        flights[flight.number] = flight
        inFlight[flight.service, default: 0] += 1
        if let ticket = flight.ticket { waiting[ticket.web] = flight.number }
        identify(flight.number)
    }

    /// Sends a request whose caller is known at this moment, or holds it for a service that is silent: what has not been
    /// sent can be refused later with certainty.
    func dispatch(_ number: UInt64) {
        guard let flight = flights[number] else { return }
        guard !flight.operation.isLive || hasPlace(flight) else { return end(number, refusing: .tooManyStreams) }
        if case .sent = flight.stage {
            send(number)
        } else if health[flight.service]?.presence(at: now, settings) == .present {
            send(number)
        } else {
            flights[number]?.stage = .held
            held[flight.service, default: []].append(number)
            alarms.set(number, at: min(flight.deadline, awayTime(of: flight.service)))
        }
    }

    private func awayTime(of service: ServiceName) -> Timestamp {
        let since = health[service].map { $0.lastHeard ?? $0.startedAt } ?? now
        return max(now, since.adding(milliseconds: settings.awayMilliseconds))
    }

    /// The service spoke: what was held for it goes out.
    func release(_ service: ServiceName) {
        for number in held.removeValue(forKey: service) ?? [] {
            guard let flight = flights[number], case .held = flight.stage else { continue }
            // Its caller's session may have ended while it was held.
            flights[number]?.stage = .vouching
            identify(number)
        }
    }

    private func send(_ number: UInt64) {
        guard var flight = flights[number] else { return }
        if case .sent(let times) = flight.stage {
            flight.stage = .sent(times: times + 1)
        } else {
            flight.stage = .sent(times: 1)
        }
        flights[number] = flight
        var header = Header(flight.operation.isCommand ? .command : .query)
        header[.operation] = flight.operation.name
        header[.id] = flight.key
        header[.reference] = reference(number)
        header[.trace] = flight.traceparent
        header[.statement] = flight.statement
        if flight.statement == nil { header[.actor] = Caller.anonymous.actor }
        header[.address] = flight.client.address
        header[.agent] = flight.client.agent
        header.set(.deadline, flight.deadline.milliseconds)
        emit(.send(to: flight.service, header: header, body: flight.body))
        alarms.set(number, at: min(flight.deadline, now.adding(milliseconds: pause(after: flight))))
    }

    /// A command that was sent before is recognised and costs little. A query is only while it is under way: a copy that
    /// comes after its answer is worked on anew, so the pauses between copies double.
    private func pause(after flight: Flight) -> Int64 {
        guard !flight.operation.isCommand, case .sent(let times) = flight.stage else {
            return settings.resendMilliseconds
        }
        return flight.wait + settings.resendMilliseconds << min(times - 1, 8)
    }

    func flightIsDue(_ number: UInt64) {
        guard let flight = flights[number] else { return }
        switch flight.stage {
        case .vouching: break
        case .held: end(number, refusing: .unavailable(flight.service))
        case .sent where now < flight.deadline: identify(number)
        case .sent: end(number, refusing: flight.operation.isCommand ? unknownOutcome(flight) : .noAnswer)
        case .answered: releaseAnswers()
        }
    }

    /// Nobody vouches for its caller. What has not been sent is refused. Of a command that has been, nobody knows what
    /// became of it, so its answer is waited for; but no copy follows it.
    func refuse(_ number: UInt64, _ refusal: WebRefusal) {
        guard let flight = flights[number], !flight.isAnswered else { return }
        if case .sent = flight.stage, flight.operation.isCommand {
            alarms.set(number, at: flight.deadline)
        } else {
            end(number, refusing: refusal)
        }
    }

    private func unknownOutcome(_ flight: Flight) -> WebRefusal {
        let detail =
            if let id = flight.operationID, flight.statement != nil {
                "no answer came in time; GET /v1/operations/\(id) tells what became of it, "
                    + "and POST /v1/operations/\(id)/fence makes sure that it does not happen later"
            } else {
                "no answer came in time; send it again with the same Idempotency-Key to learn what became of it"
            }
        return WebRefusal(status: 504, "outcome_unknown", detail)
    }

    // MARK: - Ends

    /// Takes a flight out of the table; its client, if one still waits, is the caller's to answer.
    func remove(_ number: UInt64) -> Flight? {
        guard let flight = flights.removeValue(forKey: number) else { return nil }
        inFlight[flight.service, default: 0] -= 1
        if let ticket = flight.ticket { waiting[ticket.web] = nil }
        return flight
    }

    func end(_ number: UInt64, refusing refusal: WebRefusal) {
        guard let flight = remove(number), let ticket = flight.ticket, !isBrokenOff(ticket),
            !goesOn(ticket, after: refusal.problem)
        else { return }
        refuse(ticket, refusal, operationID: flight.operationID)
    }

    func end(_ number: UInt64, _ answer: WebAnswer) {
        guard let flight = remove(number), let ticket = flight.ticket, !isBrokenOff(ticket) else { return }
        if flight.operation.isLive, goesOn(ticket, after: answer.problem(coding)) { return }
        respond(ticket, answer, operationID: flight.operationID)
    }

    /// Nobody waits any more. A query is given up; a command that a client has submitted goes on.
    func abandon(_ web: UInt64) {
        if giveUpDownload(web) || giveUpStream(web) { return }
        guard let number = waiting.removeValue(forKey: web), let flight = flights[number] else { return }
        if let ticket = flight.ticket {
            let duration = now.milliseconds - ticket.began.milliseconds
            metrics.record(ticket.name, status: 499, milliseconds: duration)
        }
        flights[number]?.ticket = nil
        if !flight.operation.isCommand { _ = remove(number) }
    }
}

extension WebRefusal {
    fileprivate static let noAnswer = WebRefusal(
        status: 503, "service_unavailable", "the service did not answer in time; try again")
}
