/// All that a service announces of itself: what it does and how that is asked for.
public struct Catalogue: Codable, Sendable, Equatable {
    public let service: ServiceName
    /// The build that announces, for people.
    public let build: String
    public let operations: [OperationDescription]
    public let events: [EventDescription]

    public init(service: ServiceName, build: String, operations: [OperationDescription], events: [EventDescription]) {
        (self.service, self.build, self.operations, self.events) = (service, build, operations, events)
    }
}

public struct OperationDescription: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable { case command, query }

    public struct Failure: Codable, Sendable, Equatable {
        public let code: String
        public let status: Int
    }

    public let name: String
    public let version: Int
    public let kind: Kind
    public let summary: String
    public let access: String
    public let route: Route?
    public let replyHoldsSecrets: Bool
    public let request: Schema
    public let reply: Schema
    public let failures: [Failure]
    /// What it takes of an HTTP request as it came; nil where all its fields are JSON, path and query.
    public let intake: Intake?
    /// The media types of the document that it answers with; nil where it answers in JSON.
    public let documents: [String]?
    /// Of a stream: what its items are; nil for what has an end.
    public let live: LiveDescription?
    /// JSON text of an example request and reply.
    public let requestExample: String
    public let replyExample: String

    public init<O: Operation>(_ operation: O.Type) throws {
        (name, version, summary, route) = (O.name, O.version, O.summary, O.route)
        kind = operation is any Command.Type ? .command : .query
        access = O.access.text
        replyHoldsSecrets = O.replyHoldsSecrets
        let (request, reply) = (try Reflection(O.Request.self), try Reflection(O.Reply.self))
        (self.request, self.reply) = (request.schema, reply.schema)
        intake = (O.Request.self as? any RawRequest.Type)?.intake
        if let fault = intake?.fault(in: request.schema) { throw IntakeMismatch(operation: O.name, fault: fault) }
        documents = (operation as? any DocumentQuery.Type)?.mediaTypes
        live = (operation as? any LiveQuery.Type).map {
            LiveDescription(itemTypes: $0.itemTypes, itemSchemas: $0.itemSchemas.isEmpty ? nil : $0.itemSchemas)
        }
        failures = ([O.Failure.self] + O.sharedFailures).flatMap { OperationDescription.all(of: $0) }
        let coding = WireCoding()
        requestExample = String(decoding: try coding.encode(request.sample), as: UTF8.self)
        replyExample = String(decoding: try coding.encode(reply.sample), as: UTF8.self)
    }
}

extension OperationDescription {
    private static func all<F: DomainFailure>(of type: F.Type) -> [Failure] {
        F.self == NoFailure.self ? [] : F.allCases.map { Failure(code: $0.rawValue, status: $0.status) }
    }
}

public struct EventDescription: Codable, Sendable, Equatable {
    public let type: String
    public let version: Int
    public let severity: Severity
    public let data: Schema

    public init<E: Event>(_ event: E.Type) throws {
        (type, version, severity) = (E.type, E.version, E.severity)
        data = try Reflection(event).schema
    }
}
