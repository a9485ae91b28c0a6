import Crypto
import Messages

/// A client that waits for its answer.
struct Ticket {
    let web: UInt64
    /// The operation, as metrics name it.
    var name: String
    let traceparent: String
    let began: Timestamp
    /// True where the answer may depend on who asks, so that nobody keeps a copy.
    var isPrivate = false

    var traceID: String { TraceContext.traceID(of: traceparent) }
}

/// Identity's answer to a command, kept back until the gateway has taken the events that it came with.
struct KeptAnswer {
    let answer: WebAnswer
    /// The last of these events.
    let head: Int64
    /// When it goes out in any case.
    let until: Timestamp
}

/// A token as long as a request with it is under way.
struct Bearer {
    let text: String
    let hash: TokenHash

    init(_ text: String) { (self.text, hash) = (text, SHA256.hash(Array(text.utf8))) }
}

/// A request under way to a service.
struct Flight {
    enum Stage {
        /// Identity is asked who the caller is.
        case vouching
        /// The service is silent; nothing has been sent.
        case held
        case sent(times: Int)
        /// The answer is there, and what it changed is not yet in force here.
        case answered(KeptAnswer)
    }

    let number: UInt64
    /// Nil once the client has gone; a command goes on all the same.
    var ticket: Ticket?
    let operation: RoutedOperation
    let service: ServiceName
    /// A command's idempotency key.
    let key: String?
    let body: [UInt8]
    let client: ClientOrigin
    let traceparent: String
    let deadline: Timestamp
    /// The bearer's token, by which it is asked who that is; nil for a request of nobody in particular.
    let token: Bearer?
    /// How long the service may keep the question before it is answered.
    var wait: Int64 = 0
    var statement: String?
    /// When its caller was last believed to be who they are.
    var believedAt: Timestamp?
    /// Copies went out with different statements: how a later one is turned away says nothing of an earlier one.
    var isVouchedAnew = false
    var stage: Stage

    var isAnswered: Bool { if case .answered = stage { true } else { false } }

    /// By what a client asks for this operation's outcome; nil for what has none.
    var operationID: String? {
        guard let key, case .service = operation.destination else { return nil }
        return "\(operation.name):\(key)"
    }
}
