import Messages

/// All events of the platform and the ways to get them, as AsyncAPI 3: streams over HTTP, and the questions by which
/// services and auditors pull.
struct AsyncAPIDocument {
    let json: JSONValue

    init(_ catalogues: [Catalogue], _ router: Router) {
        let live = catalogues.flatMap { catalogue in
            catalogue.operations.filter { $0.live != nil }.map { (catalogue.service, $0) }
        }
        let channels =
            catalogues.map(AsyncAPIChannel.init(eventsOf:))
            + live.map { AsyncAPIChannel(pulling: $1, from: $0) }
            + live.filter { router.served.contains($0.1.name) }.compactMap {
                AsyncAPIChannel(streaming: $1, catalogues)
            }
        let events = catalogues.flatMap(\.events).map { ($0.type, AsyncAPIMessage.event($0)) }
        json = [
            "asyncapi": "3.0.0",
            "info": [
                "title": "Croupier's events", "version": "1", "description": .string(Self.about),
                "license": ["name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"],
            ],
            "defaultContentType": "application/cloudevents+json",
            "servers": .object(Self.servers(catalogues.map(\.service))),
            "channels": .object(Self.table(channels.map { ($0.name, $0.channel) })),
            "operations": .object(Self.table(channels.map { ($0.name, $0.operation) })),
            "components": [
                "messages": .object(Self.table(events)),
                "securitySchemes": [
                    "bearer": [
                        "type": "http", "scheme": "bearer",
                        "description": "A session's token or an API key, whose holder is an auditor or admin.",
                    ],
                    "curve": [
                        "type": "asymmetricEncryption",
                        "description": "A CURVE key pair of one's own, whose public key is on the list of peers.",
                    ],
                ],
            ],
        ]
    }

    private static func table(_ members: [(String, JSONValue)]) -> [String: JSONValue] {
        Dictionary(members) { first, _ in first }
    }

    private static let about = """
        CloudEvents 1.0 in JSON. Beside the attributes that those have, all of them strings or integers: dataversion \
        (of the data's schema), sequence (the event's dense number at its source, with leading zeros), incarnation (which life of the \
        source's database), severity (info, warning, critical), actor (who did it), credential (by what they were \
        known), causation (the message that caused it) and traceparent (W3C trace context).
        """

    private static func servers(_ services: [ServiceName]) -> [String: JSONValue] {
        var servers: [String: JSONValue] = [
            AsyncAPIChannel.gateway: [
                "host": "{host}", "protocol": "http", "description": "The gateway, or the proxy before it.",
                "variables": ["host": ["default": "127.0.0.1:8080"]],
                "security": [["$ref": "#/components/securitySchemes/bearer"]],
            ]
        ]
        for service in services {
            servers[service.rawValue] = [
                "host": "{endpoint}", "protocol": "zmq",
                "description": .string(
                    "The \(service.rawValue) service: a text header and a JSON body, two frames on a DEALER."),
                "variables": ["endpoint": ["default": .string(".croupier/run/\(service.rawValue).peers")]],
                "security": [["$ref": "#/components/securitySchemes/curve"]],
            ]
        }
        return servers
    }
}
