import Messages

/// What the gateway has to know of an operation to serve it.
struct RoutedOperation: Sendable {
    /// Who answers.
    enum Destination: Sendable, Equatable {
        case service(ServiceName)
        /// The service whose operation a field of the request names, `service.operation:key`.
        case named(byField: String)
    }

    let name: String
    let isCommand: Bool
    let isForAnyone: Bool
    let destination: Destination
    let route: Route
    let template: PathTemplate
    let request: Schema
    /// What it takes of the HTTP request as it came.
    let intake: Intake?
    /// What the document that it answers with may be; none where it answers in JSON.
    let mediaTypes: [String]
    /// What the items of the stream are that it answers with; nil where the answer has an end.
    let live: LiveDescription?

    var pathFields: [String] { template.parameters }
    /// Whether its fields come as a JSON object.
    var takesJSON: Bool { route.method.hasBody && intake == nil }

    var isDocument: Bool { !mediaTypes.isEmpty }
    var isLive: Bool { live != nil }

    /// Whether a query parameter of this name can be a field of the request.
    func takesFromQuery(_ name: String) -> Bool {
        // Where the next page of a document or stream begins is between its service and the gateway.
        !takesJSON && !(isDocument && name == "cursor") && !(isLive && LiveDescription.ownFields.contains(name))
            && !pathFields.contains(name)
            && !(intake?.fields.contains(name) ?? false)
    }

    init?(_ description: OperationDescription, _ destination: Destination) {
        guard let route = description.route, let template = PathTemplate(route.path),
            !description.access.hasPrefix("services:"), description.access != "subscribers",
            template.parameters.allSatisfy({ description.request.properties?[$0] != nil }),
            description.intake == nil || route.method.hasBody,
            description.documents == nil || route.method == .get && description.kind == .query,
            description.live == nil
                || route.method == .get && description.kind == .query
                    && LiveDescription.ownFields.allSatisfy({ description.request.properties?[$0] != nil })
        else { return nil }
        (intake, mediaTypes, live) = (description.intake, description.documents ?? [], description.live)
        (name, isCommand, request) = (description.name, description.kind == .command, description.request)
        isForAnyone = description.access == Access.anyone.text
        (self.destination, self.route, self.template) = (destination, route, template)
    }
}

extension Route.Method {
    var hasBody: Bool {
        switch self {
        case .post, .put, .patch: true
        case .get, .delete: false
        }
    }
}

/// A path with parameters, such as `/v1/events/{event_id}/bets`.
struct PathTemplate: Sendable {
    enum Part: Sendable, Equatable { case literal(String), parameter(String) }

    let text: String
    let parts: [Part]

    init?(_ text: String) {
        guard text.hasPrefix("/"), text.utf8.count > 1 else { return nil }
        self.text = text
        parts = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { part in
            part.hasPrefix("{") && part.hasSuffix("}")
                ? .parameter(String(part.dropFirst().dropLast())) : .literal(String(part))
        }
        if parts.contains(.literal("")) || Set(parameters).count != parameters.count { return nil }
    }

    var parameters: [String] {
        parts.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
    }
}
