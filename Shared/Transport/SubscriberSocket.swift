import CZeroMQ

/// A nudge as the subscriber got it.
public struct PublishedMessage: Sendable, Equatable {
    public let topic: [UInt8]
    public let body: [UInt8]
}

/// The socket at which a service hears another one's nudges. It connects again, and subscribes again, by itself.
public struct SubscriberSocket: ~Copyable {
    private let handle: SocketHandle

    /// How many messages were dropped because they had another form than a topic and a body.
    public private(set) var malformed = 0

    public init(
        in context: MessagingContext, keys: CurveKeyPair, serverKey: String, options: SocketOptions = SocketOptions()
    ) throws(TransportError) {
        handle = try SocketHandle.connecting(ZMQ_SUB, in: context, keys: keys, serverKey: serverKey, options: options)
    }

    /// Connects to the publisher, which need not be there yet.
    public func connect(to endpoint: String) throws(TransportError) {
        try handle.connect(to: endpoint)
    }

    /// Asks for all topics that begin so; for all there are, if it is empty.
    public func subscribe(toPrefix prefix: [UInt8]) throws(TransportError) {
        try handle.set(ZMQ_SUBSCRIBE, prefix)
    }

    /// What a `Poller` waits for, as long as the socket lives.
    public var pollable: Pollable { handle.pollable }

    /// The next waiting nudge, or nil. Never waits.
    public mutating func receive() throws(TransportError) -> PublishedMessage? {
        for _ in 0..<SocketHandle.patience {
            guard try handle.receiveFrame() else { return nil }
            if let (topic, body) = try handle.takeLastTwo() { return PublishedMessage(topic: topic, body: body) }
            malformed += 1
        }
        return nil
    }
}
