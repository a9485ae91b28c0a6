import Messages

/// What lies at a path: an announced operation, or one of the gateway's own pages.
enum Endpoint: Sendable {
    case operation(RoutedOperation)
    case choice(FormatChoice)
    case page(OwnPage)

    /// As metrics name it.
    var name: String {
        switch self {
        case .operation(let operation): operation.name
        case .choice(let choice): choice.plain.name
        case .page(let page): "gateway.\(page.rawValue)"
        }
    }
}

/// Finds what a request means. Literal parts of a path go before parameters, part by part from the left.
final class Router {
    private final class Place {
        var literals: [String: Place] = [:]
        var parameter: Place?
        var endpoints: [Route.Method: Endpoint] = [:]
    }

    enum Match {
        case found(Endpoint, pathValues: [String])
        /// The path exists, for these methods.
        case otherMethods([String])
        case nothing
    }

    private let root = Place()
    /// Routes that were refused, because another operation has them or they make no sense.
    private(set) var conflicts: [String] = []
    /// The names of the operations that are served.
    private(set) var served: Set<String> = []

    /// The gateway's own pages come first, then services in their fixed order and each one's operations by name: so
    /// of two that want one path the same is served whatever the order in which they were announced.
    init(_ catalogues: [Catalogue]) {
        for page in OwnPage.allCases {
            if let template = PathTemplate(page.path) { add(.page(page), .get, template, page.rawValue) }
        }
        for description in OwnOperations.forwarded {
            add(description, .named(byField: "id"))
        }
        for service in ServiceName.allCases {
            let operations = catalogues.filter { $0.service == service }.flatMap(\.operations)
            for description in operations.sorted(by: { $0.name < $1.name }) where description.route != nil {
                if description.name.hasPrefix(service.rawValue + "."), !served.contains(description.name) {
                    add(description, .service(service))
                } else {
                    conflicts.append("\(description.name): \(service.rawValue) cannot have an operation of this name")
                }
            }
        }
    }

    private func add(_ description: OperationDescription, _ destination: RoutedOperation.Destination) {
        guard let operation = RoutedOperation(description, destination) else {
            conflicts.append("\(description.name): its route cannot be served")
            return
        }
        add(.operation(operation), operation.route.method, operation.template, operation.name)
    }

    private func add(_ endpoint: Endpoint, _ method: Route.Method, _ template: PathTemplate, _ name: String) {
        var place = root
        for part in template.parts { place = Router.step(into: part, of: place) }
        if case .operation(let one)? = place.endpoints[method], case .operation(let other) = endpoint,
            let choice = FormatChoice(one, other)
        {
            place.endpoints[method] = .choice(choice)
            served.insert(other.name)
        } else if let holder = place.endpoints[method] {
            conflicts.append("\(name): \(method.rawValue) \(template.text) is taken by \(holder.name)")
        } else {
            place.endpoints[method] = endpoint
            if case .operation(let operation) = endpoint { served.insert(operation.name) }
        }
    }

    private static func step(into part: PathTemplate.Part, of place: Place) -> Place {
        switch part {
        case .literal(let text):
            if let next = place.literals[text] { return next }
            let next = Place()
            place.literals[text] = next
            return next
        case .parameter:
            if let next = place.parameter { return next }
            let next = Place()
            place.parameter = next
            return next
        }
    }

    // MARK: - Finding

    func match(_ method: String, _ path: String) -> Match {
        guard path.hasPrefix("/"), let segments = PathText.segments(of: path) else { return .nothing }
        var candidates: [(place: Place, values: [String])] = []
        collect(root, segments[...], [], into: &candidates)
        let wanted = Route.Method(rawValue: method == "HEAD" ? "GET" : method)
        if let wanted {
            for candidate in candidates {
                if let endpoint = candidate.place.endpoints[wanted] {
                    return .found(endpoint, pathValues: candidate.values)
                }
            }
        }
        var allowed = Set(candidates.flatMap { $0.place.endpoints.keys.map(\.rawValue) })
        if allowed.isEmpty { return .nothing }
        if allowed.contains("GET") { allowed.insert("HEAD") }
        allowed.insert("OPTIONS")
        return .otherMethods(allowed.sorted())
    }

    private func collect(
        _ place: Place, _ rest: ArraySlice<String>, _ values: [String],
        into found: inout [(place: Place, values: [String])]
    ) {
        guard let segment = rest.first else {
            if !place.endpoints.isEmpty { found.append((place, values)) }
            return
        }
        if let next = place.literals[segment] { collect(next, rest.dropFirst(), values, into: &found) }
        if let next = place.parameter, !segment.isEmpty {
            collect(next, rest.dropFirst(), values + [segment], into: &found)
        }
    }
}
