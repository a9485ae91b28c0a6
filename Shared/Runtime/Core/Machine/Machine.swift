public import Messages

/// What a host drives, be it a real process or a simulated one: a deterministic machine that takes what has come in and
/// gives what is to go out. It opens no socket, reads no clock and starts no thread.
public protocol Machine: AnyObject {
    /// Takes a batch and everything that is due, commits once, and returns what may now leave.
    func step(_ inbound: [Inbound], at time: Timestamp) throws -> [Outbound]
    /// When it wants to be stepped next even if nothing comes in.
    var nextWake: Timestamp { get }
    /// The last step before the process ends by its own will.
    func close(at time: Timestamp) throws
}

/// Where a reply goes: the return address that the transport gave with the message, and what the asker called it.
public struct ReturnAddress: Sendable, Hashable {
    public let route: [UInt8]
    public let reference: String

    public init(route: [UInt8], reference: String) { (self.route, self.reference) = (route, reference) }
}

/// A message as it arrived, with the name that its connection's key stands for.
public struct Delivery: Sendable {
    public let peer: String
    public let route: [UInt8]
    public let header: Header
    public let body: [UInt8]

    public init(peer: String, route: [UInt8], header: Header, body: [UInt8]) {
        (self.peer, self.route, self.header, self.body) = (peer, route, header, body)
    }

    /// Whether somebody asks who is no service.
    var isOfOutsider: Bool { ServiceName(rawValue: peer) == nil }

    var returnAddress: ReturnAddress { ReturnAddress(route: route, reference: header[.reference] ?? "") }
}

public enum Inbound: Sendable {
    /// Somebody asks something of this service.
    case delivery(Delivery)
    /// A service answers what this one asked.
    case reply(from: ServiceName, header: Header, body: [UInt8])
    /// Heavy work is done.
    case workDone(WorkOrder, result: [UInt8])
    /// A stream's question found nothing yet, and waits until there is something.
    case nothingYet(QuestionKept)
    /// A client's HTTP request; only the gateway's machine takes these.
    case web(WebRequest)
    /// A client has taken all that was written of an open answer.
    case webDrained(UInt64)
    /// A client that did not wait for its answer, or for the rest of an open one.
    case webAbandoned(UInt64)
}

public enum Outbound: Sendable {
    case reply(to: [UInt8], header: Header, body: [UInt8])
    case send(to: ServiceName, header: Header, body: [UInt8])
    /// Work for the bounded workers; its result comes back as `Inbound.workDone`.
    case work(WorkOrder)
    /// A query, to be run on a read-only connection by a `QueryRunner`.
    case query(QueryTask)
    /// There are new events up to this sequence.
    case nudge(head: Int64)
    case web(UInt64, WebResponse)
    /// More of an answer that was left open. What is written waits in memory until the client takes it, so that whoever
    /// can wait writes the next part on `Inbound.webDrained`.
    case webPart(UInt64, WebPart)
}

/// Pure work that would hold the loop too long. The message that asked for it is kept beside it and run again, from
/// its beginning and against the state of that time, once the result is there.
public struct WorkOrder: Sendable {
    public let label: String
    public let run: @Sendable () -> [UInt8]
    /// The command's identity, so that the same one sent again does not have the work done twice.
    let identity: [UInt8]
    let delivery: Delivery
    let results: [String: [UInt8]]
}

public struct WebRequest: Sendable {
    public let id: UInt64
    public let method: String
    public let path: String
    public let query: [(name: String, value: String)]
    /// Names in lower case.
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]
    public let remoteAddress: String

    public init(
        id: UInt64, method: String, path: String, query: [(name: String, value: String)],
        headers: [(name: String, value: String)], body: [UInt8], remoteAddress: String
    ) {
        (self.id, self.method, self.path, self.query) = (id, method, path, query)
        (self.headers, self.body, self.remoteAddress) = (headers, body, remoteAddress)
    }

    public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

public struct WebResponse: Sendable {
    public let status: Int
    public var headers: [(name: String, value: String)]
    public let body: [UInt8]
    /// Whether the body is only the first part, and others follow as `WebPart`.
    public let isOpen: Bool
    /// Whether that goes on without an end, so that a host that stops does not wait for it.
    public let isEndless: Bool

    public init(
        status: Int, headers: [(name: String, value: String)], body: [UInt8], isOpen: Bool = false,
        isEndless: Bool = false
    ) {
        (self.status, self.headers, self.body) = (status, headers, body)
        (self.isOpen, self.isEndless) = (isOpen, isEndless)
    }
}

public enum WebPart: Sendable, Equatable {
    case bytes([UInt8])
    /// The answer is whole.
    case end
    /// The answer is not whole and never will be: the client must see that.
    case cut
}
