/// Something that happened, as a service tells it. It is stored with the change itself and never altered.
public protocol Event: Codable, Sendable {
    /// The stable wire name, `owner.noun-verbed`.
    static var type: String { get }
    static var version: Int { get }
    static var severity: Severity { get }
    /// What it happened to.
    var subject: Subject { get }
}

extension Event {
    public static var version: Int { 1 }
    public static var severity: Severity { .info }
}

public enum Severity: String, WireEnum {
    case info, warning, critical
}

/// The entity that an event is about, written `kind/id`.
public struct Subject: Sendable, Equatable {
    public let kind: String
    public let id: String

    public init(_ kind: String, _ id: String) { (self.kind, self.id) = (kind, id) }

    public init<Entity>(_ kind: String, _ id: ID<Entity>) { self.init(kind, id.text) }

    public var text: String { "\(kind)/\(id)" }
}

/// An event in the form it is stored and published in: CloudEvents 1.0 in JSON. The bytes of this form are what is
/// hashed, so they are made once, when the event is emitted.
public struct EventRecord<Data: Codable & Sendable>: Codable, Sendable {
    public let id: String
    public let source: String
    public let specversion: String
    public let type: String
    public let subject: String
    public let time: Timestamp
    public let dataversion: Int
    private let number: EventNumber
    public let incarnation: Int64
    public let severity: Severity
    /// Who did it: `user:<id>`, `service:<name>`, `peer:<name>` or `anonymous`.
    public let actor: String
    /// By what they were known: `session/<id>`, `key/<id>` or `device/<id>`. Only in events of the client's own message;
    /// those of what it leads to later, or elsewhere, name its cause.
    public let credential: String?
    /// The message that caused it.
    public let causation: String
    public let traceparent: String
    public let data: Data

    public var sequence: Int64 { number.value }

    enum CodingKeys: String, CodingKey {
        case id, source, specversion, type, subject, time, dataversion, number = "sequence", incarnation, severity
        case actor, credential, causation, traceparent, data
    }

    public init(
        source: String, incarnation: Int64, sequence: Int64, type: String, version: Int, subject: Subject,
        severity: Severity, time: Timestamp, actor: String, credential: String? = nil, causation: String,
        traceparent: String, data: Data
    ) {
        id = "\(source)/\(incarnation)/\(sequence)"
        self.source = "/croupier/\(source)"
        specversion = "1.0"
        (self.type, dataversion, self.subject) = (type, version, subject.text)
        (self.time, number, self.incarnation, self.severity) = (time, EventNumber(sequence), incarnation, severity)
        (self.actor, self.credential) = (actor, credential)
        (self.causation, self.traceparent, self.data) = (causation, traceparent, data)
    }
}

/// An event's attributes without its data, for those who route and search.
public struct EventAttributes: Decodable, Sendable, Equatable {
    public let type: String
    public let version: Int
    public let subject: String
    public let time: Timestamp
    let number: EventNumber
    public let incarnation: Int64
    public let severity: Severity
    public let actor: String
    public let credential: String?
    public let causation: String
    public let traceparent: String

    enum CodingKeys: String, CodingKey {
        case type, version = "dataversion", subject, time, number = "sequence", incarnation, severity, actor, credential
        case causation, traceparent
    }

    public var sequence: Int64 { number.value }
}
