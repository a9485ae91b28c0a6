/// What became of an operation that a client submitted, for whoever lost the answer.
public struct OperationOutcome: Codable, Sendable, Equatable {
    public enum State: String, WireEnum {
        /// Begun, and will reach an end.
        case running
        /// Done; `status` and `reply` are the answer that was or would have been given.
        case completed
        /// Refused; nothing was changed.
        case refused
        /// Never begun, and never will be.
        case fenced
    }

    public let id: String
    public let state: State
    public let status: Int?
    /// The stored answer's JSON text, left out where it holds a secret.
    public let reply: String?

    public init(id: String, state: State, status: Int?, reply: String?) {
        (self.id, self.state, self.status, self.reply) = (id, state, status, reply)
    }
}

public struct OperationReference: Codable, Sendable {
    /// `operation:key`, as the `Operation-Id` field of the answer gives it.
    public let id: Text<OperationIDRule>

    public init(id: Text<OperationIDRule>) { self.id = id }
}

public enum OperationIDRule: TextRule {
    public static let length = 3...400
    public static let sample = "betting.place-bet:6f1c1f1e"
}

/// Tells the definite outcome of one's own operation.
public enum GetOutcome: Query {
    public typealias Request = OperationReference
    public typealias Reply = OperationOutcome
    public static let name = "runtime.outcome"
    public static let scope: String? = Scope.any
    public static let summary = "The definite outcome of a submitted operation"
    public static let access = Access.roles(Role.allCases)
}

/// Makes sure that an operation which has not been applied never will be, and tells its outcome if it has.
public enum FenceOperation: Command {
    public typealias Request = OperationReference
    public typealias Reply = OperationOutcome
    public static let name = "runtime.fence"
    public static let summary = "Fence a submitted operation off, or learn that it has been applied"
    public static let access = Access.roles(Role.allCases)
}
