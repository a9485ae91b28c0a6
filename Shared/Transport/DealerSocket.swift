import CZeroMQ

/// A message as the dealer got it: the two frames.
public struct DealerMessage: Sendable, Equatable {
    public let header: [UInt8]
    public let body: [UInt8]
}

/// The socket with which a service asks another one, with many requests on the way at once.
///
/// It connects again by itself. What is handed over while the other side is away waits in the queue, up to its limit.
public struct DealerSocket: ~Copyable {
    private let handle: SocketHandle

    /// How many messages were dropped because they had another form than a header and a body.
    public private(set) var malformed = 0

    public init(
        in context: MessagingContext, keys: CurveKeyPair, serverKey: String, options: SocketOptions = SocketOptions()
    ) throws(TransportError) {
        handle = try SocketHandle.connecting(
            ZMQ_DEALER, in: context, keys: keys, serverKey: serverKey, options: options)
    }

    /// Connects to the service, which need not be there yet.
    public func connect(to endpoint: String) throws(TransportError) {
        try handle.connect(to: endpoint)
    }

    /// Follows what becomes of the connection; asked for before it is made.
    public func watch() throws(TransportError) -> ConnectionWatch { try ConnectionWatch(of: handle) }

    /// What a `Poller` waits for, as long as the socket lives.
    public var pollable: Pollable { handle.pollable }

    /// The next waiting message, or nil. Never waits.
    public mutating func receive() throws(TransportError) -> DealerMessage? {
        for _ in 0..<SocketHandle.patience {
            guard try handle.receiveFrame() else { return nil }
            if let (header, body) = try handle.takeLastTwo() { return DealerMessage(header: header, body: body) }
            malformed += 1
        }
        return nil
    }

    /// Hands a message over. Never waits.
    public func send(header: [UInt8], body: [UInt8]) throws(TransportError) -> SendOutcome {
        try handle.send(header, body)
    }
}
