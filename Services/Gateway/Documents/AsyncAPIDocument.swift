import Messages

/// All events that the services emit, as AsyncAPI 3. Each is a CloudEvent whose `data` is what the schema says.
struct AsyncAPIDocument {
    let json: JSONValue

    init(_ catalogues: [Catalogue]) {
        var (channels, operations): ([String: JSONValue], [String: JSONValue]) = ([:], [:])
        for catalogue in catalogues {
            for event in catalogue.events {
                let address = "\(catalogue.service.rawValue)/\(event.type)"
                let name = address.replacing("/", with: "_").replacing(".", with: "_")
                channels[name] = Self.channel(event, address)
                operations["send_\(name)"] = [
                    "action": "send", "channel": ["$ref": .string("#/channels/\(name)")],
                    "messages": [["$ref": .string("#/channels/\(name)/messages/event")]],
                ]
            }
        }
        json = [
            "asyncapi": "3.0.0",
            "info": [
                "title": "Croupier's events", "version": "1",
                "description": "CloudEvents 1.0 in JSON, pulled from each service in order by runtime.pull.",
            ],
            "defaultContentType": "application/cloudevents+json",
            "channels": .object(channels), "operations": .object(operations),
        ]
    }

    private static func channel(_ event: EventDescription, _ address: String) -> JSONValue {
        [
            "address": .string(address),
            "messages": [
                "event": [
                    "name": .string(event.type), "title": .string("\(event.type), version \(event.version)"),
                    "x-severity": .string(event.severity.rawValue),
                    "payload": [
                        "type": "object", "required": .array(attributes.map { .string($0) }),
                        "properties": .object(properties(event)),
                    ],
                ]
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
        for name in ["dataversion", "sequence", "incarnation"] {
            properties[name] = ["type": "integer", "format": "int64"]
        }
        properties["time"] = ["type": "string", "format": "date-time"]
        properties["type"] = ["type": "string", "const": .string(event.type)]
        properties["data"] = SchemaDocument.plain(event.data, inlined: true)
        return properties
    }
}
