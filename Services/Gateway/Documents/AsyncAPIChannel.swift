import Messages

/// One way to get events, and what is done there.
struct AsyncAPIChannel {
    /// The name that the HTTP side has among the servers.
    static let gateway = "http"

    let name: String
    let channel: JSONValue
    let operation: JSONValue

    /// A service's own events, pulled from it in their order.
    init(eventsOf catalogue: Catalogue) {
        let summary = "Pull the events of the \(catalogue.service.rawValue) service from a sequence on, one a line"
        let request = (try? Reflection(PullEvents.Request.self))?.schema
        self.init(
            asking: PullEvents.name, of: catalogue.service, named: "\(catalogue.service.rawValue).events", summary,
            request, answering: catalogue.events.map { ($0.type, AsyncAPIMessage.reference($0.type)) })
    }

    /// A stream's pages, asked for one after the other.
    init(pulling operation: OperationDescription, from service: ServiceName) {
        let page: JSONValue = [
            "name": "page", "title": "Items, and where to go on", "contentType": "application/json",
            "payload": SchemaDocument.plain(operation.reply, inlined: true),
        ]
        self.init(
            asking: operation.name, of: service, named: operation.name, operation.summary, operation.request,
            answering: [("page", page)])
    }

    private init(
        asking address: String, of service: ServiceName, named name: String, _ summary: String, _ request: Schema?,
        answering replies: [(String, JSONValue)]
    ) {
        let question: JSONValue = [
            "name": "request", "title": "The question", "contentType": "application/json",
            "payload": request.map { SchemaDocument.plain($0, inlined: true) } ?? .object([:]),
        ]
        self.name = name
        channel = [
            "address": .string(address),
            "servers": [["$ref": .string("#/servers/\(service.rawValue)")]],
            "messages": .object(Dictionary([("request", question)] + replies) { first, _ in first }),
        ]
        operation = [
            "action": "receive", "summary": .string(summary),
            "channel": ["$ref": .string("#/channels/\(name)")],
            "messages": [["$ref": .string("#/channels/\(name)/messages/request")]],
            "reply": [
                "channel": ["$ref": .string("#/channels/\(name)")],
                "messages": .array(replies.map { ["$ref": .string("#/channels/\(name)/messages/\($0.0)")] }),
            ],
        ]
    }

    /// A stream over HTTP; nil for what clients do not reach there.
    init?(streaming operation: OperationDescription, _ catalogues: [Catalogue]) {
        guard let route = operation.route, let template = PathTemplate(route.path), let live = operation.live else {
            return nil
        }
        name = "\(operation.name).stream"
        let isAll = live.itemTypes.contains(LiveDescription.everyEvent)
        let known = Set(catalogues.flatMap(\.events).map(\.type))
        let types = known.filter { isAll || live.itemTypes.contains($0) }.sorted()
        let other = live.itemTypes.filter { $0 != LiveDescription.everyEvent && !known.contains($0) }
        let messages =
            types.map { ($0, AsyncAPIMessage.reference($0)) }
            + other.map { ($0, AsyncAPIMessage.plain($0, live.itemSchemas?[$0])) }
            + [(EventStreamText.closed, AsyncAPIMessage.closed)]
        var members: [String: JSONValue] = [
            "address": .string(route.path),
            "servers": [["$ref": .string("#/servers/\(AsyncAPIChannel.gateway)")]],
            "description": """
            Server-Sent Events: `event` is the type, `data` the event, `id` the place behind it, which sent as \
            Last-Event-ID has the stream go on there.
            """,
            "messages": .object(Dictionary(messages) { first, _ in first }),
            "bindings": ["http": ["bindingVersion": "0.3.0"]],
        ]
        let parameters = template.parameters.map { ($0, JSONValue.object(["description": "As in OpenAPI."])) }
        if !parameters.isEmpty { members["parameters"] = .object(Dictionary(parameters) { first, _ in first }) }
        channel = .object(members)
        self.operation = [
            "action": "send", "summary": .string(operation.summary),
            "channel": ["$ref": .string("#/channels/\(name)")],
            "bindings": ["http": ["method": "GET", "bindingVersion": "0.3.0"]],
        ]
    }
}

/// What comes on a channel.
enum AsyncAPIMessage {
    static func reference(_ type: String) -> JSONValue { ["$ref": .string("#/components/messages/\(type)")] }

    /// An item that is no service's event.
    static func plain(_ type: String, _ schema: Schema?) -> JSONValue {
        [
            "name": .string(type), "contentType": "application/json",
            "payload": schema.map { SchemaDocument.plain($0, inlined: true) } ?? .object([:]),
        ]
    }

    /// The last event of a stream that the platform ends.
    static let closed: JSONValue = [
        "name": .string(EventStreamText.closed), "title": "Why the stream has ended",
        "contentType": .string(WebAnswer.problem),
        "payload": SchemaDocument.problem.map { SchemaDocument.plain($0, inlined: true) } ?? .object([:]),
    ]

    static func event(_ event: EventDescription) -> JSONValue {
        [
            "name": .string(event.type), "title": .string("\(event.type), version \(event.version)"),
            "contentType": "application/cloudevents+json", "x-severity": .string(event.severity.rawValue),
            "payload": [
                "type": "object", "required": .array(attributes.map { .string($0) }),
                "properties": .object(properties(event)),
            ],
        ]
    }

    private static let attributes = [
        "id", "source", "specversion", "type", "subject", "time", "dataversion", "sequence", "incarnation",
        "severity", "actor", "causation", "traceparent", "data",
    ]

    private static func properties(_ event: EventDescription) -> [String: JSONValue] {
        var properties: [String: JSONValue] = [:]
        for name in attributes + ["credential"] { properties[name] = ["type": "string"] }
        for name in ["dataversion", "incarnation"] {
            properties[name] = [
                "type": "integer", "format": "int32", "minimum": .integer(1), "maximum": .integer(Int64(Int32.max)),
            ]
        }
        properties["sequence"] = ["type": "string", "pattern": "^[0-9]{19}$"]
        properties["time"] = ["type": "string", "format": "date-time"]
        properties["specversion"] = ["type": "string", "const": "1.0"]
        properties["type"] = ["type": "string", "const": .string(event.type)]
        properties["data"] = SchemaDocument.plain(event.data, inlined: true)
        return properties
    }
}
