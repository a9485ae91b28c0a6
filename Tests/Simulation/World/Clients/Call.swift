/// What a client asks of the platform, as it goes over HTTP.
struct Call: Sendable {
    /// The operation's wire name, by which its outcome can be asked for; empty for what only reads.
    let operation: String
    let method: String
    let path: String
    var body: String
    /// Another body that would be as good, to be refused under the same key.
    var otherBody: String?

    static func get(_ path: String) -> Call { Call(operation: "", method: "GET", path: path, body: "") }

    static func post(_ operation: String, _ path: String, _ body: String = "{}", other: String? = nil) -> Call {
        Call(operation: operation, method: "POST", path: path, body: body, otherBody: other)
    }

    static func put(_ operation: String, _ path: String, _ body: String) -> Call {
        Call(operation: operation, method: "PUT", path: path, body: body)
    }

    static func patch(_ operation: String, _ path: String, _ body: String) -> Call {
        Call(operation: operation, method: "PATCH", path: path, body: body)
    }

    static func delete(_ operation: String, _ path: String) -> Call {
        Call(operation: operation, method: "DELETE", path: path, body: "")
    }

    var isCommand: Bool { !operation.isEmpty }

    var withOtherBody: Call {
        var other = self
        other.body = otherBody ?? body
        return other
    }
}
