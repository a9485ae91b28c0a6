/// A request whose body is not read as JSON by the gateway: its bytes come as they were sent, and some of its fields
/// from header fields. Fields that are neither come from the path and the query.
public protocol RawRequest: Codable, Sendable {
    associatedtype Rule: RawBodyRule
    /// In JSON too its name is `body`.
    var body: RawBody<Rule> { get }
    /// The header fields that are wanted: their names, by the names of the request's fields that take them.
    static var headers: [String: String] { get }
}

extension RawRequest {
    public static var headers: [String: String] { [:] }

    static var intake: Intake {
        Intake(
            contentTypes: Rule.contentTypes, byteLimit: Rule.byteLimit, content: Rule.content,
            headers: headers.map { Intake.HeaderField(field: $0.key, name: $0.value) }.sorted { $0.field < $1.field })
    }
}

/// What an operation takes of an HTTP request as it came.
public struct Intake: Codable, Sendable, Equatable {
    public struct HeaderField: Codable, Sendable, Equatable {
        /// Of the request.
        public let field: String
        /// Of the header field, as documents show it.
        public let name: String
    }

    /// The request's field that takes the body.
    public static let bodyField = "body"

    public let contentTypes: [String]
    public let byteLimit: Int
    /// What JSON stands in the body; nil where that is not said.
    public let content: Schema?
    public let headers: [HeaderField]

    /// Fields that come neither with the path nor the query.
    public var fields: [String] { [Intake.bodyField] + headers.map(\.field) }

    /// Why it is no intake of a request of this schema; nil where it is one.
    func fault(in request: Schema) -> String? {
        let properties = request.properties ?? [:]
        if let field = fields.first(where: { properties[$0] == nil }) { return "the request has no field \(field)" }
        let own = ["authorization", "idempotency-key", "content-type", "content-length", "host", "cookie"]
        let taken = headers.first { own.contains($0.name.lowercased()) }
        return taken.map { "the header field \($0.name) has a meaning of its own" }
    }
}

/// An operation's request does not have what it says it takes as it came: an error in the program, found when its
/// catalogue is made.
public struct IntakeMismatch: Error {
    public let operation: String
    public let fault: String
}
