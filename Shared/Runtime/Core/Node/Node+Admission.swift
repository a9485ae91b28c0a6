import Messages
import Storage

private let pullFields = KnownFields(of: PullEvents.self)

extension Node {
    /// Who asks: the user whose statement came along; else the service or subscriber that the connection's key stands
    /// for, unless it says that it speaks for somebody unknown. Only the gateway brings users: a statement that another
    /// has seen is of no use to it.
    func identify(_ delivery: Delivery, at now: Timestamp) throws -> Caller {
        if let statement = delivery.header[.statement] {
            guard delivery.peer == ServiceName.gateway.rawValue else {
                throw CommonFailure.unauthenticated.because("only the gateway speaks for signed-in users")
            }
            return .user(try verifier.verify(statement, for: name, at: now))
        }
        if delivery.header[.actor] == Caller.anonymous.actor { return .anonymous }
        return ServiceName(rawValue: delivery.peer).map { .service($0) } ?? .peer(delivery.peer)
    }

    /// Status and events are answered by the loop itself; every other query goes to a reader.
    func answerOrPass(_ delivery: Delivery, at now: Timestamp) throws -> [Outbound] {
        let caller: Caller
        do { caller = try identify(delivery, at: now) } catch let rejection as Rejection {
            return [refusal(of: delivery, rejection)]
        }
        switch delivery.header[.operation] {
        case GetStatus.name?:
            if let refusal = caller.refusal(by: GetStatus.access) { return [self.refusal(of: delivery, refusal)] }
            let body = try effects.coding.encode(status())
            return [answer(delivery, EncodedReply(status: 200, location: nil, body: body))]
        case PullEvents.name?:
            if let refusal = caller.refusal(by: PullEvents.access) { return [self.refusal(of: delivery, refusal)] }
            do {
                try pullFields?.check(delivery.body, of: caller, effects.coding)
                let request = try effects.coding.decodeInput(PullEvents.Request.self, from: delivery.body)
                parking.add(
                    request, for: delivery.returnAddress, of: ServiceName(rawValue: delivery.peer), at: now)
                return []
            } catch let fault as InputFault {
                return [refusal(of: delivery, Rejection(fault))]
            } catch let rejection as Rejection {
                return [refusal(of: delivery, rejection)]
            }
        default:
            guard let registration = definition.operations[delivery.header[.operation] ?? ""],
                case .query(let run) = registration.kind
            else {
                return [refusal(of: delivery, CommonFailure.notFound.because("this service has no such query"))]
            }
            if let refusal = caller.refusal(by: registration) ?? caller.frozenRefusal(by: registration) {
                refusedAttempts.note(
                    refusal, of: caller, to: registration, trace: Trace.of(delivery.header, effects.entropy), at: now)
                return [self.refusal(of: delivery, refusal)]
            }
            liveQueries.replace(delivery)
            let trace = Trace.of(delivery.header, effects.entropy)
            return [
                .query(
                    QueryTask(
                        delivery: delivery, caller: caller, now: now, trace: trace, run: run, mark: liveQueries.mark))
            ]
        }
    }

    func status() throws -> ServiceStatus {
        let sagas = try database.first("SELECT COUNT(*) FROM runtime_sagas") { try $0.value(0, as: Int64.self) }
        let calls = try database.first("SELECT COUNT(*) FROM runtime_calls") { try $0.value(0, as: Int64.self) }
        let complaint =
            try storageComplaint ?? clockComplaint ?? received.complaint ?? replyComplaint ?? parking.complaint
            ?? effects.history.fault?.problem ?? debt.complaint ?? quarantineComplaint
            ?? definition.complaint?(database)
        return ServiceStatus(
            service: name, build: settings.build, incarnation: effects.incarnation, isReady: complaint == nil,
            complaint: complaint ?? "", lastEvent: effects.lastSequence, openSagas: sagas ?? 0,
            pendingCalls: calls ?? 0, batches: statistics.batches, messages: statistics.messages,
            catalogueDigest: catalogueDigest)
    }

    /// Makes sure that a client's operation is done or never will be.
    func fence(_ delivery: Delivery, _ caller: Caller, at now: Timestamp) throws -> EncodedReply {
        let context = ownContext(at: now, causation: FenceOperation.name)
        return try answered(context) {
            if let refusal = caller.refusal(by: FenceOperation.access) { throw refusal }
            let request = try context.decode(FenceOperation.Request.self, from: delivery.body)
            let name = try OperationName(request)
            let identity = try inbox.identity(
                scope: Inbox.scope(of: caller, body: []), operation: name.operation, id: name.id)
            if try inbox.find(identity) == nil {
                _ = try inbox.insert(
                    identity, operation: name.operation, fingerprint: [], state: .fenced, at: now)
            }
            guard let entry = try inbox.find(identity) else { throw CommonFailure.notFound.because("it is not there") }
            let body = try effects.coding.encode(entry.outcome(id: request.id.text))
            return EncodedReply(status: 200, location: nil, body: body)
        }
    }
}
