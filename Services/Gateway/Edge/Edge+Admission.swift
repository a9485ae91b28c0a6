import Crypto
import Messages
import Runtime

extension Edge {
    /// Takes a client's request: answers it, refuses it, or has it under way when this returns.
    func accept(_ web: WebRequest) {
        let trace = TraceContext.of(web.header("traceparent"), entropy)
        var ticket = Ticket(web: web.id, name: "none", traceparent: trace, began: now)
        do throws(WebRefusal) {
            try serve(web, &ticket)
        } catch {
            refuse(ticket, error)
        }
    }

    private func serve(_ web: WebRequest, _ ticket: inout Ticket) throws(WebRefusal) {
        switch router.match(web.method, web.path) {
        case .nothing:
            throw WebRefusal(CommonFailure.notFound, "there is nothing at this path; /docs lists what there is")
        case .otherMethods(let allowed):
            let allow = (name: "Allow", value: allowed.joined(separator: ", "))
            guard web.method == "OPTIONS" else {
                throw WebRefusal(
                    status: 405, "method_not_allowed", "this path takes \(allow.value)", headers: [allow])
            }
            respond(ticket, WebAnswer(status: 204, headers: [allow], contentType: nil, body: []))
        case .found(.page(let page), _):
            ticket.name = Endpoint.page(page).name
            if !web.query.isEmpty { throw WebRefusal(invalid: Edge.unknownParameters(web)) }
            show(page, ticket)
        case .found(.operation(let operation), let pathValues):
            ticket.name = operation.name
            try submit(operation, pathValues, web, ticket)
        case .found(.choice(let choice), let pathValues):
            ticket.name = choice.plain.name
            let (operation, web) = try choice.choose(web)
            ticket.name = operation.name
            try submit(operation, pathValues, web, ticket)
        }
    }

    private static func unknownParameters(_ web: WebRequest) -> [Problem.FieldError] {
        var check = SchemaCheck()
        for (name, _) in web.query {
            check.note(SchemaCheck.step("", name), "unknown_field", "this page takes no query parameter")
        }
        return check.errors
    }

    private func submit(
        _ operation: RoutedOperation, _ pathValues: [String], _ web: WebRequest, _ ticket: Ticket
    ) throws(WebRefusal) {
        let token = try BearerToken.read(web).map { Bearer($0) }
        if token == nil, !operation.isForAnyone { throw WebRefusal.unauthenticated }
        let key = operation.isCommand ? try IdempotencyKey.read(web) ?? freshKey() : nil
        let fields = try builder.build(operation, pathValues: pathValues, web)
        let service = try destination(of: operation, fields)
        try makeRoom(for: service)
        if token != nil { try makeRoom(for: .identity, isVouch: true) }
        var ticket = ticket
        ticket.isPrivate = token != nil || operation.isCommand
        let client = ClientOrigin(of: web, trusting: settings.trustedProxies)
        if operation.isLive { return open(operation, fields, at: service, token: token, web, client, ticket) }
        if operation.isDocument {
            try makeRoom(forDocumentOf: operation, fields, to: service, token: token, web, client, ticket)
        }
        let flight = Flight(
            number: nextNumber(), ticket: ticket, operation: operation, service: service, key: key, body: fields.bytes,
            client: client, traceparent: ticket.traceparent,
            deadline: now.adding(milliseconds: settings.requestMilliseconds),
            token: token, stage: .vouching)
        begin(flight)
    }

    func freshKey() -> String { Hex.encode(entropy.bytes(16)) }

    private func destination(of operation: RoutedOperation, _ fields: RequestFields) throws(WebRefusal) -> ServiceName {
        switch operation.destination {
        case .service(let service): return service
        case .named(let field):
            guard case .string(let id)? = fields.values[field], let colon = id.firstIndex(of: ":"),
                let dot = id[..<colon].firstIndex(of: "."), id.index(after: colon) < id.endIndex
            else {
                let detail = "expected operation:key, such as betting.place-bet:6f1c"
                throw WebRefusal(invalid: [.init(pointer: "/\(field)", code: "invalid_format", detail: detail)])
            }
            guard let service = ServiceName(rawValue: String(id[..<dot])) else {
                throw WebRefusal(CommonFailure.notFound, "no service has operations of this name")
            }
            return service
        }
    }

    /// Refuses what there is no room for, and what would go to a service that has long been away. One service's
    /// requests cannot fill the whole table, so one that hangs does not take the others with it.
    private func makeRoom(for service: ServiceName, isVouch: Bool = false) throws(WebRefusal) {
        if health[service]?.presence(at: now, settings) == .away { throw WebRefusal.unavailable(service) }
        guard !isVouch else { return }
        if flights.count >= settings.inFlightLimit || inFlight[service, default: 0] >= settings.inFlightPerServiceLimit
        {
            throw WebRefusal(CommonFailure.overloaded, "too many requests are under way; nothing was done, try again")
        }
    }
}
