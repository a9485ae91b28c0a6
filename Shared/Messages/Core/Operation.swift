/// Something a service does when asked. The type says all that others need to know of it: its name, its route, who may
/// ask, what it takes and what it answers. Routing, validation and documents are derived from it, never written again.
public protocol Operation: Sendable {
    associatedtype Request: Codable & Sendable
    associatedtype Reply: Codable & Sendable
    associatedtype Failure: DomainFailure = NoFailure

    /// The stable wire name, `owner.verb-noun`; its first part is the service that answers.
    static var name: String { get }
    /// Reasons for refusal beside its own: those that it shares with others, or hands on from them.
    static var sharedFailures: [any DomainFailure.Type] { get }
    /// The version of the request's and the reply's schema.
    static var version: Int { get }
    /// One line for people, as the documentation shows it.
    static var summary: String { get }
    static var access: Access { get }
    /// What an API key must have been given to ask for it; nil for what takes a session of one's own.
    static var scope: String? { get }
    /// Whether one whose account is frozen may still ask for it.
    static var isOpenToFrozen: Bool { get }
    /// Where clients reach it over HTTP; nil for what only services ask of each other.
    static var route: Route? { get }
    /// True where the reply carries a secret: its stored copy is sealed under the client's own key.
    static var replyHoldsSecrets: Bool { get }
    /// The path of what was created, for the `Location` field.
    static func location(of reply: Reply) -> String?
}

extension Operation {
    public static var version: Int { 1 }
    public static var sharedFailures: [any DomainFailure.Type] { [] }
    public static var scope: String? { Scope.standard(of: self) }
    /// Looking is; changing something is not, unless the operation says so.
    public static var isOpenToFrozen: Bool { !(self is any Command.Type) }
    public static var route: Route? { nil }
    public static var replyHoldsSecrets: Bool { false }
    public static func location(of reply: Reply) -> String? { nil }
}

/// An operation that changes something: it runs in the writer's transaction, exactly once for its id.
public protocol Command: Operation {}

/// An operation that only reads: it runs on a snapshot and waits for nobody.
public protocol Query: Operation {}

/// A request or reply without fields.
public struct Nothing: Codable, Sendable, Equatable {
    public init() {}
}

/// Which HTTP request reaches an operation. Names in braces are fields of the request.
public struct Route: Sendable, Equatable, Codable {
    public enum Method: String, Sendable, Codable {
        case get = "GET", post = "POST", put = "PUT", patch = "PATCH", delete = "DELETE"
    }

    public let method: Method
    public let path: String
    /// The status of success: 200, 201 for what creates, 202 for what goes on after the answer.
    public let success: Int

    public static func get(_ path: String) -> Route { Route(method: .get, path: path, success: 200) }
    public static func create(_ path: String) -> Route { Route(method: .post, path: path, success: 201) }
    public static func act(_ path: String, success: Int = 200) -> Route {
        Route(method: .post, path: path, success: success)
    }
    public static func patch(_ path: String) -> Route { Route(method: .patch, path: path, success: 200) }
    public static func put(_ path: String) -> Route { Route(method: .put, path: path, success: 200) }
    public static func delete(_ path: String) -> Route { Route(method: .delete, path: path, success: 200) }
}
